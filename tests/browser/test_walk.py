"""Everything that a person sees of the integration, in a real browser."""

from importlib.metadata import version
import os
from pathlib import Path
import subprocess
import sys

import pytest

from screens.browser import IMAGES, Look, shown
from screens.walks import WHOLE_WALK_IN, Scene, walks

ROOT = Path(__file__).resolve().parents[2]
RELEASE = version("homeassistant")
WALKS = walks(RELEASE)

# Seconds for the whole walk, which takes some minutes.
pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the pictures."""
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def walk(pictures: Path) -> str:
    """Take the walk once, as scripts/screenshots does, and return what it says."""
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-P", "-m", "screens", "--pictures", pictures],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'simulator'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("scene", "look"),
    WALKS,
    ids=[f"{scene.__name__}-{look.name}" for scene, look in WALKS],
)
def test_scene(walk: str, scene: Scene, look: Look) -> None:
    """The screens show what they should, and nothing is cut off or out of reach."""
    assert f"✓ {scene.__name__} ({look.name})" in walk, walk


def test_pictures(walk: str, pictures: Path) -> None:
    """The walk takes all pictures that the pages show, and none is left over."""
    taken = {picture.name for picture in pictures.iterdir()}
    if RELEASE == WHOLE_WALK_IN:
        assert taken == shown()
    else:
        assert taken < shown()
    assert {picture.name for picture in IMAGES.iterdir()} == shown()


def test_pictures_are_small() -> None:
    """All pictures together stay below what a page may cost on a slow line."""
    assert sum(picture.stat().st_size for picture in IMAGES.iterdir()) < 600_000


def test_release_of_the_whole_walk() -> None:
    """It is taken in the Home Assistant that scripts/test uses by default."""
    scripts = (ROOT / "scripts/lib/common.sh").read_text(encoding="utf-8")
    assert f"\ndefault_ha={WHOLE_WALK_IN}\n" in scripts
