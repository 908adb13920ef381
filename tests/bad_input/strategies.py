"""What people, templates and attackers may put into a field."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

# Text that can't be written as UTF-8 is among it.
TEXTS = st.text(max_size=40)

NUMBERS: st.SearchStrategy[Any] = (
    st.integers()
    | st.floats()
    | st.sampled_from([10**400, -(10**400), 2**64, 2**63, -(2**63) - 1, 1e308])
    | st.decimals(allow_nan=False)
)

MOMENTS: st.SearchStrategy[Any] = st.sampled_from(
    [
        date(2026, 1, 31),
        time(23, 0),
        datetime(2026, 1, 31, 23, tzinfo=UTC),
        timedelta(minutes=5),
    ]
)

PLAIN: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | NUMBERS | TEXTS | MOMENTS | st.binary(max_size=8)
)

KEYS: st.SearchStrategy[Any] = TEXTS | st.sampled_from(
    [True, None, 1, 1.5, (1, 2), "minutes", "hours", "a"]
)

VALUES: st.SearchStrategy[Any] = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.tuples(inner, inner)
        | st.frozensets(st.integers(), max_size=2)
    ),
    max_leaves=8,
)
"""What YAML, a template or a script may give, and some that only Python can."""


def nested(depth: int, *, objects: bool) -> Any:
    """Return a value that is nested so deep."""
    value: Any = 1
    for _ in range(depth):
        value = {"a": value} if objects else [value]
    return value


DEEP: st.SearchStrategy[Any] = st.builds(
    nested, st.sampled_from([99, 100, 101, 102, 300, 900]), objects=st.booleans()
)

JSON_LIKE = st.text("[]{}\",:'0123456789eE+-. \\udtrnaNIfityselbo", max_size=60)
"""Text that is nearly JSON, JSON of Python, or JSON."""


def endpoints(*others: str) -> st.SearchStrategy[str]:
    """Return paths, and ways to reach another host, such as these `host:port`."""
    pieces = st.sampled_from(
        [
            *("/", "//", "/./", "/../", ".", "..", ";", "?", "#", "@", ":", "\\", "%"),
            *("%2e", "%2E", "%2f", "%25", "%252e", "%5c", "%00", "%0a", "%c0%ae", "%"),
            *("[", "]", "[::1]", "a.b", ":9443", "http://", "https:", "file:///", "=&"),
            *("{x}", "é", "\uff0e", "\u2028", "\x00", "\r\n", "\t", " ", "+", "~"),
            *(
                " HTTP/1.1\r\nHost: ",
                "ivp",
                "/info",
                "/home.json",
                "user:pw@",
                "\ud800",
            ),
            *others,
        ]
    )
    joined = st.lists(pieces, max_size=10).map("".join)
    unreserved = st.characters(min_codepoint=0x21, max_codepoint=0x7E)
    return (
        joined
        | joined.map(lambda text: f"/{text}")
        | st.text(max_size=40).map(lambda text: f"/{text}")
        | st.text(unreserved, max_size=60).map(lambda text: f"/x{text}")
        | TEXTS
        | st.integers(2000, 3000).map(lambda length: "/" + "a" * length)
    )
