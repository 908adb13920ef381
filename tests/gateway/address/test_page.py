"""Which endpoints lead to one page, and which ones a pattern allows."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import is_allowed, same_page


@pytest.mark.parametrize(
    ("endpoint", "page"),
    [
        ("/", "/"),
        ("/home", "/home"),
        ("/ivp/ss/dpel", "/ivp/ss/dpel"),
        ("/Home.JSON", "/home"),
        ("/home.xml", "/home"),
        ("/home.rb", "/home"),
        ("/home.json.xml;x=1. ", "/home"),
        ("/home;x/status.json", "/home/status"),
        ("/home.json/status.", "/home/status"),
        ("/home.html", "/home.html"),
        ("/json", "/json"),
        ("//ivp///ss/", "/ivp/ss"),
        ("/ivp\\ss\\\\dpel", "/ivp/ss/dpel"),
        ("/ivp%2fss%5Cdpel", "/ivp/ss/dpel"),
        ("/home?x=1", "/home"),
        ("/home?x=1?y=2", "/home"),
        ("/home%3Fx=1", "/home"),
        ("/home%3Fx%3Fy", "/home"),
        ("/home%23x#y", "/home"),
        ("/home%23x/y", "/home"),
        ("/%68ome", "/home"),
        # As often as a percent sign may be encoded, and no more.
        ("/%25252568ome", "/home"),
        ("/%2525252568ome", "/home"),
        ("/%252525252568ome", "/%68ome"),
        ("/größe", "/größe"),
        ("/gr%C3%B6%C3%9Fe", "/größe"),
    ],
)
def test_what_is_one_page(endpoint: str, page: str) -> None:
    """However an endpoint is written, its page has one name."""
    assert same_page(endpoint) == page


@pytest.mark.parametrize(
    ("endpoint", "pattern", "allowed"),
    [
        ("/a", "/a", True),
        ("/a/b", "/a", False),
        ("/b/a", "/a", False),
        ("/A", "/a", False),
        ("/a.json", "/a", False),
        ("/a/b/c", "/a/*", True),
        ("/a", "/a*", True),
        ("/a", "/*", True),
        # Without a query, a pattern allows any.
        ("/a?x=1", "/a", True),
        ("/a?x=1?y", "/a", True),
        ("/a?x=1", "/b", False),
        ("/a?x=/b", "/*/b", False),
        # With one, it is a part of it.
        ("/a?x=1", "/a?x=1", True),
        ("/a?x=1", "/a?x=*", True),
        ("/a?x=2", "/a?x=1", False),
        ("/a", "/a?x=1", False),
        ("/a", "/a?*", False),
        # Only a star stands for something else.
        ("/axx=1", "/a?x=1", False),
        ("/a?b[]=1", "/a?b[]=1", True),
        ("/a?b[c]=1", "/a?b[c]=1", True),
        ("/a?bc=1", "/a?b[c]=1", False),
        ("/a!b", "/a[!b]", False),
    ],
)
def test_what_a_pattern_allows(endpoint: str, pattern: str, *, allowed: bool) -> None:
    """It is taken as it is written: what is allowed is never guessed."""
    assert is_allowed(endpoint, [pattern]) == allowed
    assert is_allowed(endpoint, ["/no", pattern, "/neither"]) == allowed
    assert not is_allowed(endpoint, [])
