"""Takes out of pages what tells whose they are. Knows nothing of Home Assistant."""

from .anonymiser import LARGEST_PAGE, Anonymiser, Page
from .known import is_known_key, is_known_text
