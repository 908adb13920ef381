"""What the status of a reply means, for a read and for a write."""

from dataclasses import asdict
from typing import Any, Final

import pytest

from custom_components.enphase_envoy_raw_data.gateway import GatewayClient
from custom_components.enphase_envoy_raw_data.gateway.errors import (
    Busy,
    GatewayError,
    NotAllowed,
    OutcomeUnknown,
    Redirected,
    Refused,
    TooManySessions,
)
from gateway_simulator import GatewaySimulator

from ..support import SETTINGS, Page, send

WORDS: Final = "The page's own words"
SESSIONS: Final = "Too many sessions are open."
GONE: Final = '{"error": "gone"}'

type Told = tuple[type[GatewayError], dict[str, Any]]

SAME: Final[list[tuple[int, str, str, Told]]] = [
    (300, "/x", "", (Redirected, {"status": 300, "location": "/x"})),
    (302, "/error/404", "", (Redirected, {"status": 302, "location": "/error/404"})),
    (307, "/x", "", (Redirected, {"status": 307, "location": "/x"})),
    (399, "", "", (Redirected, {"status": 399, "location": ""})),
    (400, "", WORDS, (Refused, {"status": 400, "answer": WORDS})),
    (403, "", WORDS, (NotAllowed, {"status": 403, "account": "owner"})),
    (403, "", SESSIONS, (TooManySessions, {"status": 403, "answer": SESSIONS})),
    (404, "", WORDS, (Refused, {"status": 404, "answer": WORDS})),
    (404, "", SESSIONS, (Refused, {"status": 404, "answer": SESSIONS})),
    (429, "", WORDS, (Busy, {"status": 429, "answer": WORDS, "endpoint": None})),
    (500, "", WORDS, (Refused, {"status": 500, "answer": WORDS})),
    (503, "", WORDS, (Busy, {"status": 503, "answer": WORDS, "endpoint": None})),
    (503, "", GONE, (Refused, {"status": 503, "answer": GONE})),
]

READS: Final[list[tuple[int, str, str, Told]]] = [
    (302, "/x", "", (Redirected, {"status": 302, "location": "/x"})),
    (504, "", WORDS, (Busy, {"status": 504, "answer": WORDS, "endpoint": None})),
]

WRITES: Final[list[tuple[int, str, str, Told]]] = [
    *(
        (
            status,
            location,
            "",
            (
                OutcomeUnknown,
                {"method": "POST", "reason": reason, "status": status},
            ),
        )
        for status, location, reason in (
            (301, "/x", "redirected"),
            (302, "/x", "redirected"),
            (303, "/x", "redirected"),
            (408, "", "no_status"),
            (504, "", "gave_up"),
        )
    )
]

CASES: Final = [
    *((writes, *case) for case in SAME for writes in (False, True)),
    *((False, *case) for case in READS),
    *((True, *case) for case in WRITES),
]


@pytest.mark.parametrize(("writes", "status", "location", "said", "told"), CASES)
async def test_it_is_told(
    gateway: GatewaySimulator,
    client: GatewayClient,
    *,
    writes: bool,
    status: int,
    location: str,
    said: str,
    told: Told,
) -> None:
    """With the gateway's own words, and asked for once; a busy one is asked again."""
    headers = (("Location", location),) if location else ()
    gateway.faults.add(SETTINGS, Page(said.encode(), status=status, headers=headers))
    kind, facts = told
    call = (
        send(client, "POST", SETTINGS, {"enable": True})
        if writes
        else client.read(SETTINGS, limit=1)
    )
    with pytest.raises(GatewayError) as caught:
        await call
    assert type(caught.value) is kind
    assert {name: asdict(caught.value)[name] for name in facts} == facts
    if kind is not Busy or writes:
        assert gateway.journal.count(path=SETTINGS) == 1


async def test_words_that_are_no_text(
    gateway: GatewaySimulator, client: GatewayClient
) -> None:
    """Bytes that mean nothing are marked, and a mark at the start is no text."""
    for body, words in (
        (b"caf\xe9", "caf\ufffd"),
        (b"\xef\xbb\xbf\n <p>It <b>broke</b></p>", "It broke"),
        (b"\xef\xbb\xbf X <b>\n", "X <b>"),
        (b"X<p>broke", "X<p>broke"),
    ):
        gateway.faults.clear()
        gateway.faults.add(SETTINGS, Page(body, status=500))
        with pytest.raises(Refused) as caught:
            await client.read(SETTINGS)
        assert caught.value.answer == words
