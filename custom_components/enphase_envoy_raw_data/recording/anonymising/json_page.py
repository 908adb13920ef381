"""JSON with stand-ins, laid out as it was.

The text is rewritten, not the value: how a gateway lays out its pages, repeats a key
or writes a number is what a recording is for. It takes whatever looks like JSON;
what fits nowhere is a text.
"""

import json
import re
from typing import Final

from .kinds import NUMBER
from .leaves import Leaves

_TOKEN: Final = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*")'
    r"|(?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.])"
    r"|(?P<word>(?:true|false|null)(?!\w))"
    r"|(?P<sign>[{}\[\],:])"
    r"|(?P<blank>[ \t\r\n]+)"
    r'|(?P<rest>[^"{}\[\],: \t\r\n]+|")',
    re.DOTALL,
)

# Whether a text that is followed by this is a key.
_KEY: Final = re.compile(r"\s*:")


def rewrite_json(text: str, leaves: Leaves) -> str:
    """Return the text of a JSON document with stand-ins."""
    out: list[str] = []
    # The key that each open object and list belongs to.
    above: list[str] = []
    key = ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        match match.lastgroup:
            case "string" if _KEY.match(text, match.end()):
                key = _read(token)
                out.append(_written(token, key, leaves.key(key)))
            case "string":
                read = _read(token)
                out.append(_written(token, read, leaves.text(key, read)))
            case "number" if NUMBER.fullmatch(token):
                out.append(leaves.number(key, token))
            # Or digits with an e among them, which are no number of a gateway.
            case "rest" | "number":
                out.append(leaves.text(key, token))
            case "sign":
                out.append(token)
                if token in "{[":
                    above.append(key)
                elif token in "}]" and above:
                    key = above.pop()
            case _:
                out.append(token)
        if token == "," and above:
            key = above[-1]
    return "".join(out)


def _read(token: str) -> str:
    """Return what a string of JSON says, however badly it is written."""
    try:
        return str(json.loads(token, strict=False))
    except ValueError:
        return token[1:-1]


def _written(token: str, read: str, new: str) -> str:
    """Return a string of JSON: as it was, if it says the same."""
    if new == read:
        return token
    return json.dumps(new).replace("/", "\\/" if "\\/" in token else "/")
