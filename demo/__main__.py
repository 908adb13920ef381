"""Run the demo: ``python -m demo``."""

import signal
import sys

# Until the demo can stop in order there is nothing to clean up: a Ctrl-C during
# the imports simply ends it, without a traceback.
signal.signal(signal.SIGINT, signal.SIG_DFL)

from .command import main  # noqa: E402

sys.exit(main())
