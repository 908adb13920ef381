"""Draws the integration's icon and logo: a sun's rays read through brackets.

Run with the project's environment: `python scripts/lib/draw_brand.py`.
"""

import math
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

BRAND = Path(__file__).parents[2] / "custom_components/enphase_envoy_raw_data/brand"

# Drawn larger and scaled down, which smooths the edges.
SCALE = 4
ICON = 256
LOGO = 128
ORANGE = (243, 115, 33, 255)
SLATE = (58, 70, 82, 255)
PALE = (232, 238, 243, 255)


def draw_icon(size: int, brackets: tuple[int, int, int, int]) -> Image.Image:
    """Return the icon with `size` pixels a side."""
    side = size * SCALE
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    centre = side / 2
    for number in range(12):
        angle = math.tau * number / 12
        inner, outer = side * 0.20, side * (0.29 if number % 2 else 0.33)
        draw.line(
            [
                (
                    centre + math.cos(angle) * length,
                    centre + math.sin(angle) * length,
                )
                for length in (inner, outer)
            ],
            fill=ORANGE,
            width=round(side * 0.035),
        )
    radius = side * 0.15
    draw.ellipse(
        (centre - radius, centre - radius, centre + radius, centre + radius),
        fill=ORANGE,
    )
    width = round(side * 0.055)
    for left, bend in ((side * 0.05, side * 0.18), (side * 0.95, side * 0.82)):
        draw.line(
            [
                (bend, side * 0.08),
                (left, side * 0.08),
                (left, side * 0.92),
                (bend, side * 0.92),
            ],
            fill=brackets,
            width=width,
            joint="curve",
        )
        for y in (side * 0.08, side * 0.92):
            half = width / 2
            draw.ellipse((left - half, y - half, left + half, y + half), fill=brackets)
            draw.ellipse((bend - half, y - half, bend + half, y + half), fill=brackets)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def draw_logo(factor: int, colour: tuple[int, int, int, int]) -> Image.Image:
    """Return icon and name side by side, `factor` times as large as it is plain."""
    height = LOGO * factor
    icon = draw_icon(height, colour)
    font = ImageFont.load_default(height * 0.34)
    lines = ("Envoy", "raw data")
    # The plain width decides, so that the large one is exactly as many times that.
    plain = ImageFont.load_default(LOGO * 0.34)
    width = round(LOGO * 1.2) + max(round(plain.getlength(line)) for line in lines)
    image = Image.new("RGBA", (width * factor, height), (0, 0, 0, 0))
    image.alpha_composite(icon, (0, 0))
    draw = ImageDraw.Draw(image)
    for line, y in zip(lines, (0.08, 0.50), strict=True):
        draw.text((height * 1.15, height * y), line, font=font, fill=colour)
    return image


def main() -> None:
    """Write the files that Home Assistant looks for."""
    for prefix, colour in (("", SLATE), ("dark_", PALE)):
        for suffix, factor in (("", 1), ("@2x", 2)):
            draw_icon(ICON * factor, colour).save(
                BRAND / f"{prefix}icon{suffix}.png", optimize=True
            )
            draw_logo(factor, colour).save(
                BRAND / f"{prefix}logo{suffix}.png", optimize=True
            )


if __name__ == "__main__":
    main()
