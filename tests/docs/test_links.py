"""The check of links finds what is broken, and the pages are in an order."""

from itertools import pairwise
import json
from pathlib import Path
import re

import pytest

from scripts.lib.check_links import Tree, slug

from .pages import ROOT

_HOME = "https://example.com/project"
_INDEX = ROOT / "docs/README.md"

_STEP = re.compile(r"^\d+\. \[[^\]]+\]\(([^)]+)\)", re.MULTILINE)
_NEXT = re.compile(r"^Next: \[[^\]]+\]\(([^)]+)\)$", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a repository whose links are fine."""
    files = {
        "README.md": "# One\n[a](docs/a.md) [b](docs/a.md#two-words-1)\n",
        "docs/a.md": (
            "# `read_data` & more\n\n## Two words\n\n## Two words\n\n"
            "[own](#read_data--more) ![shown](images/shown.png)\n\n"
            "```text\n# no heading\n[no](link.md)\n```\n"
        ),
        "docs/images/shown.png": "",
        "custom_components/enphase_envoy_raw_data/manifest.json": json.dumps(
            {"documentation": _HOME}
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_project() -> None:
    """Our own links are fine."""
    assert Tree(ROOT).troubles() == []


def test_a_tree_without_troubles(folder: Path) -> None:
    """Nothing is found where nothing is wrong."""
    assert Tree(folder).troubles() == []


@pytest.mark.parametrize(
    ("added", "trouble"),
    [
        ("[x](docs/b.md)", "README.md: there is no file docs/b.md"),
        ("[x](docs/A.md)", "README.md: there is no file docs/A.md"),
        ("[x](../outside.md)", "README.md: there is no file ../outside.md"),
        ("![x](docs/x.png)", "README.md: there is no file docs/x.png"),
        ("<img src='' alt=''><img src=\"x.png\">", "README.md: there is no file x.png"),
        ("[x](#two)", "README.md: there is no heading #two"),
        ("[x](docs/a.md#no-heading)", "there is no heading docs/a.md#no-heading"),
        ("[x](docs/a.md#two-words-2)", "there is no heading docs/a.md#two-words-2"),
        ("[x](docs/images/shown.png#y)", "there is no heading docs/images/shown.png#y"),
        ("[x][y]\n\n[y]: docs/c.md", "README.md: there is no file docs/c.md"),
        ("| a |\n|---|\n| [x](d.md) |", "README.md: there is no file d.md"),
        (f"[x]({_HOME}/blob/main/e.md)", f"no file {_HOME}/blob/main/e.md"),
        (
            f"[x](https://example.org/?blueprint_url={_HOME}/blob/main/f.yaml)",
            "blob/main/f.yaml",
        ),
        ("![](docs/images/shown.png)", "docs/images/shown.png has no description"),
    ],
)
def test_broken_link(folder: Path, added: str, trouble: str) -> None:
    """A link, picture or anchor that leads nowhere is named."""
    readme = folder / "README.md"
    readme.write_text(f"{readme.read_text()}\n{added}\n")
    (found,) = Tree(folder).troubles()
    assert trouble in found


@pytest.mark.parametrize(
    "added",
    [
        "[x](https://example.com/elsewhere) <mailto:a@example.com>",
        "[x](docs/a.md 'a title') [y](<docs/a.md>) [z](docs/)",
        "[x](docs/a%2Emd) [y](docs/images/shown.png#L1-L3)",
        "`[x](nowhere.md)` \\[x](nowhere.md)",
        f"[x]({_HOME}/blob/main/docs/a.md#two-words)",
    ],
)
def test_good_link(folder: Path, added: str) -> None:
    """What leads somewhere, or elsewhere, is left alone."""
    readme = folder / "README.md"
    readme.write_text(f"{readme.read_text()}\n{added}\n")
    assert Tree(folder).troubles() == []


@pytest.mark.parametrize("name", ["docs/lost.md", "SECURITY.md", "docs/images/old.png"])
def test_orphan(folder: Path, name: str) -> None:
    """A page or picture that nothing leads to is named, even if it leads on."""
    (folder / name).write_text("[on](#on)\n\n# On\n")
    assert Tree(folder).troubles() == [f"{name}: no page leads here"]


def test_anchor() -> None:
    """Anchors are those that GitHub makes."""
    assert slug("Who may write, and what?") == "who-may-write-and-what"
    assert slug("Größe in kB; neu, 1.5") == "größe-in-kb-neu-15"


def test_reading_order() -> None:
    """Each page of the index leads to the one after it."""
    for part in _INDEX.read_text().split("\n\n"):
        pages = [(_INDEX.parent / name).resolve() for name in _STEP.findall(part)]
        for page, following in pairwise(pages):
            leads = [page.parent / name for name in _NEXT.findall(page.read_text())]
            assert [lead.resolve() for lead in leads] == [following], page.name


def test_every_page_is_in_the_index() -> None:
    """No page is left out of the reading order."""
    listed = {
        (_INDEX.parent / name).resolve() for name in _STEP.findall(_INDEX.read_text())
    }
    assert listed == {*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")} - {_INDEX}
