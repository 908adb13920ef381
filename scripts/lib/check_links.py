"""Check the links between the pages of this repository.

Every link and picture has to lead to a file that is there, every anchor to a
heading, and every page has to be found from the README. Addresses elsewhere are
not asked; those that point into this repository are looked up here.

Usage: check_links.py [FOLDER]
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
import json
from pathlib import Path
import re
import sys
from urllib.parse import parse_qs, unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MANIFEST = "custom_components/enphase_envoy_raw_data/manifest.json"
# Pages that people open without a link: GitHub shows them in its forms.
_STARTS = ("README.md", ".github")

_TAG = re.compile(r"<(?:a|img)\b[^>]*?\b(?:href|src)=\"([^\"]+)\"", re.IGNORECASE)
_LINES = re.compile(r"L\d+(-L\d+)?")


@dataclass(frozen=True, kw_only=True)
class Page:
    """What one page offers, and what it points to."""

    anchors: frozenset[str]
    targets: tuple[str, ...]
    nameless: tuple[str, ...]
    """Pictures without words for those who can't see them."""


def _flat(tokens: list[Token]) -> Iterator[Token]:
    """Yield all tokens, those inside of others included."""
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _words(token: Token) -> str:
    """Return the text of a heading as it is shown."""
    return "".join(
        part.content
        for part in token.children or []
        if part.type in ("text", "code_inline")
    )


def slug(heading: str) -> str:
    """Return the anchor that GitHub makes of a heading, but for its number."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def read_page(text: str) -> Page:
    """Return the anchors and targets of a page."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    anchors: list[str] = []
    seen = Counter[str]()
    for opening, content in pairwise(tokens):
        if opening.type == "heading_open":
            name = slug(_words(content))
            anchors.append(f"{name}-{seen[name]}" if seen[name] else name)
            seen[name] += 1
    targets: list[str] = []
    nameless: list[str] = []
    for token in _flat(tokens):
        match token.type:
            case "link_open":
                targets.append(str(token.attrs["href"]))
            case "image":
                targets.append(str(token.attrs["src"]))
                if not token.content.strip():
                    nameless.append(str(token.attrs["src"]))
            case "html_inline" | "html_block":
                targets += _TAG.findall(token.content)
    return Page(
        anchors=frozenset(anchors), targets=tuple(targets), nameless=tuple(nameless)
    )


class Tree:
    """The pages of one repository."""

    def __init__(self, root: Path) -> None:
        """Read all pages."""
        self.root = root.resolve()
        home = json.loads((self.root / _MANIFEST).read_text())["documentation"]
        self._own = f"{home.rstrip('/')}/blob/main/"
        files = [
            *self.root.glob("*.md"),
            *(self.root / "docs").rglob("*.md"),
            *(self.root / ".github").rglob("*.md"),
        ]
        self.pages = {file: read_page(file.read_text()) for file in sorted(files)}

    def troubles(self) -> list[str]:
        """Return what is wrong, one line for each."""
        return [
            *(line for file in self.pages for line in self._of_page(file)),
            *(f"{self._name(file)}: no page leads here" for file in self._orphans()),
        ]

    def _name(self, file: Path) -> str:
        """Return a file as people name it."""
        return str(file.relative_to(self.root))

    def _of_page(self, file: Path) -> Iterator[str]:
        """Yield what is wrong with the links of one page."""
        for target in self.pages[file].targets:
            if (found := self._find(file, target)) is None:
                continue
            path, anchor = found
            if not path.is_relative_to(self.root) or not _exists(path):
                yield f"{self._name(file)}: there is no file {target}"
            elif anchor and not self._has(path, anchor):
                yield f"{self._name(file)}: there is no heading {target}"
        for source in self.pages[file].nameless:
            yield f"{self._name(file)}: the picture {source} has no description"

    def _find(self, file: Path, target: str) -> tuple[Path, str] | None:
        """Return file and anchor of a target; None if it is elsewhere."""
        parts = urlsplit(target)
        for address in (target, *parse_qs(parts.query).get("blueprint_url", [])):
            if address.startswith(self._own):
                path, _, anchor = address.removeprefix(self._own).partition("#")
                return self.root / unquote(path), anchor
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        return (file.parent / path).resolve() if path else file, unquote(parts.fragment)

    def _has(self, path: Path, anchor: str) -> bool:
        """Tell whether a file has an anchor."""
        if path in self.pages:
            return anchor in self.pages[path].anchors
        return path.is_file() and bool(_LINES.fullmatch(anchor))

    def _orphans(self) -> list[Path]:
        """Return pages and pictures that nobody finds who starts at the README."""
        starts = tuple(self.root / start for start in _STARTS)
        waiting = [
            file
            for file in self.pages
            if any(file.is_relative_to(start) for start in starts)
        ]
        reached = set[Path]()
        while waiting:
            file = waiting.pop()
            if file in reached:
                continue
            reached.add(file)
            if page := self.pages.get(file):
                found = (self._find(file, target) for target in page.targets)
                waiting += [path for path, _ in filter(None, found)]
        pictures = (self.root / "docs").rglob("*.png")
        return sorted({*self.pages, *pictures} - reached)


@cache
def _exists(path: Path) -> bool:
    """Tell whether a file is there under exactly this name.

    Some file systems don't mind capitals; GitHub does.
    """
    return path.exists() and path.name in {item.name for item in path.parent.iterdir()}


def main() -> int:
    """Print what is wrong; return how the command ends."""
    folder = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]
    troubles = Tree(Path(folder)).troubles()
    print(*troubles, sep="\n", end="\n" if troubles else "")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
