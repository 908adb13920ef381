"""A host is where requests go, exactly, or it is refused with its reason."""

from hypothesis import given, strategies as st
from yarl import URL

from custom_components.enphase_envoy_raw_data.gateway import parse_host
from custom_components.enphase_envoy_raw_data.gateway.errors import InvalidHost
from tests.integration.helpers import TEXTS

PIECES = st.sampled_from(
    [
        *("http://", "https://", "HTTPS:/", "ftp://", "//", "/", "\\", "@", ":", "::"),
        *("[", "]", "%", "%25", "eth0", "#", "?", "user:pw@", ":443", ":80", ":0"),
        *(
            ":65536",
            ":99999999",
            ":-1",
            ": 1",
            "127.0.0.1",
            "0.0.0.00",
            "0",
            "224.0.0.1",
        ),
        *("1.2.3", "0x7f.1", "0177.0.0.1", "256.1.1.1", "fe80::1", "::1", "::ffff:1.2"),
        *("envoy", ".local", ".", "..", "-", "_", "ü", "ß", "\u3002", "\uff0e", "xn--"),
        *("\u0661", "a" * 64, "a." * 130, " ", "\t", "\n", "\x00", "\ud800", "\u200b"),
        *("localhost", "example.com", "٣", "①", "\u212a", "\u0131"),
    ]
)
HOSTS = st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=30)


def check_refusal(err: InvalidHost) -> None:
    """Check that there are words for the form and for the log."""
    assert f"host_{err.reason}" in TEXTS["exceptions"]
    assert f"host_{err.reason}" in TEXTS["config"]["error"]
    assert len(err.detail) <= 80


@given(text=HOSTS)
def test_any_host(text: str) -> None:
    """What is accepted is a host with or without a port, and stays what it is."""
    try:
        host = parse_host(text)
    except InvalidHost as err:
        check_refusal(err)
        return
    assert host.isascii()
    assert host.isprintable()
    assert not set(host) & set("/\\@?#% \"'<>") or host.startswith("[")
    assert parse_host(host) == host
    url = URL(f"https://{host}/info", encoded=True)
    name, colon, port = host.rpartition(":") if host[-1] != "]" else (host, "", "")
    if not colon or not port.isdecimal():
        name, port = host, ""
    assert url.raw_host == name.strip("[]")
    assert url.explicit_port == (int(port) if port else None)
    assert (url.user, url.password, url.raw_path) == (None, None, "/info")
