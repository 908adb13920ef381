"""What is remembered of certificates, and when one proves nothing any more."""

from custom_components.enphase_envoy_raw_data.gateway import SeenCertificates
from custom_components.enphase_envoy_raw_data.gateway.wire.connections.seen_certificates import (  # noqa: E501 - a long way
    MOST_CERTIFICATES,
)


def test_of_one_until_another_shows_it() -> None:
    """From then on it is of several, whoever shows it again; that is told once."""
    told: list[str] = []
    seen = SeenCertificates(on_shared=told.append)
    assert not seen.is_of_one("a")
    for _ in range(2):
        seen.note("a", "1")
        assert seen.is_of_one("a")
    for serial in ("2", "1", "3", "1"):
        seen.note("a", serial)
        assert not seen.is_of_one("a")
    assert told == ["a"]


def test_known_before() -> None:
    """One that was of several before a restart still is, and is not told again."""
    told: list[str] = []
    seen = SeenCertificates(["a"], told.append)
    for serial in ("1", "2"):
        seen.note("a", serial)
        assert not seen.is_of_one("a")
    assert not told


def test_no_certificate_is_nobodys() -> None:
    """Plain HTTP shows none, which proves nothing."""
    seen = SeenCertificates()
    seen.note("", "1")
    assert not seen.is_of_one("")


def test_no_more_than_a_thousand() -> None:
    """Further ones prove nothing, so that what is remembered has an end."""
    seen = SeenCertificates()
    for number in range(MOST_CERTIFICATES + 5):
        seen.note(f"{number}", "1")
    known = [n for n in range(MOST_CERTIFICATES + 5) if seen.is_of_one(f"{n}")]
    assert known == [*range(MOST_CERTIFICATES)]
