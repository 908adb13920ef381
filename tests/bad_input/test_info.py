"""Whatever stands at `/info`, it is a gateway with a harmless serial, or none."""

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway.errors import NotAGateway
from custom_components.enphase_envoy_raw_data.gateway.wire.identity import (
    LARGEST_INFO,
    Identity,
    parse_info,
)

HARMLESS = frozenset("-._")

PAGE = (
    '<?xml version="1.0" encoding="{encoding}"?>{prolog}<envoy_info{attributes}>'
    "<device><sn>{serial}</sn><pn>{part}</pn><software>{software}</software>"
    "<imeter>true</imeter></device>{more}</envoy_info>"
)

ODD_TEXT = st.text(max_size=30) | st.sampled_from(
    [
        *("122330008303", " 122330008303 ", "1" * 64, "1" * 65, "../1", "12/34", ""),
        *("&#x2028;", "&#0;", "&amp;", "&x;", "&lt;b&gt;", "<b>1</b>", "<!-- 1 -->2"),
        *("<![CDATA[12]]>", "D8.3.1", "D" * 99, "R3.9", "\u0661\u0662", "{serial}"),
        *("9" * 5000, "D99999999999999999999.1", "None", "nan", "%s", "\u202e12"),
    ]
)
PROLOGS = st.sampled_from(
    [
        "",
        "<!DOCTYPE a>",
        '<!DOCTYPE a [<!ENTITY x "1">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:1/a"> %x;]>',
        "<?php 1 ?>",
        "<!-- a -->",
    ]
)
ATTRIBUTES = st.sampled_from(
    ["", ' xmlns="urn:a"', ' xmlns:a="urn:b"', " a='1'", " a='1' a='2'", " a"]
)
ENCODINGS = st.sampled_from(
    [*("UTF-8", "utf-16", "UTF-32", "latin-1", "windows-1252", "utf-7"), "no-such", ""]
)
PAGES = st.builds(
    PAGE.format,
    encoding=ENCODINGS,
    prolog=PROLOGS,
    attributes=ATTRIBUTES,
    serial=ODD_TEXT,
    part=ODD_TEXT,
    software=ODD_TEXT,
    more=ODD_TEXT | st.just("<web-tokens>true</web-tokens>"),
)


def spoiled(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    """Return pages in an encoding that may not be the one they declare."""
    names = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1"])
    whole = st.builds(
        lambda text, name: text.encode(name, "xmlcharrefreplace"),
        texts.map(lambda text: text.encode("utf-8", "replace").decode()),
        names,
    )
    return whole | st.builds(
        lambda page, start, end: page[start : start + end],
        whole,
        st.integers(0, 8),
        st.integers(0, 300),
    )


def identity_of(content: bytes) -> Identity | None:
    """Return what is found on a page; None if it is no gateway's."""
    try:
        found = parse_info(content)
    except NotAGateway:
        return None
    assert 1 <= len(found.serial) <= 64
    assert all(char.isalnum() or char in HARMLESS for char in found.serial)
    assert len(found.firmware) <= 40
    assert len(found.part_number) <= 40
    return found


@given(content=st.binary(max_size=300) | spoiled(PAGES))
def test_any_page(content: bytes) -> None:
    """Pages in any encoding, cut anywhere, with or without what a page has."""
    identity_of(content)


@given(
    serial=st.text(
        st.characters(categories=["L", "N", "P", "Z", "C"], exclude_characters="&<"),
        max_size=20,
    )
)
def test_odd_serials(serial: str) -> None:
    """A serial is taken as it is, or the page is no gateway's."""
    page = PAGE.format(
        encoding="UTF-8",
        prolog="",
        attributes="",
        serial=serial,
        part="800",
        software="D8.3",
        more="",
    )
    found = identity_of(page.encode("utf-8", "replace"))
    if found is not None:
        assert found.serial == serial.strip()


@pytest.mark.parametrize(
    "content",
    [
        b"<a>" * 50_000,
        b"<envoy_info>" + b"<device>" * 20_000,
        b"<envoy_info " + b"a='1' " * 30_000 + b"/>",
        b"<envoy_info>" + b"x" * LARGEST_INFO + b"</envoy_info>",
        b"<envoy_info a='" + b"y" * LARGEST_INFO + b"'/>",
        b"<!--" + b"-" * LARGEST_INFO,
        b"<envoy_info>" + b"&amp;" * 50_000 + b"</envoy_info>",
        b"<!DOCTYPE a [" + b"<!ENTITY a 'b'>" * 15_000 + b"]><envoy_info/>",
    ],
)
def test_huge_pages(content: bytes) -> None:
    """A page of the largest size that is read is judged at once."""
    assert identity_of(content) is None
