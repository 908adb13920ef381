"""What a page would show if it took a write as it is."""

import pytest

from custom_components.enphase_envoy_raw_data.gateway import Json
from custom_components.enphase_envoy_raw_data.gateway.merging import effect, rules_of

from ..documents import METERS

RULES = rules_of("/x")


@pytest.mark.parametrize(
    ("current", "sent", "after"),
    [
        (METERS, {"eid": 2, "state": "x"}, [{"eid": 2, "state": "x"}]),
        ([1], 5, 5),
        # An object in place of a list is one of its elements only if both can tell.
        ({"l": [{"id": 1}]}, {"l": {"id": 2}}, {"l": [{"id": 2}]}),
        ({"l": [{"id": 1}]}, {"l": {"x": 1}}, {"l": {"x": 1}}),
        ({"l": [5]}, {"l": {"id": 1}}, {"l": {"id": 1}}),
        # A list takes the place of another, with what is told apart or without.
        ({"l": [{"id": 1}]}, {"l": [{"x": 1}]}, {"l": [{"x": 1}]}),
        ({"l": [{"id": 1}, {"id": 2}]}, {"l": [{"id": 2}]}, {"l": [{"id": 2}]}),
        (
            {"l": [{"id": 1, "l": [{"id": 5}]}]},
            {"l": [{"id": 1, "l": {"id": 5}}]},
            {"l": [{"id": 1, "l": [{"id": 5}]}]},
        ),
        (
            {"l": [{"id": 1, "l": [{"id": 5}]}] * 2},
            {"l": [{"id": 1, "l": {"id": 5}}]},
            {"l": [{"id": 1, "l": {"id": 5}}]},
        ),
        (
            {"o": {"l": [{"id": 1}, {"id": 2}], "x": 1}},
            {"o": {"l": {"id": 1}}},
            {"o": {"l": [{"id": 1}]}},
        ),
    ],
)
def test_what_a_page_shows_after_a_post(current: Json, sent: Json, after: Json) -> None:
    """What was sent, in the form in which the page has it."""
    assert effect(current, sent, "POST", RULES) == after


def test_lists_within_an_element_are_not_apart() -> None:
    """Other batteries stay asleep; what is in one of them is what was sent."""
    page: Json = {
        "acb_sleep": [{"serial_num": "1", "l": [{"id": 1}]}, {"serial_num": "2"}]
    }
    sent: Json = {"acb_sleep": [{"serial_num": "1", "l": [{"id": 2}]}]}
    after: Json = {
        "acb_sleep": [{"serial_num": "1", "l": [{"id": 2}]}, {"serial_num": "2"}]
    }
    assert effect(page, sent, "PUT", rules_of("/admin/lib/acb_config")) == after


@pytest.mark.parametrize(
    ("current", "named", "after"),
    [
        # Both lists have to have the key, and the page's has to tell them apart.
        ([{"id": 1, "serial_num": "a"}, {"id": 2, "serial_num": "b"}],) * 2 + ([],),
        ([{"id": 1, "serial_num": "a"}], [{"serial_num": "a"}], []),
        ([{"serial_num": "a"}], [{"id": 1, "serial_num": "a"}], []),
        ([{"id": 1}, {"id": 1, "x": 2}], [{"id": 1}], [{"id": 1}, {"id": 1, "x": 2}]),
        ([{"id": 1}, {"id": 2}], {"id": "2"}, [{"id": 1}]),
        ([{"id": 1}], [{"x": 1}], [{"id": 1}]),
    ],
)
def test_what_a_delete_takes_away(current: Json, named: Json, after: Json) -> None:
    """Elements that it names, and nothing that it might mean."""
    found = effect({"l": current, "m": 1}, {"l": named}, "DELETE", RULES)
    assert found == {"l": after, "m": 1}
