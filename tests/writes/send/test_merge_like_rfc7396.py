"""The merge does what RFC 7396 says of objects; of lists, nothing is ever lost."""

from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.enphase_envoy_raw_data.gateway.errors import InvalidData
from custom_components.enphase_envoy_raw_data.gateway.merging import (
    changes,
    differences,
    merge,
)

KEYS = st.sampled_from("abcde")
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(
    allow_nan=False, allow_infinity=False
)
PLAIN = st.none() | st.booleans() | NUMBERS | st.text(max_size=5)
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=4)

often = settings(deadline=None, max_examples=300)


def reference(target: Any, patch: Any) -> Any:
    """Merge as the pseudo code in section 2 of the RFC does."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = reference(result.get(name), value)
    return result


def fitting(current: Any) -> st.SearchStrategy[Any]:
    """Return values that have the type of what is there."""
    match current:
        case None:
            return VALUES.filter(lambda value: value is not None)
        case bool():
            return st.booleans()
        case int() | float():
            return NUMBERS
        case str():
            return st.text(max_size=5)
        case list():
            return whole(current)
    return patches(current, removing=True)


def whole(current: Any) -> st.SearchStrategy[Any]:
    """Return values that can take the place of a list or of a part of it."""
    match current:
        case list():
            return st.tuples(*map(whole, current)).map(list)
        case dict():
            return st.fixed_dictionaries(
                {key: whole(value) for key, value in current.items()}
            )
        case None:
            return VALUES
    return st.none() | fitting(current)


def patches(current: dict[str, Any], *, removing: bool) -> st.SearchStrategy[Any]:
    """Return patches that fit an object."""
    gone = st.none() if removing else st.nothing()
    known = {key: gone | fitting(value) for key, value in current.items()}
    new = VALUES.filter(lambda value: value is not None)
    return st.builds(
        lambda change, more: more | change,
        st.fixed_dictionaries({}, optional=known),
        st.dictionaries(st.sampled_from("xyz"), new, max_size=2),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an object and a patch that fits it."""
    current = draw(OBJECTS)
    return current, draw(patches(current, removing=False).filter(bool))


@often
@given(case=cases())
def test_named_keys_are_as_the_reference_says(
    case: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """Each top-level key that the patch names is there, as the reference has it."""
    current, patch = case
    before = repr(current)
    expected = reference(current, patch)
    assert merge(current, patch).sent == {key: expected[key] for key in patch}
    assert repr(current) == before


@often
@given(case=cases())
def test_merging_twice_changes_nothing_more(
    case: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """What was merged shows the patch, and the same patch has nothing left to do."""
    current, patch = case
    once = merge(current, patch).whole
    assert changes(once, merge(once, patch).whole) == []


@often
@given(value=VALUES, other=VALUES)
def test_no_change_means_equal(value: Any, other: Any) -> None:
    """Changes and differences are empty for equal values, and for no others."""
    assert changes(value, value) == []
    assert differences(value, value) == []
    if not changes(value, other):
        assert value == other
        assert differences(value, other) == []


VECTORS: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]
"""Of appendix A, one level down; those that we refuse are below."""


@pytest.mark.parametrize(("target", "patch", "result"), VECTORS)
def test_vectors(target: Any, patch: Any, result: Any) -> None:
    """The RFC's own examples come out as it says."""
    assert merge({"x": target}, {"x": patch}).sent == {"x": result}


@pytest.mark.parametrize(
    ("target", "patch", "reason"),
    [
        # Where the RFC would put one type in the place of another.
        ({"a": ["b"]}, {"a": "c"}, "merge_other_shape"),
        ({"a": "c"}, {"a": ["b"]}, "merge_other_shape"),
        ({"a": "b"}, ["c"], "merge_other_shape"),
        ({"a": "foo"}, "bar", "merge_other_shape"),
        ([1, 2], {"a": "b", "c": None}, "merge_other_shape"),
        # Where it would lose an element.
        ({"a": [{"b": "c"}]}, {"a": [1]}, "merge_other_shape"),
        ({"a": [{"b": "c"}]}, {"a": [{}]}, "merge_drops"),
        ({"a": [1, 2]}, {"a": [1]}, "merge_drops"),
    ],
)
def test_vectors_that_are_refused(target: Any, patch: Any, reason: str) -> None:
    """What the RFC would change in type or lose is refused instead."""
    with pytest.raises(InvalidData) as caught:
        merge({"x": target}, {"x": patch})
    assert caught.value.reason == reason
