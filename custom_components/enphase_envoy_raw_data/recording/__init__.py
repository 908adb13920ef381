"""Recordings of gateways that tell of nobody: made, kept, and offered."""

from .archive import Recording, Told
from .download import async_download_path, async_offer_downloads
from .made import SIGNAL_PROGRESS, Made, RecordingUnderWay, async_make_recording
from .recorder import Progress, record, recordable
from .shelf import (
    BUNDLED,
    BUNDLED_FILE,
    KeptRecording,
    kept_recordings,
    practice_file,
    put_on_shelf,
    take_off_shelf,
)
