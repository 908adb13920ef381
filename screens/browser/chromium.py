"""Finds the machine's browser. Run as a file, prints its path, or fails.

Knows nothing of the driver, so that it also runs where that is not installed.
"""

import os
import shutil
import sys

# Debian's, Ubuntu's and Google's names for it.
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """Return the browser that CHROMIUM names, or else the first one on PATH."""
    names = (os.environ.get("CHROMIUM", ""), *NAMES)
    return next((found for name in names if (found := shutil.which(name))), None)


if __name__ == "__main__":
    chromium = find_chromium()
    print(chromium or "no browser")
    sys.exit(chromium is None)
