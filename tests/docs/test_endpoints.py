"""The page of the endpoints and the pull-downs are made from the catalogue as it is."""

from typing import Any

import pytest
import yaml

from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from scripts.lib.endpoint_lists import ACTIONS, PAGE, page, pull_downs

from .pages import table

FORMS: dict[str, Any] = yaml.safe_load(ACTIONS.read_bytes())
KNOWN = catalogue()


def test_the_page_is_fresh() -> None:
    """If this fails, run scripts/endpoints."""
    assert PAGE.read_text() == page()


def test_the_forms_are_fresh() -> None:
    """If this fails, run scripts/endpoints."""
    assert ACTIONS.read_text() == pull_downs(ACTIONS.read_text())


def test_the_page_has_every_endpoint() -> None:
    """Each one has its row, and each write another."""
    rows = [
        row
        for part in PAGE.read_text().split("\n#")
        if "\n|" in part
        for row in table(part)
    ]
    shown = [row["Endpoint"].split("`")[1] for row in rows if "Role" in row]
    written = [row["Endpoint"].split("`")[1] for row in rows if "Data" in row]
    assert sorted(shown) == [known.path for known in KNOWN.endpoints]
    assert sorted(written) == [known.path for known in KNOWN.endpoints if known.write]


@pytest.mark.parametrize(
    ("action", "endpoints"),
    [("read_data", KNOWN.to_read()), ("send_data", KNOWN.to_write())],
)
def test_the_pull_down(action: str, endpoints: Any) -> None:
    """It offers the endpoints in their order, and takes any other."""
    select = FORMS[action]["fields"]["endpoint"]["selector"]["select"]
    assert select["custom_value"] is True
    assert [option["value"] for option in select["options"]] == [
        known.endpoint for known in endpoints
    ]
    labels = [option["label"] for option in select["options"]]
    assert len(set(labels)) == len(labels)


def test_what_is_not_fresh_is_noticed() -> None:
    """A line that was changed, lost or added by hand is put right."""
    text = ACTIONS.read_text()
    first = text.index("            - {value:")
    end = text.index("\n", first) + 1
    for changed in (
        text[:first] + text[end:],
        text[:first] + text[first:end].replace("label: ", "label: Old ") + text[end:],
        text[:first] + text[first:end] * 2 + text[end:],
    ):
        assert changed != text
        assert pull_downs(changed) == text
