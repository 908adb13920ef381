"""Which bodies are a refusal in the gateway's own words, and what they refuse with."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway.document import (
    is_gone,
    status_in,
    tells_of_sessions,
)

LONGEST = b'{"err": "404' + b" " * 986 + b'"}'


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"err": "404 - Not Found", "msg": "No such page"}', 404),
        (b' \r\n\t{"error": " 503"}', 503),
        (b'{"error": 401, "message": "", "informational": "x"}', 401),
        (
            b'{"err": "404", "error": "", "msg": "", "message": 1, "informational": 1}',
            404,
        ),
        # The first key that has a status says it.
        (b'{"error": "500", "err": "404"}', 404),
        (b'{"error": "500", "err": "no"}', 500),
        (LONGEST, 404),
        (LONGEST + b" ", None),
        (b'{"msg": "404 - Not Found"}', None),
        (b'{"err": "200 - OK"}', None),
        (b'{"err": "600"}', None),
        (b'{"err": "4040"}', None),
        (b'{"err": null}', None),
        (b'{"err": "404", "state": "on"}', None),
        (b'{"err": "404"', None),
        (b'["404"]', None),
        (b"404", None),
        (b"", None),
    ],
)
def test_status(body: bytes, status: int | None) -> None:
    """A body refuses if all of it is a refusal, and none of it a page."""
    assert status_in(body) == status


@pytest.mark.parametrize(
    ("status", "words", "gone"),
    [
        (503, '{"error": "503 - Service Unavailable"}', True),
        (503, '{"message": "We have no busyness here"}', True),
        (503, '{"message": "Resource busy"}', False),
        (503, '{"message": "Please RETRY"}', False),
        (503, '{"message": "try again"}', False),
        (503, '{"message": "later"}', False),
        (503, '{"message": "starting"}', False),
        (503, "gone", False),
        (503, "", False),
        (500, '{"error": "500"}', False),
        (429, "{}", False),
    ],
)
def test_gone(status: int, words: str, gone: bool) -> None:
    """A JSON object with 503 takes a page away, unless it asks for another try."""
    assert is_gone(status, words) is gone


@pytest.mark.parametrize(
    ("words", "about_sessions"),
    [
        ("Too many sessions", True),
        ("too many\nopen sessions are there", True),
        ("No more session is free", True),
        ("maximum number of active sessions", True),
        ("session limit", True),
        ("The sessions you may have are exceeded", True),
        ("Your session has ended", False),
        ("too many requests", False),
        ("Too many" + " " * 50 + "sessions", False),
        ("", False),
    ],
)
def test_sessions(words: str, about_sessions: bool) -> None:
    """It takes a word of number and one of sessions, close to each other."""
    assert tells_of_sessions(words) is about_sessions
