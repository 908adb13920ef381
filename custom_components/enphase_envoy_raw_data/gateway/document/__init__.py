"""Documents of a gateway: `merge`, what it would change, and whether it was taken."""

from .differences import Difference, changes, differences, left_out, still_there
from .effect import effect
from .matching import names_elements, value_at
from .merge import Merged, merge
from .path import Element, Path, parse_path, print_path
from .proof import not_shown
from .rules import PageRules, rules_of

__all__ = [
    "Difference",
    "Element",
    "Merged",
    "PageRules",
    "Path",
    "changes",
    "differences",
    "effect",
    "left_out",
    "merge",
    "names_elements",
    "not_shown",
    "parse_path",
    "print_path",
    "rules_of",
    "still_there",
    "value_at",
]
