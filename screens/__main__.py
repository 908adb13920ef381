"""Run the walk: `python -m screens`."""

import sys

from .command import main

sys.exit(main())
