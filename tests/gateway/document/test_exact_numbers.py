"""Numbers go back in the digits in which they came."""

import json

from hypothesis import given, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway import (
    CONTENT_TYPE_FORM,
    encode,
    handed_on,
)
from custom_components.enphase_envoy_raw_data.gateway.document import (
    ExactNumber,
    from_json,
    to_json,
)

NUMBERS = st.from_regex(
    r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?", fullmatch=True
)


@given(numbers=st.lists(NUMBERS, max_size=5))
def test_any_number(numbers: list[str]) -> None:
    """Every number that JSON can write is written as it was, and means the same."""
    text = f'{{"a":[{",".join(numbers)}]}}'.encode()
    value = from_json(text, exact=True)
    assert to_json(value) == text
    assert value == json.loads(text)
    assert json.loads(to_json(handed_on(value))) == handed_on(from_json(text))


@pytest.mark.parametrize(
    "digits",
    ["0.00009899999713525176", "20.0", "1.10", "1E5", "2e-07", "-0.0", "-0"],
)
def test_what_a_float_would_change(digits: str) -> None:
    """These are the same number with fewer or other digits; none is lost."""
    assert to_json(from_json(digits.encode(), exact=True)) == digits.encode()
    number = ExactNumber(digits)
    assert number == float(digits)
    assert type(handed_on(number)) is float
    assert encode({"n": number}, CONTENT_TYPE_FORM).content == f"n={digits}".encode()


@pytest.mark.parametrize(
    "text", ["1e999", "[NaN]", "Infinity", "-Infinity", "01", "1.", ".5", "+1"]
)
def test_what_is_no_number(text: str) -> None:
    """What JSON or a double doesn't have is refused, exact or not."""
    for exact in (True, False):
        assert not is_json(text, exact=exact)


def is_json(text: str, *, exact: bool) -> bool:
    """Return whether a text is JSON."""
    try:
        from_json(text.encode(), exact=exact)
    except ValueError:
        return False
    return True


def test_how_numbers_are_read() -> None:
    """None is exact, unless that is asked for: long integers are text, floats plain."""
    page = b"[18446744073709551616, 1.50, 7]"
    for value in (from_json(page), from_json(page, exact=False)):
        assert value == ["18446744073709551616", 1.5, 7]
        assert isinstance(value, list)
        assert [type(one) for one in value] == [str, float, int]
    value = from_json(page, exact=True)
    assert value == [18446744073709551616, 1.5, 7]
    assert isinstance(value, list)
    assert [type(one) for one in value] == [int, ExactNumber, int]
