"""Settings for all tests."""

import logging

# The recorder writes from a thread of its own, so pytest can't catch what it logs.
for name in ("homeassistant.components.recorder", "sqlalchemy.engine"):
    logging.getLogger(name).setLevel(logging.WARNING)
