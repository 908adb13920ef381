"""Merging data into what a gateway has, and comparing the two."""

from .comparison import (
    Difference,
    changes,
    differences,
    left_behind,
    left_out,
    still_there,
)
from .matching import names_elements, value_at, with_value
from .patching import Merged, merge
from .path import Element, Path, overlap, parse_path, print_path
from .plain_values import as_type_of
from .prediction import effect, names
from .putting_back import Leaf, PutBack, put_back
from .rules import PageRules, rules_of, shown_as
from .unshown import not_shown
