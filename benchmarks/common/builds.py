"""The build from before the cold call was worked on, to compare with."""

import io
from pathlib import Path
import subprocess
import tarfile

from ..gateway import ROOT

COMMIT = "129c0b6"
"""The last commit whose connections were kept for 15 seconds and not resumed."""


def build_before(commit: str) -> Path | None:
    """Return a folder with the integration of that commit; None if it isn't there.

    A clone that holds only the newest commits doesn't have it.
    """
    folder = ROOT / ".cache" / f"build-{commit}"
    if not folder.exists():
        found = subprocess.run(  # noqa: S603 - our own command
            ["git", "archive", commit, "custom_components"],  # noqa: S607 - of the PATH
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        if found.returncode:
            return None
        unfinished = folder.with_suffix(".unfinished")
        with tarfile.open(fileobj=io.BytesIO(found.stdout)) as archive:
            archive.extractall(unfinished, filter="data")
        unfinished.rename(folder)
    return folder
