"""Bytes of a reply become JSON or text in the encoding that they have."""

import codecs

import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    CONTENT_TYPE_FORM,
    CONTENT_TYPE_JSON,
    Json,
    build_body,
    encode,
)
from custom_components.enphase_envoy_raw_data.gateway.document import (
    decode,
    from_json,
)
from custom_components.enphase_envoy_raw_data.gateway.errors import UnusableReply

LONG = 12345678901234567890123


@pytest.mark.parametrize(
    ("body", "content_type", "value"),
    [
        (b"", "", ""),
        # The label counts where it fits, and is passed over where it doesn't.
        (b"\xa4", "text/plain; charset=iso-8859-15", "€"),
        (b"\xa4", "text/plain; charset=utf-8", "¤"),
        (b"\xa4", "text/plain; charset=unicode_escape", "¤"),
        (b"\x80", "", "€"),
        (b"\x81", "", "\x81"),
        ("€".encode(), "text/plain", "€"),
        (b"\xef\xbb\xbfa", "", "a"),
        (b'\xef\xbb\xbf{"a":1}', "application/json; charset=utf-8", {"a": 1}),
        (b'\xef\xbb\xbf{"a":1}', "", {"a": 1}),
        ('{"a":1}'.encode("utf-16"), "", {"a": 1}),
        (
            b' \n<?xml version="1.0" encoding="iso-8859-15"?><a>\xa4</a>',
            "text/xml",
            ' \n<?xml version="1.0" encoding="iso-8859-15"?><a>€</a>',
        ),
    ],
)
def test_encodings(body: bytes, content_type: str, value: Json) -> None:
    """JSON is a value in any of them, and the rest is text."""
    assert decode(body, content_type) == value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_long_integers(encoding: str) -> None:
    """They are text to callers, and numbers to a merge."""
    body = f'{{"n":{LONG}}}'.encode(encoding)
    assert decode(body, "") == {"n": str(LONG)}
    assert decode(body, "", exact=False) == {"n": str(LONG)}
    assert decode(body, "", exact=True) == {"n": LONG}


@pytest.mark.parametrize("body", [b"a\0b", codecs.BOM_UTF16_LE + b"a"])
def test_what_is_no_text(body: bytes) -> None:
    """It can't be handed on."""
    with pytest.raises(UnusableReply) as caught:
        decode(body, "")
    assert caught.value.reason == "not_text"


def test_labels_of_a_body() -> None:
    """A body has the label that was asked for, and none otherwise."""
    assert build_body([1], "PUT").content_type == ""
    assert build_body([1], "PUT", CONTENT_TYPE_JSON).content_type == CONTENT_TYPE_JSON
    form = from_json(b'{"a":1.50,"b":true,"c":null}', exact=True)
    body = encode(form, CONTENT_TYPE_FORM)
    assert body.content_type == CONTENT_TYPE_FORM
    assert body.content == b"a=1.50&b=true&c="
