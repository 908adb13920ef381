"""An expression over the whole reply."""

from typing import Any

from homeassistant.exceptions import ServiceValidationError
import pytest

from gateway_simulator import faults
from tests.integration.helpers import refusal

from .site import INVERTERS, PRODUCTION, Site

SUM = f'sum(*."{PRODUCTION}".wattsNow)'


async def test_sum_of_all(site: Site) -> None:
    """It takes the place of the replies."""
    reply = await site.read(config_entry_id="all", select_all=SUM)
    assert reply == {"selected": 3 * 5432}


async def test_after_select(site: Site) -> None:
    """It gets what `select` has left, and metadata stays."""
    reply = await site.read(
        config_entry_id="all",
        select="wattsNow",
        select_all=f'max(*."{PRODUCTION}")',
        metadata=True,
    )
    assert list(reply) == ["selected", "metadata"]
    assert reply["selected"] == 5432
    assert reply["metadata"]["names"] == site.titles


async def test_weakest_panel(site: Site) -> None:
    """One of all panels of the site."""
    weakest = {"serialNumber": "x", "lastReportWatts": -5}
    site.gateways[1].faults.add(INVERTERS, faults.Fixed(200, f"[{_json(weakest)}]"))
    reply = await site.read(
        config_entry_id="all",
        endpoint=INVERTERS,
        select_all=f'min_by(*."{INVERTERS}"[], &lastReportWatts)',
    )
    assert reply == {"selected": weakest}


def _json(value: dict[str, Any]) -> str:
    """Return an object of texts and numbers as JSON."""
    return str(value).replace("'", '"')


async def test_one_is_missing(site: Site) -> None:
    """The others count, and the reply says which one doesn't."""
    site.gateways[1].faults.add(PRODUCTION, faults.Fixed(404, "{}"))
    reply = await site.read(
        config_entry_id="all", select_all=SUM, continue_on_error=True
    )
    assert reply["selected"] == 2 * 5432
    assert list(reply["errors"]) == [site.ids[1]]


async def test_all_are_missing(site: Site) -> None:
    """A sum of nothing would be 0, as if no sun shone."""
    for gateway in site.gateways:
        gateway.faults.add(PRODUCTION, faults.Fixed(404, "{}"))
    reply = await site.read(
        config_entry_id="all", select_all=SUM, continue_on_error=True
    )
    assert reply["selected"] is None
    assert list(reply["errors"]) == site.ids


async def test_one_gateway(site: Site) -> None:
    """Its whole reply has the endpoints alone."""
    reply = await site.read(
        config_entry_id=site.ids[0], select_all=f'"{PRODUCTION}".wattsNow'
    )
    assert reply == {"selected": 5432}


@pytest.mark.parametrize(
    ("expression", "key"),
    [
        ("", "select_empty"),
        ("sum(", "select_wrong"),
        ("a = b", "select_single_equals"),
        ("x" * 5000, "select_too_long"),
    ],
)
async def test_mistakes(site: Site, expression: str, key: str) -> None:
    """They are found before anything is sent, and name the field."""
    text = await refusal(
        site.read(config_entry_id="all", select_all=expression),
        key,
        callers_mistake=True,
    )
    assert "select_all" in text
    assert site.counts() == [0, 0, 0]


@pytest.mark.parametrize(
    ("expression", "key"),
    [
        ("sum(@)", "select_all_unfit"),
        (f"*.\"{PRODUCTION}\" | [?starts_with(wattsNow, 'a')]", "select_all_unfit"),
        (f'max_by(*."{PRODUCTION}", &to_string)', "select_all_unfit"),
        (f"sort(*.\"{PRODUCTION}\".[wattsNow, 'a'][])", "select_all_unfit"),
    ],
)
async def test_does_not_fit(site: Site, expression: str, key: str) -> None:
    """The error says that the whole reply is meant."""
    with pytest.raises(ServiceValidationError) as caught:
        await site.read(config_entry_id="all", select_all=expression)
    assert str(caught.value.translation_key).startswith("select_all_"), key
    assert "whole reply" in str(caught.value)


async def test_names_a_field_for_a_word(site: Site) -> None:
    """What was probably meant is told."""
    text = await refusal(
        site.read(
            config_entry_id="all",
            select_all=f'*."{PRODUCTION}" | contains("a", b)',
        ),
        "select_all_field_for_text",
        callers_mistake=True,
    )
    assert "double quotes" in text
