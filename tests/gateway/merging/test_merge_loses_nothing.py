"""Whatever the document: nothing but what a merge names changes, and all is proved."""

from typing import Any

from hypothesis import given, settings, strategies as st

from custom_components.enphase_envoy_raw_data.gateway.document import to_json
from custom_components.enphase_envoy_raw_data.gateway.errors import InvalidData
from custom_components.enphase_envoy_raw_data.gateway.merging import (
    changes,
    effect,
    left_out,
    merge,
    not_shown,
    parse_path,
    rules_of,
    value_at,
)

from ..merge_cases import DOCUMENTS, VALUES, Case, cases, drifted, key_of, without_one

RULES = rules_of("/x")

often = settings(deadline=None, max_examples=300)


@often
@given(case=cases())
def test_only_what_is_named_changes(case: Case) -> None:
    """To the byte: keys, their order, types and digits, in lists at any depth, too."""
    before = to_json(case.current)
    found = merge(case.current, case.patch)
    assert to_json(found.sent) == to_json(case.sent)
    assert to_json(found.whole) == to_json(case.whole)
    assert {path for path, _ in found.named} == set(case.named)
    assert found.added == []
    assert to_json(case.current) == before


@often
@given(case=cases())
def test_the_preview_shows_what_is_named(case: Case) -> None:
    """Each change has a named place; each place whose value differs has a change."""
    found = merge(case.current, case.patch)
    after = effect(case.current, found.sent, "POST", RULES)
    assert to_json(after) == to_json(found.whole)
    shown = [parse_path(str(one["path"])) for one in changes(case.current, after)]
    for path in shown:
        assert any(path[: len(name)] == name for name in case.named)
    for name, sent in found.named:
        before = value_at(case.current, name)
        if before != sent or isinstance(before, bool) != isinstance(sent, bool):
            assert any(path[: len(name)] == name for path in shown)
    removed = [path for path, sent in found.named if sent is None]
    for one in left_out(case.current, after):
        assert parse_path(str(one["path"])) in removed


@often
@given(case=cases())
def test_a_second_merge_has_nothing_to_do(case: Case) -> None:
    """What was merged is what the patch wants."""
    once = merge(case.current, case.patch).whole
    if once:
        assert to_json(merge(once, case.patch).whole) == to_json(once)


@often
@given(case=cases(), data=st.data())
def test_what_the_gateway_changes_is_no_loss(case: Case, data: st.DataObject) -> None:
    """A merge is proved if all is there, whatever other values have become."""
    found = merge(case.current, case.patch)
    assert not_shown(found, found.whole, RULES) == []
    page = drifted(data.draw, found.whole, case.named)
    assert not_shown(found, page, RULES) == []


@often
@given(case=cases(), data=st.data())
def test_what_was_lost_is_found(case: Case, data: st.DataObject) -> None:
    """If a single key or element is missing, named or not, nothing is proved."""
    found = merge(case.current, case.patch)
    if not found.whole:
        return
    page = without_one(data.draw, drifted(data.draw, found.whole, case.named))
    missing = not_shown(found, page, RULES)
    assert missing
    for one in missing:
        assert parse_path(str(one["path"])) is not None


@often
@given(current=DOCUMENTS, patch=VALUES, add=st.booleans())
def test_any_patch(current: Any, patch: Any, *, add: bool) -> None:
    """It is refused, or keeps all that it doesn't name."""
    before = to_json(current)
    try:
        found = merge(current, patch, add=add)
    except InvalidData:
        assert to_json(current) == before
        return
    check_kept(current, patch, found.whole)
    assert add or not found.added
    assert not_shown(found, found.whole, RULES) == []


def check_kept(current: Any, patch: Any, after: Any) -> None:
    """Fail if something of what is there is gone and was not named for that."""
    match current, patch:
        case dict(), dict():
            for key, value in current.items():
                if key not in patch:
                    assert to_json(after[key]) == to_json(value)
                elif patch[key] is not None:
                    check_kept(value, patch[key], after[key])
        case list(), dict():
            check_kept(current, [patch], after)
        case list(), list() if key := key_of(current):
            said = {str(one[key]): one for one in patch}
            assert len(after) >= len(current)
            for place, one in enumerate(current):
                check_kept(one, said.get(str(one[key]), {}), after[place])
        case list(), list():
            assert len(after) >= len(current)
            for one, item, new in zip(current, patch, after, strict=False):
                assert not isinstance(one, dict) or set(one) <= set(item)
                check_kept(one, {} if item is None else item, new)
