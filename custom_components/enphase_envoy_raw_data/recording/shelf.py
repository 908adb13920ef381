"""Where the recordings are that somebody practises on.

What is chosen is copied, since only the latest five that were made are kept. All of
this reads and writes files, so it is nothing for the event loop.
"""

from dataclasses import dataclass
import hashlib
from pathlib import Path
import re
import shutil
from typing import Final

from ..gateway import RecordedGateway, read_recorded
from ..gateway.errors import BadRecording
from .folder import find, kept, recordings_folder

BUNDLED: Final = "bundled"
"""In the place of a file's name: the recording that comes with the integration."""

BUNDLED_FILE: Final = Path(__file__).with_name("bundled.zip")

# A name that tells nothing, and is the same for the same content.
_NAME: Final = re.compile(r"practice-[0-9a-f]{16}\.zip")
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecording:
    """A recording that was made here and can be chosen."""

    name: str
    firmware: str
    account: str
    made_at: float
    """Seconds since 1970."""


def kept_recordings(configuration: str) -> list[KeptRecording]:
    """Return those that were made here, the newest first.

    What can't be read any more is left out.
    """
    found = []
    for path in kept(recordings_folder(configuration)):
        try:
            gateway = read_recorded(path)
            made_at = path.stat().st_mtime
        except BadRecording, OSError:
            continue
        found.append(
            KeptRecording(
                name=path.name,
                firmware=gateway.identity.firmware,
                account=gateway.account,
                made_at=made_at,
            )
        )
    return found


def practice_file(configuration: str, name: str) -> Path:
    """Return where the recording of an entry is, by the name in its data.

    Raises BadRecording if that is no name of a recording.
    """
    if name == BUNDLED:
        return BUNDLED_FILE
    if not _NAME.fullmatch(name):
        raise BadRecording("gone")
    return _shelf(configuration) / name


def put_on_shelf(configuration: str, chosen: str | Path) -> tuple[str, RecordedGateway]:
    """Return the name by which an entry finds a recording, and what is in it.

    `chosen` is `bundled`, the name of one that is kept, or a file, which is copied.
    Raises BadRecording and OSError.
    """
    if chosen == BUNDLED:
        return BUNDLED, read_recorded(BUNDLED_FILE)
    path: Path | None
    if isinstance(chosen, Path):
        path = chosen
    elif (path := find(recordings_folder(configuration), chosen)) is None:
        raise BadRecording("gone")
    gateway = read_recorded(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:_DIGITS]
    name = f"practice-{digest}.zip"
    shelf = _shelf(configuration)
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = shelf / f"{name}.part"
    shutil.copyfile(path, partial)
    partial.replace(shelf / name)
    return name, gateway


def take_off_shelf(configuration: str, name: str) -> None:
    """Delete the copy of a recording on which nobody practises any more."""
    if _NAME.fullmatch(name):
        (_shelf(configuration) / name).unlink(missing_ok=True)


def _shelf(configuration: str) -> Path:
    """Return the folder of the copies."""
    return recordings_folder(configuration).with_name("practice")
