"""The images are those that Home Assistant looks for."""

from itertools import batched
from pathlib import Path
import re

from homeassistant.components.brands.const import ALLOWED_IMAGES
from PIL import Image
import pytest

FOLDER = Path(__file__).parents[2] / "custom_components/enphase_envoy_raw_data/brand"

# Icons are square; a logo's shorter side is between the second two.
ICON = 256
LOGO = (128, 256)

# Dark pixels would not be seen on a dark page, and pale ones not on a light page.
DARK, PALE = 110, 200


def _open(name: str) -> Image.Image:
    """Return an image, with its transparency."""
    return Image.open(FOLDER / name).convert("RGBA")


def test_all_are_there() -> None:
    """Icon and logo, light and dark, in both sizes, and nothing else."""
    assert {path.name for path in FOLDER.iterdir()} == ALLOWED_IMAGES


@pytest.mark.parametrize("name", sorted(ALLOWED_IMAGES))
def test_size(name: str) -> None:
    """The large one is twice as large; there is no empty border to the right."""
    width, height = _open(name).size
    factor = 2 if "@2x" in name else 1
    if "icon" in name:
        assert (width, height) == (ICON * factor, ICON * factor)
    else:
        assert LOGO[0] * factor <= height <= LOGO[1] * factor
        plain = _open(re.sub("@2x", "", name))
        assert (width, height) == (plain.width * factor, plain.height * factor)


@pytest.mark.parametrize("name", sorted(ALLOWED_IMAGES))
def test_it_is_seen(name: str) -> None:
    """What is not transparent stands out from the page that the image is for."""
    image = _open(name)
    assert image.getpixel((image.width // 2, 0)) == (0, 0, 0, 0)
    pixels = batched(image.tobytes(), 4, strict=True)
    shades = [sum(colour) // 3 for *colour, alpha in pixels if alpha == 255]
    assert shades
    if name.startswith("dark_"):
        assert min(shades) > DARK
    else:
        assert max(shades) < PALE
