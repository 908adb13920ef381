"""Prepare a release: check its tag, write the repository's address, pack the files.

Run by scripts/release with the machine's own Python, from 3.11 on, and nothing
installed.
"""

import argparse
import json
from pathlib import Path
import re
import subprocess
import sys
from urllib.parse import quote, urlsplit
import zipfile

DOMAIN = "enphase_envoy_raw_data"
INTEGRATION = f"custom_components/{DOMAIN}"
MANIFEST = f"{INTEGRATION}/manifest.json"
CHANGELOG = "CHANGELOG.md"
ZIP = f"build/{DOMAIN}.zip"
NOTES = "build/release-notes.md"

# The same files make the same zip, whenever it is packed. Zip knows no earlier time.
TIME = (1980, 1, 1, 0, 0, 0)
READABLE = 0o100644 << 16

REPOSITORY = r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+"


class ReleaseError(Exception):
    """What stands in the way of a release, and what to do."""


def tracked(root: Path, *folders: str) -> list[Path]:
    """Return the files that git knows, in order."""
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--", *folders],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [root / name for name in sorted(filter(None, listed.split("\0")))]


def manifest_of(root: Path) -> dict[str, str]:
    """Return what the manifest says."""
    found: dict[str, str] = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    return found


def check(root: Path, tag: str) -> str:
    """Return what the changelog says of a release, if it is ready for its tag.

    Raises ReleaseError if the tag is not the version of the manifest, or the
    changelog has no finished part about it.
    """
    version = manifest_of(root)["version"]
    if tag != version:
        raise ReleaseError(
            f"The tag is {tag!r}, and {MANIFEST} has version {version!r}. "
            "They have to be the same: change the version, or choose the other tag."
        )
    changelog = (root / CHANGELOG).read_text(encoding="utf-8")
    part = re.search(
        rf"^## {re.escape(version)}(?P<when>| [^\n]*)\n(?P<text>.*?)(?=^## |\Z)",
        changelog,
        re.MULTILINE | re.DOTALL,
    )
    if part is None:
        raise ReleaseError(f"{CHANGELOG} has no part '## {version}': add it.")
    if "unreleased" in part["when"]:
        raise ReleaseError(
            f"{CHANGELOG} calls {version} unreleased: put the date there instead."
        )
    return part["text"].strip() + "\n"


def spellings(address: str) -> list[str]:
    """Return each way in which the tree writes the address of a repository."""
    owner, name = urlsplit(address).path.strip("/").split("/")
    return [
        address,
        # In a link that hands the address on, and in one that does so in two parts.
        quote(address, safe=""),
        f"owner={owner}&repository={name}",
        # The code owner in the manifest.
        f'"@{owner}"',
    ]


def write_address(root: Path, repository: str) -> list[Path]:
    """Write a repository's address wherever the tree has that of the manifest.

    Returns the files that changed. Raises ReleaseError for what is no
    repository, and if a part of the placeholder is left in a way that this
    doesn't know.
    """
    if not re.fullmatch(REPOSITORY, repository):
        raise ReleaseError(
            f"{repository!r} is no repository on GitHub: give it as OWNER/NAME."
        )
    old = manifest_of(root)["documentation"]
    pairs = list(
        zip(spellings(old), spellings(f"https://github.com/{repository}"), strict=True)
    )
    host, owner = urlsplit(old).netloc, urlsplit(old).path.split("/")[1]
    reserved = [word for word in (host, owner) if word.endswith(".example")]
    changed = []
    for path in tracked(root):
        try:
            before = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        text = before
        for its, ours in pairs:
            text = text.replace(its, ours)
        if left := [word for word in reserved if word in text]:
            raise ReleaseError(
                f"{path.relative_to(root)} has {left[0]} in a way that is not known "
                f"here: write it as {old}, or teach scripts/lib/release.py."
            )
        if text != before:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def pack(root: Path) -> Path:
    """Return a zip with the files of the integration, as they lie in its folder."""
    target = root / ZIP
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in tracked(root, INTEGRATION):
            name = path.relative_to(root / INTEGRATION).as_posix()
            entry = zipfile.ZipInfo(name, TIME)
            entry.external_attr = READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target


def main() -> int:
    """Prepare the release in the folder that this file is in."""
    parser = argparse.ArgumentParser(prog="scripts/release")
    parser.add_argument("tag", help="the tag, which has to be the manifest's version")
    parser.add_argument(
        "--repository", required=True, metavar="OWNER/NAME", help="where it appears"
    )
    arguments = parser.parse_args()
    root = Path(__file__).resolve().parents[2]
    try:
        notes = check(root, arguments.tag)
        changed = write_address(root, arguments.repository)
    except ReleaseError as err:
        print(f"Error: {err}", file=sys.stderr)
        return 1
    for path in changed:
        print(f"Address written: {path.relative_to(root)}")
    print(f"Packed: {pack(root).relative_to(root)}")
    (root / NOTES).write_text(notes, encoding="utf-8")
    print(f"Notes: {NOTES}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
