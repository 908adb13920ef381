"""scripts/release, run in a copy of the project."""

import json
from pathlib import Path
import shutil
import subprocess
from urllib.parse import quote
import zipfile

import pytest

ROOT = Path(__file__).parents[2]
INTEGRATION = "custom_components/enphase_envoy_raw_data"
MANIFEST = json.loads((ROOT / INTEGRATION / "manifest.json").read_text())
VERSION = MANIFEST["version"]
ADDRESS = MANIFEST["documentation"]
REPOSITORY = "sunny-side/raw.data"


def _git(folder: Path, *arguments: str) -> str:
    """Return what git prints."""
    return subprocess.run(
        ["git", "-C", folder, *arguments], check=True, capture_output=True, text=True
    ).stdout


def _replace(path: Path, old: str, new: str) -> None:
    """Change a text that stands in the file once."""
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what git knows of the project, with a changelog that is ready."""
    folder = tmp_path_factory.mktemp("project")
    for name in filter(None, _git(ROOT, "ls-files", "-z").split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    changelog = folder / "CHANGELOG.md"
    ready = changelog.read_text().replace(f"## {VERSION} (unreleased)", f"## {VERSION}")
    changelog.write_text(ready)
    _git(folder, "init")
    _git(folder, "add", ".")
    return folder


@pytest.fixture
def copy(project: Path, tmp_path: Path) -> Path:
    """Return a copy of it to change."""
    return shutil.copytree(project, tmp_path / "copy")


def _release(
    folder: Path, tag: str = VERSION, repository: str = REPOSITORY
) -> subprocess.CompletedProcess[str]:
    """Run the script."""
    return subprocess.run(
        [folder / "scripts/release", tag, "--repository", repository],
        check=False,
        capture_output=True,
        text=True,
    )


def _files(folder: Path) -> dict[str, bytes]:
    """Return all files that git knows."""
    names = filter(None, _git(folder, "ls-files", "-z").split("\0"))
    return {name: (folder / name).read_bytes() for name in names}


def test_address(copy: Path) -> None:
    """The repository's own address stands wherever the other one stood."""
    before = _files(copy)
    done = _release(copy)
    assert done.returncode == 0, done.stderr

    after = _files(copy)
    manifest = json.loads(after[f"{INTEGRATION}/manifest.json"])
    assert manifest["documentation"] == "https://github.com/sunny-side/raw.data"
    assert manifest["issue_tracker"] == "https://github.com/sunny-side/raw.data/issues"
    assert manifest["codeowners"] == ["@sunny-side"]
    for name in ("README.md", "SECURITY.md", "docs/troubleshooting.md"):
        assert b"https://github.com/sunny-side/raw.data" in after[name], name
    for name, content in after.items():
        if name.startswith("blueprints/"):
            source = (
                f"source_url: https://github.com/sunny-side/raw.data/blob/main/{name}"
            )
            assert source.encode() in content, name
        assert ADDRESS.encode() not in content, name
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {
        line.removeprefix("Address written: ")
        for line in done.stdout.splitlines()
        if line.startswith("Address written: ")
    }


def test_links_that_hand_it_on(copy: Path) -> None:
    """A link to another page that names the repository is written, too."""
    owner, name = ADDRESS.split("/")[-2:]
    page = copy / "README.md"
    page.write_text(f"?owner={owner}&repository={name}&x=y {quote(ADDRESS, safe='')}")
    assert _release(copy).returncode == 0
    assert page.read_text() == (
        "?owner=sunny-side&repository=raw.data&x=y "
        "https%3A%2F%2Fgithub.com%2Fsunny-side%2Fraw.data"
    )


def test_zip(copy: Path) -> None:
    """The zip has the integration's files and nothing else, as they lie there."""
    cache = copy / INTEGRATION / "__pycache__"
    cache.mkdir()
    (cache / "entry.cpython-314.pyc").write_bytes(b"x")
    assert _release(copy).returncode == 0

    with zipfile.ZipFile(copy / "build/enphase_envoy_raw_data.zip") as archive:
        assert archive.testzip() is None
        packed = {name: archive.read(name) for name in archive.namelist()}
    assert packed == {
        name.removeprefix(f"{INTEGRATION}/"): content
        for name, content in _files(copy).items()
        if name.startswith(INTEGRATION)
    }
    assert {"manifest.json", "brand/icon.png", "gateway/client.py"} < set(packed)


def test_notes(copy: Path) -> None:
    """The notes are what the changelog says of this version."""
    with (copy / "CHANGELOG.md").open("a") as changelog:
        changelog.write("\n## 2.9.9\n\nOf long ago.\n")
    assert _release(copy).returncode == 0
    notes = (copy / "build/release-notes.md").read_text()
    assert notes.startswith("A new implementation.")
    assert "Of long ago" not in notes


def test_again(copy: Path) -> None:
    """A second run changes nothing, and a fork writes its own address."""
    assert _release(copy).returncode == 0
    once = _files(copy)
    zip_file = copy / "build/enphase_envoy_raw_data.zip"
    packed = zip_file.read_bytes()
    assert _release(copy).returncode == 0
    assert _files(copy) == once
    assert zip_file.read_bytes() == packed

    assert _release(copy, repository="moon/lit").returncode == 0
    assert not [
        name
        for name, text in _files(copy).items()
        if b"sunny-side/" in text and not name.startswith("tests/")
    ]


@pytest.mark.parametrize("tag", [f"v{VERSION}", "", "0.0.1", f"{VERSION}b1"])
def test_other_tag(copy: Path, tag: str) -> None:
    """A tag that is not the version of the manifest is refused."""
    before = _files(copy)
    done = _release(copy, tag)
    assert done.returncode == 1
    assert f"The tag is {tag!r}, and {INTEGRATION}/manifest.json has" in done.stderr
    assert _files(copy) == before
    assert not (copy / "build").exists()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (f"## {VERSION}", f"## {VERSION} (unreleased)", "calls"),
        (f"## {VERSION}", f"## {VERSION}0", f"no part '## {VERSION}'"),
    ],
)
def test_changelog_is_not_ready(copy: Path, old: str, new: str, problem: str) -> None:
    """A release that the changelog doesn't know is refused."""
    _replace(copy / "CHANGELOG.md", f"{old}\n", f"{new}\n")
    done = _release(copy)
    assert done.returncode == 1
    assert problem in done.stderr


@pytest.mark.parametrize(
    "repository", ["", "raw.data", "a/b/c", "https://github.com/a/b", "a b/c", "a/b\n"]
)
def test_no_repository(copy: Path, repository: str) -> None:
    """What is no repository's name is refused."""
    done = _release(copy, repository=repository)
    assert done.returncode == 1
    assert "give it as OWNER/NAME" in done.stderr


def test_unknown_spelling(copy: Path) -> None:
    """A part of the placeholder that stands alone is refused, not published."""
    for address in (
        "https://github.com/moon/lit",
        "https://host.example/own.example/x",
    ):
        (copy / "SECURITY.md").write_text(f"See {ADDRESS}.\n")
        page = copy / INTEGRATION / "manifest.json"
        page.write_text(json.dumps(MANIFEST | {"documentation": address}))
        (copy / "docs/troubleshooting.md").write_text("Ask own.example.\n")
        done = _release(copy)
        assert (done.returncode == 1) == address.endswith("own.example/x")
    assert "docs/troubleshooting.md has own.example" in done.stderr
