"""Whatever bytes a gateway answers, they become a value or an error in words."""

import json
from typing import Any

from hypothesis import given, strategies as st
import orjson

from custom_components.enphase_envoy_raw_data.gateway import Reply, Selection
from custom_components.enphase_envoy_raw_data.gateway.document import decode
from custom_components.enphase_envoy_raw_data.gateway.errors import UnusableReply
from custom_components.enphase_envoy_raw_data.gateway.wire import Response
from tests.integration.helpers import TEXTS

from .strategies import JSON_LIKE, nested

JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=10,
)
NUMBERS = st.sampled_from(
    ["1e999", "-1e999", "NaN", "-Infinity", "9" * 5000, "1" * 20, "0.1e-400", "1E9999"]
)
CHARSETS = st.sampled_from(
    [
        *("", "utf-8", "UTF-16", "utf-16le", "utf-32", "latin-1", "cp1252", "utf-7"),
        *("idna", "punycode", "rot13", "hex", "zlib", "unicode_escape", "no-such"),
        *("shift_jis", "gb18030", "big5", "koi8-r", "cp037", "iso-2022-jp"),
    ]
)
XML_LIKE = st.lists(
    st.sampled_from(
        [
            *('<?xml version="1.0"', ' encoding="', '"?>', "utf-16", "latin-1", "x"),
            *("<!DOCTYPE a [", '<!ENTITY b "c">', "]>", "&b;", "&#0;", "&#55296;"),
            *("<a>", "</a>", "<b/>", '<c d="e">', "</c>", "<![CDATA[", "]]>", "<!--"),
            *("-->", '<a xmlns:n="u">', "<n:a/>", " ", "\ufeff", "é", "text"),
        ]
    ),
    max_size=14,
).map("".join)


def encoded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    """Return text as bytes of some encoding, cut or with one byte changed."""
    encodings = st.sampled_from(["utf-8", "utf-16", "utf-32", "latin-1", "cp1252"])
    whole = st.builds(lambda text, name: text.encode(name, "replace"), texts, encodings)
    return (
        whole
        | st.builds(lambda body, end: body[:end], whole, st.integers(0, 40))
        | st.builds(
            lambda body, at, byte: body[:at] + bytes([byte]) + body[at + 1 :],
            whole,
            st.integers(0, 40),
            st.integers(0, 255),
        )
    )


BODIES = (
    st.binary(max_size=200)
    | encoded(JSON_VALUES.map(json.dumps))
    | encoded(JSON_LIKE)
    | encoded(XML_LIKE)
    | encoded(st.builds("[{}, {}]".format, NUMBERS, NUMBERS))
    | st.builds(
        lambda depth, objects: json.dumps(nested(depth, objects=objects)).encode(),
        st.integers(150, 900),
        st.booleans(),
    )
    | st.integers(1000, 200_000).map(lambda depth: b"[" * depth)
    | st.integers(1000, 200_000).map(lambda depth: b'{"a":' * depth + b"1")
    | st.integers(100, 2000).map(lambda depth: b"<a>" * depth + b"</a>" * depth)
)
TYPES = st.builds("{}; charset={}".format, st.text(max_size=8), CHARSETS) | st.text()


def check_refusal(err: UnusableReply) -> None:
    """Check that there are words for it, which can be shown."""
    assert f"unusable_reply_{err.reason}" in TEXTS["exceptions"]
    assert err.detail == err.detail.encode().decode()


def handed_on(reply: Reply, select: str | None, *, parse_xml: bool) -> None:
    """Hold what a reply becomes against Home Assistant's JSON writer."""
    try:
        value = Selection.parse(select, parse_xml=parse_xml).of(reply.value())
    except UnusableReply as err:
        check_refusal(err)
        return
    envelope = {"response": {"/x": value}, "context": {"id": [1]}}
    assert orjson.dumps({"type": "result", "result": envelope})


@given(
    body=BODIES,
    content_type=TYPES,
    select=st.sampled_from([None, "@", "a", "[].a", "keys(@)", "to_string(@)"]),
    parse_xml=st.booleans(),
    stream=st.booleans(),
    ended=st.booleans(),
)
def test_any_reply(
    *,
    body: bytes,
    content_type: str,
    select: str | None,
    parse_xml: bool,
    stream: bool,
    ended: bool,
) -> None:
    """JSON, XML, text and streams that are spoiled in any way can be handed on."""
    response = Response(
        status=200,
        body=body,
        stream=stream,
        stream_ended=ended,
        headers={"Content-Type": content_type},
    )
    reply = Reply(response=response)
    handed_on(reply, select, parse_xml=parse_xml)
    handed_on(reply, select, parse_xml=parse_xml)
    words = response.words()
    assert len(words) <= 500
    assert words == words.encode().decode()


@given(value=JSON_VALUES)
def test_what_is_json_stays_json(value: Any) -> None:
    """Python's own writer, NaN and all, never makes a value of another kind."""
    text = json.dumps(value)
    found = decode(text.encode(), "")
    if "NaN" in text or "Infinity" in text:
        return
    assert type(found) is type(value) or isinstance(value, int)
