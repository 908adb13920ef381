"""Texts of replies that gateways are known to use: states, types, kinds of devices.

They are those of our replicas, without what people choose. All others get a
stand-in, since nobody can tell a state from a name. A test looks for every text of
our replicas in here.
"""

import re
from typing import Final

from .keys import KNOWN_KEYS, SENSITIVE
from .lines import known_lines

KNOWN_TEXTS: Final = known_lines("texts.txt")

TAGS: Final = frozenset(
    [
        "html",
        "head",
        "title",
        "meta",
        "link",
        "style",
        "script",
        "body",
        "center",
        "div",
        "span",
        "p",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "ul",
        "ol",
        "li",
        "pre",
        "br",
        "hr",
        "img",
        "form",
        "input",
        "select",
        "option",
        "b",
        "i",
        "a",
        "em",
        "strong",
        "nav",
        "label",
        "button",
    ]
)

ATTRIBUTES: Final = frozenset(
    [
        "class",
        "id",
        "name",
        "type",
        "lang",
        "charset",
        "http-equiv",
        "content",
        "href",
        "src",
        "rel",
        "border",
        "width",
        "height",
        "align",
        "valign",
        "colspan",
        "rowspan",
        "method",
        "action",
        "value",
        "version",
        "encoding",
    ]
)

_HARMLESS: Final = re.compile(
    # Part numbers, with or without the version of their software.
    r"\d{3}-\d{5}-r\d{1,3}(-v\d{1,3}(\.\d{1,3}){1,3})?"
    # States of devices.
    r"|envoy\.(global|cond_flags)(\.[a-z_]{1,40}){1,3}|prop\.[a-z_]{1,40}"
    # A time of day, or a day of a year.
    r"|\d{1,2}:\d\d(:\d\d)?|\d{1,2}/\d{1,2}"
    # What a page of older firmware measures.
    r"|-?\d{1,6}([.,]\d{1,3})? ?[kM]?W"
    # Flags.
    r"|0x0*"
)

# Only where a key says that it is one: 12.34.56 may be anything else.
_VERSION: Final = re.compile(
    r"[A-Z]?\d{1,2}(\.\d{1,5}){1,3}((_rel|_release)/\d\d\.\d\d)?"
)
_VERSION_KEYS: Final = re.compile(
    r"software|version|release_ver|build|img_pnum_running|\w+_vers(ion)?"
)


def is_known_text(key: str, text: str) -> bool:
    """Return whether a text tells nothing of whose gateway it is."""
    # What such a key holds may be a surname or a password, however known the word.
    # Attributes are named `@name` and so on; theirs are parts of a document.
    if not key.startswith("@") and key not in KNOWN_KEYS and SENSITIVE.search(key):
        return False
    return (
        text in KNOWN_TEXTS
        or _HARMLESS.fullmatch(text) is not None
        or (
            _VERSION_KEYS.fullmatch(key) is not None
            and _VERSION.fullmatch(text) is not None
        )
    )
