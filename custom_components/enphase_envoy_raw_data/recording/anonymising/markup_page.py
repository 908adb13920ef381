"""XML and HTML with stand-ins, laid out as they were.

A parser would take them apart and lose how they were written: the quotes, the blanks
before the first element and the unclosed tags of gateways are what a recording is
for. Nothing is copied that isn't known: whatever is no tag is a text.
"""

from html import escape, unescape
import re
from typing import Final

from .known import ATTRIBUTES, TAGS, is_known_key
from .leaves import Leaves

_PIECE: Final = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|(?P<cdata><!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z))"
    r"|(?P<declaration><[?!][^>]*>)"
    r"|(?P<hidden><(?P<what>script|style)\b[^>]*>.*?(?:</(?P=what)\s*>|\Z))"
    r"|(?P<tag></?[A-Za-z][\w:.-]*(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>)"
    r"|(?P<text>[^<]+|<)",
    re.DOTALL | re.IGNORECASE | re.ASCII,
)
_NAME: Final = re.compile(r"</?([A-Za-z][\w:.-]*)", re.ASCII)
_ATTRIBUTE: Final = re.compile(
    r"(?P<blank>\s+)(?P<name>[^\s=/>\"']+)"
    r"(?:(?P<is>\s*=\s*)(?P<value>\"[^\"]*\"|'[^']*'|[^\s>\"']+))?",
    re.ASCII,
)
_DECLARATION: Final = re.compile(
    r"<\?xml( version=(['\"])1\.[01]\2)?( encoding=(['\"])[\w-]{1,20}\4)?\s*\?>"
    r"|<!doctype html>",
    re.IGNORECASE,
)


def rewrite_markup(text: str, leaves: Leaves) -> str:
    """Return the text of an XML or HTML document with stand-ins."""
    out: list[str] = []
    key = ""
    for match in _PIECE.finditer(text):
        piece = match[0]
        match match.lastgroup:
            case "comment":
                out.append("<!-- -->")
            case "cdata":
                data = leaves.text(key, match["data"]).replace("]]>", "]] >")
                out.append(f"<![CDATA[{data}]]>")
            case "declaration":
                known = _DECLARATION.fullmatch(piece)
                out.append(piece if known else "<!-- -->")
            case "hidden":
                what = match["what"]
                out.append(f"<{what}></{what}>")
            case "tag":
                name = _NAME.match(piece)
                old = name[1] if name else ""
                key = "" if piece.startswith("</") else old
                out.append(_tag(piece, old, leaves))
            case _:
                out.append(_text(key, piece, leaves))
    return "".join(out)


def _tag(tag: str, name: str, leaves: Leaves) -> str:
    """Return a tag with stand-ins: its name, its attributes and their values."""
    is_end = tag.startswith("</")
    start = "</" if is_end else "<"
    rest = tag[len(start) + len(name) : -1]
    end = "/" if rest.endswith("/") else ""
    attributes = "".join(
        _attribute(match, leaves) for match in _ATTRIBUTE.finditer(rest)
    )
    blank = " " if end and rest.removesuffix("/").endswith(" ") else ""
    return f"{start}{_name(name, TAGS, leaves)}{attributes}{blank}{end}>"


def _attribute(match: re.Match[str], leaves: Leaves) -> str:
    """Return an attribute with stand-ins."""
    name = match["name"]
    new = _name(name, ATTRIBUTES, leaves)
    if match["value"] is None:
        return f" {new}"
    value: str = match["value"]
    quote = value[0] if value[0] in "\"'" else ""
    inner = value[1:-1] if quote else value
    # What HTML calls a name is that of a part of the document, not of somebody; and yet
    # it is kept only if it is known. All others are what elements of that name are.
    key = f"@{name}" if name.lower() in ATTRIBUTES else name
    blank = match["blank"] if not match["blank"].strip("\t\n\r ") else " "
    return f"{blank}{new}={quote or '"'}{_text(key, inner, leaves)}{quote or '"'}"


def _name(name: str, known: frozenset[str], leaves: Leaves) -> str:
    """Return the name of an element or attribute, or what stands in its place."""
    if name.lower() in known or is_known_key(name):
        return name
    # Only letters, digits and what else names may have are in it.
    return re.sub(r"[^\w:.-]", "x", leaves.key(name))


def _text(key: str, text: str, leaves: Leaves) -> str:
    """Return what stands between tags with stand-ins; entities are read first."""
    read = unescape(text)
    new = leaves.text(key, read)
    return text if new == read and "<" not in text else escape(new)
