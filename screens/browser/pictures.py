"""The pictures that the pages show, made small."""

from pathlib import Path
import re

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

# Screens have few colours; with more, the files grow and look the same.
COLOURS = 32


def shown() -> set[str]:
    """Return the file names of the pictures that the pages show."""
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    return {name for text in texts for name in re.findall(r"images/(\w+\.png)", text)}


def make_small(picture: Path) -> None:
    """Write a picture anew with few colours."""
    with Image.open(picture) as image:
        small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(picture, optimize=True)
