"""Pages of Home Assistant that the dialogs lead to."""

from homeassistant.const import MAJOR_VERSION, MINOR_VERSION

from ..const import DOMAIN, EXPLORER_PATH


def next_pages() -> dict[str, str]:
    """Return where somebody goes who has just added something.

    The page that tries an action was elsewhere in 2026.3; where it is now was seen in
    2026.10 and 2026.11, which lead on from the old address, but forget the action on
    the way.
    """
    is_new = (MAJOR_VERSION, MINOR_VERSION) >= (2026, 10)
    tools = "tools" if is_new else "developer-tools"
    return {
        "explorer_page": f"/{EXPLORER_PATH}",
        "read_data_page": f"/config/{tools}/action?service={DOMAIN}.read_data",
    }
