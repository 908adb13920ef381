"""What is written at one page and shown at another."""

import pytest

from .test_overlay import is_known, page, shown, value_of, written


@pytest.mark.parametrize("query", ["", "?simplified=true"])
def test_the_grid_profile_is_shown_elsewhere(query: str) -> None:
    """The page with all profiles says which one is selected; the rest of it stays."""
    write = written("PUT", "/installer/agf/set_profile.json", {"selected_profile": "b"})
    profiles = [{"profile_id": "a"}, {"profile_id": "b"}]
    real = page({"selected_profile": "a", "profiles": profiles})
    assert value_of(shown(real, write, at=f"/installer/agf/index.json{query}")) == {
        "selected_profile": "b",
        "profiles": profiles,
    }
    assert is_known(real, write)
    gone = page("Not Found", 404)
    assert shown(gone, write, at="/installer/agf/index.json") is gone
    assert not is_known(gone, write)
