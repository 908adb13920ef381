"""What is empty is a document as well, and shown as it was sent."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json

from .test_overlay import is_known, page, shown, value_of, written

UNKNOWN = "/ivp/unknown"


@pytest.mark.parametrize("sent", [{}, [], "", 0, False])
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_an_empty_document(method: str, sent: Json) -> None:
    """Where nobody knows what a write does, the page shows what was sent."""
    write = written(method, UNKNOWN, sent)
    for real in (page({"a": 1}), page([1]), page("<html>"), page("", 404)):
        assert value_of(shown(real, write)) == sent
        assert not is_known(real, write)


def test_then_another() -> None:
    """What comes after it takes its place."""
    writes = [written("PUT", UNKNOWN, {}), written("PUT", UNKNOWN, {"b": 2})]
    assert value_of(shown(page({"a": 1}), *writes)) == {"b": 2}


def test_without_a_document() -> None:
    """A write that sends nothing by its body leaves the page as it is."""
    real = page({"a": 1})
    assert shown(real, written("POST", UNKNOWN, None)) is real
