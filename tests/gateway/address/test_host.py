"""From what a person types as host to a safe host."""

import string

from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.enphase_envoy_raw_data.gateway import parse_host
from custom_components.enphase_envoy_raw_data.gateway.errors import InvalidHost


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("envoy.local", "envoy.local"),
        ("  envoy.local\n", "envoy.local"),
        ("ENVOY.Local", "envoy.local"),
        ("https://envoy.local/", "envoy.local"),
        ("HTTPS://envoy.local/home#/x?y", "envoy.local"),
        ("http://envoy.local", "envoy.local"),
        ("https:// envoy.local", "envoy.local"),
        ("envoy.local/home", "envoy.local"),
        ("envoy.local?x=1", "envoy.local"),
        ("envoy.local:8443", "envoy.local:8443"),
        ("https://envoy.local:443", "envoy.local"),
        ("http://envoy.local:80/", "envoy.local"),
        ("https://envoy.local:80", "envoy.local:80"),
        ("http://envoy.local:443", "envoy.local:443"),
        ("envoy.local:00080", "envoy.local:80"),
        ("envoy.local:65535", "envoy.local:65535"),
        ("envoy.local:1", "envoy.local:1"),
        ("envoy.local.", "envoy.local."),
        ("a." * 126 + "b", "a." * 126 + "b"),
        ("envoy", "envoy"),
        ("my_envoy-2.lan", "my_envoy-2.lan"),
        ("192.0.2.10", "192.0.2.10"),
        ("192.0.2.10:8080", "192.0.2.10:8080"),
        ("https://192.0.2.10/", "192.0.2.10"),
        ("::1", "[::1]"),
        ("2001:DB8::1", "[2001:db8::1]"),
        ("[2001:db8::1]", "[2001:db8::1]"),
        ("[2001:db8:0::1]:8443", "[2001:db8::1]:8443"),
        ("https://[2001:db8::1]/", "[2001:db8::1]"),
        ("https://[2001:db8::1]:443/", "[2001:db8::1]"),
        ("tor-größe.local", "xn--tor-gre-c1a8q.local"),
    ],
)
def test_host_is_forgiving(text: str, host: str) -> None:
    """What surrounds a host when it is copied from somewhere doesn't matter."""
    if "größe" in text:
        host = text.encode("idna").decode()
    assert parse_host(text) == host


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("https://", "empty"),
        ("/home", "empty"),
        ("?x", "empty"),
        ("ftp://envoy.local", "not_http"),
        ("http://a://b", "not_a_port"),
        ("user@envoy.local", "login_in_host"),
        ("https://user:pass@envoy.local", "login_in_host"),
        ("envoy.local:", "not_a_port"),
        ("envoy.local:0", "not_a_port"),
        ("envoy.local:65536", "not_a_port"),
        ("envoy.local:99999999999", "not_a_port"),
        ("envoy.local:0655350", "not_a_port"),
        ("[::1]:80]", "not_a_port"),
        ("envoy.local:-1", "not_a_port"),
        ("envoy.local:\uff18\uff10", "not_a_port"),
        ("envoy.local:http", "not_a_port"),
        ("[::1]:x", "not_a_port"),
        ("envoy local", "not_a_host"),
        ("envoy..local", "not_a_host"),
        (".envoy", "not_a_host"),
        (".", "not_a_host"),
        ("-envoy", "not_a_host"),
        ("envoy-", "not_a_host"),
        ("envoy%20", "not_a_host"),
        ("envoy\\x", "not_a_host"),
        ("envoy\r\nX: y", "not_a_host"),
        ("envoy\x00", "not_a_host"),
        ("envoy,envoy", "not_a_host"),
        ("{{ host }}", "not_a_host"),
        ("a" * 64, "not_a_host"),
        (".".join(["a" * 60] * 5), "not_a_host"),
        ("a." * 126 + "bc", "not_a_host"),
        ("1.2.3.4.", "not_a_host"),
        ("1.2.3", "not_a_host"),
        ("1.2.3.4.5", "not_a_host"),
        ("256.1.1.1", "not_a_host"),
        ("1.2.3.04", "not_a_host"),
        ("127.1", "not_a_host"),
        ("2130706433", "not_a_host"),
        ("0.0.0.0", "not_a_host"),  # noqa: S104 - refused
        ("224.0.0.1", "not_a_host"),
        ("::", "not_a_host"),
        ("ff02::1", "not_a_host"),
        ("[::1", "not_a_host"),
        ("[::1]x", "not_a_host"),
        ("[envoy]", "not_a_host"),
        ("1:2:3", "not_a_host"),
        ("fe80::1%a\r\nX: y", "not_a_host"),
        ("[fe80::1%a b]", "not_a_host"),
        ('fe80::1%"x"', "not_a_host"),
        ("0。0。0。0", "not_a_host"),
        ("256。1。1。1", "not_a_host"),
        ("\ud800", "not_a_host"),
    ],
)
def test_nonsense_is_refused_with_a_reason(text: str, reason: str) -> None:
    """Each kind of nonsense has a reason of its own."""
    with pytest.raises(InvalidHost) as caught:
        parse_host(text)
    assert caught.value.reason == reason
    assert len(caught.value.detail) <= 80


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("ftp://envoy.local", "ftp"),
        ("f" * 90 + "://envoy.local", "f" * 40),
        ("https://envoy.local:http/x", "http"),
        ("envoy.local:" + "9" * 90, "9" * 40),
        ("envoy.local:", ":"),
        ("Envoy local", "Envoy local"),
        ("x " * 60, "x " * 40),
        ("größe " * 20, ("größe " * 20)[:80]),
        ("ß" * 90, "ß" * 80),
        ("1.2.3.4.5", "1.2.3.4.5"),
        ("1." * 50 + "1", "1." * 40),
        ("0.0.0.0", "0.0.0.0"),  # noqa: S104 - refused
        # Soft hyphens are nothing in a name.
        ("\u00ad" * 90 + "0.0.0.0", "\u00ad" * 80),  # noqa: S104 - refused
        ("[::1", "[::1"),
        ("[" * 90, "[" * 80),
        ("a::b%c d", "a::b%c d"),
        ("::x" * 30, ("::x" * 30)[:80]),
        ("1:2:3", "1:2:3"),
        ("1:" * 50 + "1", "1:" * 40),
        ("ff02::1", "ff02::1"),
        ("user@envoy.local", ""),
        ("", ""),
    ],
)
def test_what_an_error_repeats(text: str, detail: str) -> None:
    """It is the part that is wrong, within bounds."""
    with pytest.raises(InvalidHost) as caught:
        parse_host(text)
    assert caught.value.detail == detail


SAFE = set(string.ascii_letters + string.digits + "._-:[]%")

hosts = st.one_of(
    st.text(max_size=40),
    st.text("abAB01.:-_[]%/@ #?\\。ß\u00ad\t\r\n\uff11", max_size=24),
    st.ip_addresses().map(str),
    st.builds("{}%{}".format, st.ip_addresses(v=6), st.text(min_size=1, max_size=10)),
    st.builds(
        "{}{}:{}{}".format,
        st.sampled_from(["", "http://", "https://", " "]),
        st.ip_addresses(v=4) | st.sampled_from(["envoy.local", "a-b", "x。1"]),
        st.integers(0, 70000),
        st.sampled_from(["", "/", "/x?y#z", " "]),
    ),
)


@given(hosts)
def test_accepted_hosts_are_safe(text: str) -> None:
    """An accepted host is all of an address's authority, and accepted again."""
    try:
        host = parse_host(text)
    except InvalidHost:
        return

    assert parse_host(host) == host
    assert set(host) <= SAFE
    url = URL(f"https://{host}/info", encoded=True)
    assert url.raw_authority == host
    assert url.raw_path_qs == "/info"
    assert url.user is None
    assert url.raw_host
