"""What Home Assistant has stored: by version 2.x, and when it is killed."""
