"""The command line, and the order in which things happen."""

import argparse
import asyncio
from importlib.metadata import version
from pathlib import Path
import time

from playwright.async_api import Error

from demo.home import ApiError, StartError
from demo.walk import Report, UnexpectedError

from .browser import (
    IMAGES,
    ROOT,
    WIDE,
    Look,
    NoBrowserError,
    Screen,
    log_in,
    opened,
    started,
)
from .scenes import Stage, set_up
from .walks import SCENES, Scene, walks

# Where the screen is kept on which a scene failed.
FAILURES = ROOT / ".cache" / "screens"
# Lines of a failure that say what was expected and what was there.
REASON = 5


def main() -> int:
    """Take the walk and return the exit code."""
    arguments = _arguments()
    scenes = [
        (scene, look)
        for scene, look in walks(version("homeassistant"))
        if scene.__name__ in (arguments.scene or _names())
    ]
    try:
        failed = asyncio.run(_walk(scenes, arguments.pictures, Report()))
    except (NoBrowserError, StartError) as err:
        Report().failure(str(err))
        return 1
    return int(failed > 0)


def _names() -> list[str]:
    """Return the names of all scenes."""
    return [scene.__name__ for scene in SCENES]


def _arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/screenshots",
        description=(
            "Walk through the screens of Home Assistant in a real browser, look "
            "whether everything is there and can be reached, on a wide screen and "
            "on a phone, and take the pictures that the pages show."
        ),
    )
    parser.add_argument(
        "--scene", choices=_names(), action="append", help="only this one"
    )
    parser.add_argument(
        "--pictures",
        metavar="FOLDER",
        type=Path,
        default=IMAGES,
        help="put the pictures there instead of docs/images",
    )
    return parser.parse_args()


async def _walk(
    scenes: list[tuple[Scene, Look]], pictures: Path, report: Report
) -> int:
    """Play all scenes on their screens and return how many failed."""
    failed = 0
    async with set_up() as stage, started() as browser:
        login = await log_in(browser, stage.home.url, WIDE, stage.home.user)
        for scene, look in scenes:
            await stage.clear()
            began = time.monotonic()
            async with opened(browser, stage.home.url, look, login) as page:
                trouble = await _play(scene, Screen(page, look, pictures), stage)
            name = f"{scene.__name__} ({look.name}) {time.monotonic() - began:.1f} s"
            if trouble:
                failed += 1
                report.failure(f"{name}\n{trouble}")
            else:
                report.success(name)
    return failed


async def _play(scene: Scene, screen: Screen, stage: Stage) -> str:
    """Play a scene and return what went wrong, or an empty text."""
    try:
        await scene(screen, stage)
    except (ApiError, AssertionError, Error, KeyError, UnexpectedError) as err:
        FAILURES.mkdir(parents=True, exist_ok=True)
        kept = FAILURES / f"{scene.__name__}_{screen.look.name}.png"
        await screen.page.screenshot(path=kept)
        # The rest tells step by step what the picture shows better.
        reason = "\n".join(str(err).splitlines()[:REASON])
        return f"{reason}\nThe screen: {kept}"
    return ""
