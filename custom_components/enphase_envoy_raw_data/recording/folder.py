"""Where recordings are kept: the latest five of all gateways."""

from pathlib import Path
import re
import secrets
from typing import Final

MOST_KEPT: Final = 5
"""Recordings that are kept; a new one takes the place of the oldest."""

# No date and no serial: a name goes where the file goes.
_NAME: Final = re.compile(r"recording-[0-9.]{1,20}-[0-9a-f]{8}\.zip")

_PARTIAL: Final = ".part"


def recordings_folder(configuration: str) -> Path:
    """Return the folder of recordings within the folder of the configuration."""
    return Path(configuration, "enphase_envoy_raw_data", "recordings")


def new_file(folder: Path, firmware: str) -> Path:
    """Return where to write a new recording; `keep` gives it its name.

    Raises OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    version = re.sub(r"[^0-9.]", "", firmware)[:20] or "0"
    return folder / f"recording-{version}-{secrets.token_hex(4)}.zip{_PARTIAL}"


def keep(partial: Path) -> Path:
    """Give a recording that is whole its name, and delete what is too many.

    Raises OSError.
    """
    whole = partial.with_suffix("")
    partial.rename(whole)
    for old in kept(whole.parent)[MOST_KEPT:]:
        old.unlink(missing_ok=True)
    return whole


def discard(partial: Path) -> None:
    """Delete what was written of a recording that did not get whole."""
    partial.unlink(missing_ok=True)


def kept(folder: Path) -> list[Path]:
    """Return the recordings, the newest first."""
    found = [path for path in folder.glob("*.zip") if _NAME.fullmatch(path.name)]
    return sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def find(folder: Path, name: str) -> Path | None:
    """Return the recording of this name, if there is one."""
    path = folder / name
    return path if _NAME.fullmatch(name) and path.is_file() else None
