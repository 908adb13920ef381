"""Numbers that a page tells are those in the code, wherever they are told again."""

import re

import pytest

from custom_components.enphase_envoy_raw_data.actions.common.entries import (
    LOADING_LIMIT,
)
from custom_components.enphase_envoy_raw_data.actions.common.gateways import (
    MOST_GATEWAYS,
)
from custom_components.enphase_envoy_raw_data.actions.fleet.reply import LARGEST_WHOLE
from custom_components.enphase_envoy_raw_data.actions.read_data import (
    LONGEST_STREAM,
    MOST_ENDPOINTS,
)
from custom_components.enphase_envoy_raw_data.actions.send import temporary
from custom_components.enphase_envoy_raw_data.gateway.address.endpoint import (
    LONGEST_ENDPOINT,
)
from custom_components.enphase_envoy_raw_data.gateway.document import body
from custom_components.enphase_envoy_raw_data.gateway.document.json_value import (
    DEEPEST_REPLY,
)
from custom_components.enphase_envoy_raw_data.gateway.document.selection import (
    LONGEST_EXPRESSION,
)
from custom_components.enphase_envoy_raw_data.gateway.login.pause import (
    _LONGEST_PAUSE as LONGEST_PAUSE,
)
from custom_components.enphase_envoy_raw_data.gateway.login.second_factor import (
    _PAUSE as BETWEEN_CODES,
)
from custom_components.enphase_envoy_raw_data.gateway.login.token import OWNER_NOTICE
from custom_components.enphase_envoy_raw_data.gateway.traffic.cache import (
    DEFAULT_CAPACITY,
)
from custom_components.enphase_envoy_raw_data.gateway.wire.body_reader import (
    LARGEST_REPLY,
)
from custom_components.enphase_envoy_raw_data.gateway.wire.connections import (
    keep_alive,
)
from custom_components.enphase_envoy_raw_data.gateway.wire.response import (
    LONGEST_WORDS,
)
from custom_components.enphase_envoy_raw_data.guards.senders import MOST_CONTEXTS
from custom_components.enphase_envoy_raw_data.record import events, rows
from custom_components.enphase_envoy_raw_data.recording.anonymising.anonymiser import (
    LARGEST_PAGE,
)
from custom_components.enphase_envoy_raw_data.restoring import schedule

from .pages import OTHER_PAGES, PAGES, ROOT

_KIBI, _MEBI, _DAY = 1024, 1024**2, 86400

TEXTS = {
    str(page.relative_to(ROOT)): page.read_text()
    for page in (
        *PAGES,
        *OTHER_PAGES,
        ROOT / "custom_components/enphase_envoy_raw_data/translations/en.json",
    )
}

TOLD: list[tuple[str, float, int]] = [
    # What stands around a number, what it is in the code, and how often it is told,
    # at least: a pattern that nothing fits any more would prove nothing.
    (r"[Tt]he last (\d+)\b(?!,\d)", rows.MOST_WRITES, 7),
    (r"[Tt]he last (\d+),000 of them", MOST_CONTEXTS / 1000, 2),
    (r"last \d+ writes \((\d+) MiB", rows.LARGEST_RECORD / _MEBI, 3),
    (r"(?:ore than) (\d+) KiB", rows.LONGEST_VALUE / _KIBI, 2),
    (r"more than (\d+) kB only the start", events.LARGEST_BODY / _KIBI, 1),
    (r"(?:[Rr]epl(?:y|ies)|it) (?:of |was )?over (\d+) MiB", LARGEST_REPLY / _MEBI, 3),
    (r"size limit of (\d+) MiB", LARGEST_REPLY / _MEBI, 1),
    (r"up to (\d+) MiB for each gateway", DEFAULT_CAPACITY / _MEBI, 3),
    (r"together may have (\d+) MiB", LARGEST_WHOLE / _MEBI, 1),
    (r"More than (\d+) MiB\. \| Read fewer", LARGEST_WHOLE / _MEBI, 1),
    (r"up to (\d+) MiB and \d+ levels", body.LARGEST_BODY / _MEBI, 1),
    (r"More than (\d+) MiB\. \| No endpoint", body.LARGEST_BODY / _MEBI, 1),
    (r"\d+ MiB and (\d+) levels", body.DEEPEST_BODY, 1),
    (r"More than (\d+)\. \| Make it flatter", body.DEEPEST_BODY, 1),
    (r"(?:deeper|More) than (\d+) levels", DEEPEST_REPLY, 2),
    (r"(\d+) characters of (?:its|the gateway's) answer", LONGEST_WORDS, 2),
    (r"its words, up to (\d+) characters", LONGEST_WORDS, 1),
    (r"expression of up to (\d+) characters", LONGEST_EXPRESSION, 2),
    (r"in … is longer than” \| More than (\d+) char", LONGEST_EXPRESSION, 1),
    (r"sent: it is longer than” \| More than (\d+) char", LONGEST_ENDPOINT, 1),
    (r"a list of up to (\d+)", MOST_ENDPOINTS, 1),
    (r"reads … endpoints at most” \| More than (\d+)", MOST_ENDPOINTS, 1),
    (r"not disabled, up to (\d+)", MOST_GATEWAYS, 1),
    (r"for … gateways at most” \| More than (\d+)", MOST_GATEWAYS, 1),
    (r"in up to (\d+) seconds, not more", LONGEST_STREAM, 1),
    (r"longer than the (\d+) seconds that a call", LOADING_LIMIT, 1),
    (r"(\d+) seconds to \d+ days", temporary.SHORTEST, 4),
    (r"\d+ seconds to (\d+) days", temporary.LONGEST / _DAY, 4),
    (r"again after (\d+) seconds, one minute", schedule.FIRST_PAUSE, 1),
    (r"(\d+) seconds between two codes", BETWEEN_CODES, 2),
    (r"etween two codes are at least (\d+) sec", BETWEEN_CODES, 1),
    (r"(\d+) days before (?:its|it|the token)\b", OWNER_NOTICE / _DAY, 3),
    (r"so on up to (\d+) days", LONGEST_PAUSE / _DAY, 2),
    (r"up to (\d+) seconds instead of \d+", keep_alive.LONGEST, 1),
    (r"up to \d+ seconds instead of (\d+)", keep_alive.USUAL, 1),
    (r"A body of more than (\d+) MiB", LARGEST_PAGE / _MEBI, 1),
]


@pytest.mark.parametrize(("around", "number", "times"), TOLD)
def test_numbers(around: str, number: float, times: int) -> None:
    """Each page that tells a number tells the one that holds."""
    told = [
        (page, int(found[1]))
        for page, text in TEXTS.items()
        for found in re.finditer(around, text)
    ]
    assert [one for one in told if one[1] != number] == []
    assert len(told) >= times
