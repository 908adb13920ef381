"""The page of the endpoints is made from the catalogue as it is."""

from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from scripts.lib.endpoint_lists import PAGE, page

from .pages import table

KNOWN = catalogue()


def test_the_page_is_fresh() -> None:
    """If this fails, run scripts/endpoints."""
    assert PAGE.read_text() == page()


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
