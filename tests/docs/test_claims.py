"""Tables, commands and lists of the documentation are those of the project."""

from pathlib import Path
import re
from typing import Any

from homeassistant.util.yaml import parse_yaml
import pytest
import voluptuous as vol
import yaml

from custom_components.enphase_envoy_raw_data.actions.list_endpoints import (
    LIST_ENDPOINTS_SCHEMA,
)
from custom_components.enphase_envoy_raw_data.actions.past import (
    LIST_WRITES_SCHEMA,
    RESTORE_DATA_SCHEMA,
    SEND_REHEARSED_SCHEMA,
)
from custom_components.enphase_envoy_raw_data.actions.read_data import (
    DEFAULT_TIMEOUT,
    LONGEST_STREAM,
    LONGEST_TIMEOUT,
    MOST_ENDPOINTS,
    READ_DATA_SCHEMA,
    SHORTEST_STREAM,
    SHORTEST_TIMEOUT,
)
from custom_components.enphase_envoy_raw_data.actions.recording import (
    RECORD_GATEWAY_SCHEMA,
)
from custom_components.enphase_envoy_raw_data.actions.send.send_data import (
    LONGEST_VERIFY_SECONDS,
    SEND_DATA_SCHEMA,
)
from custom_components.enphase_envoy_raw_data.gateway import build_body
from custom_components.enphase_envoy_raw_data.gateway.catalogue import LOCKED_PAGES
from custom_components.enphase_envoy_raw_data.gateway.errors import InvalidData
from custom_components.enphase_envoy_raw_data.gateway.merging.matching import (
    IDENTITY_KEYS,
)
from gateway_simulator import replica_names
from tests.integration.helpers import TEXTS
from tests.simulator.shapes import recordings

from .pages import OTHER_PAGES, PAGES, ROOT, section, table

INTEGRATION = ROOT / "custom_components/enphase_envoy_raw_data"
ACTIONS = ROOT / "docs/actions.md"
FLEET = ROOT / "docs/fleet.md"
README = ROOT / "README.md"
ALL_PAGES = [*PAGES, *OTHER_PAGES]

SCHEMAS: dict[str, vol.Schema] = {
    "list_endpoints": LIST_ENDPOINTS_SCHEMA,
    "list_writes": LIST_WRITES_SCHEMA,
    "read_data": READ_DATA_SCHEMA,
    "record_gateway": RECORD_GATEWAY_SCHEMA,
    "restore_data": RESTORE_DATA_SCHEMA,
    "send_data": SEND_DATA_SCHEMA,
    "send_rehearsed": SEND_REHEARSED_SCHEMA,
}


def _form(action: str) -> dict[str, Any]:
    """Return the fields of the action's form, those in sections included."""
    form = yaml.safe_load((INTEGRATION / "services.yaml").read_text())
    found: dict[str, Any] = {}
    for name, field in form[action]["fields"].items():
        found |= field.get("fields", {name: field})
    return found


def _of_code(action: str) -> dict[str, tuple[str, str]]:
    """Return whether each field is required, and its default, as a page has it.

    A default that the schema doesn't set is the one that the form shows.
    """
    form = _form(action)
    found = {}
    for key in SCHEMAS[action].schema:
        default: Any = form[str(key)].get("default", "")
        if not isinstance(key.default, vol.Undefined):
            default = key.default()
        elif isinstance(key, vol.Required):
            default = ""
        if default == "" and "boolean" in form[str(key)]["selector"]:
            # A switch that says so would have its box ticked without doing anything.
            default = "" if isinstance(key, vol.Required) else False
        text = str(default).lower() if isinstance(default, bool) else str(default)
        required = "yes" if isinstance(key, vol.Required) else "no"
        found[str(key)] = (required, f"`{text}`" if text else "")
    return found


@pytest.mark.parametrize("action", SCHEMAS)
def test_tables_of_fields(action: str) -> None:
    """The table has every field, and says what the schema says."""
    rows = table(section(ACTIONS, f"### Fields of {action}"))
    shown = {row["Field"].strip("`"): (row["Required"], row["Default"]) for row in rows}
    assert shown == _of_code(action)
    assert set(shown) == set(_form(action))


@pytest.mark.parametrize("action", SCHEMAS)
def test_each_field_has_an_example(action: str) -> None:
    """Each field stands in an example on the page of the actions, or of several."""
    examples = re.findall(
        rf"action: \w+\.{action}\n(.*?)```",
        ACTIONS.read_text() + FLEET.read_text(),
        re.DOTALL,
    )
    missing = [
        name
        for name in SCHEMAS[action].schema
        # Its ID is known to no page.
        if name not in ("device_id", "area_id")
        and not any(re.search(rf"^\s+{name}:", text, re.MULTILINE) for text in examples)
    ]
    assert missing in ([], ["refresh_core"])  # takes the other integration


def test_bounds() -> None:
    """Bounds on the page are those in the code."""
    rows = {
        row["Field"].strip("`"): row["Values"]
        for action in SCHEMAS
        for row in table(section(ACTIONS, f"### Fields of {action}"))
        if row["Field"] != "`endpoint`" or action == "read_data"
    }
    assert f"up to {MOST_ENDPOINTS}" in rows["endpoint"]
    assert f"{SHORTEST_TIMEOUT} to {LONGEST_TIMEOUT}" in rows["timeout"]
    assert _of_code("read_data")["timeout"] == ("no", f"`{DEFAULT_TIMEOUT}`")
    assert f"{SHORTEST_STREAM} to {LONGEST_STREAM}" in rows["stream_seconds"]
    assert f"0 to {LONGEST_VERIFY_SECONDS}" in rows["verify_seconds"]


def test_locked_pages() -> None:
    """The list of locked pages is complete."""
    listed = re.findall(
        r"^- `(/[^`]+)`$", section(ACTIONS, "## Who may write what"), re.MULTILINE
    )
    assert listed == list(LOCKED_PAGES)


def test_keys_of_elements() -> None:
    """The keys that tell elements of a list apart are listed, the best first."""
    (keys,) = re.findall(
        r"the first of (`.*?`) that each", section(ACTIONS, "#### Lists")
    )
    assert tuple(re.findall(r"`(\w+)`", keys)) == IDENTITY_KEYS


def test_options() -> None:
    """The table of options has the names of the form."""
    rows = table(section(ACTIONS, "## Who may write what"))
    step = TEXTS["options"]["step"]["init"]
    names = [*step["data"].values()]
    for group in step["sections"].values():
        names += group["data"].values()
    assert sorted(row["Option"] for row in rows) == sorted(names)


def test_configuration() -> None:
    """The table of the set-up has the fields of the form."""
    rows = table(section(ROOT / "docs/setup.md", "## Add a gateway"))
    steps = TEXTS["config"]["step"]
    by_password, by_token = steps["user"]["data"], steps["user_token"]["data"]
    names = {**by_token, **by_password}
    assert {row["Field"] for row in rows} == set(names.values())


def test_versions() -> None:
    """The README names the versions that are tested and those of the replicas."""
    text = section(README, "## Supported versions")
    tested = [
        path.stem.removeprefix("ha-") for path in ROOT.glob("requirements/ha-*.in")
    ]
    assert all(version in text for version in tested)
    assert all(name.partition("-")[0] in text for name in replica_names())
    shown = re.search(r"facts from (\d+) recordings", text)
    assert shown
    assert int(shown[1]) == len(recordings())


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: page.name)
def test_commands_and_files(page: Path) -> None:
    """Commands and files that a page names are there."""
    text = page.read_text()
    for name in re.findall(r"\bscripts/(\w+)|(?:^|`)(\.ci/\w+)", text):
        path = f"scripts/{name[0]}" if name[0] else name[1]
        assert (ROOT / path).is_file(), f"{page.name}: {path}"
    for path in re.findall(
        r"`((?:custom_components|simulator|demo|tests|docs|requirements|\.github)/[\w./-]+)`",
        text,
    ):
        assert (ROOT / path).exists(), f"{page.name}: {path}"


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: page.name)
def test_options_of_commands(page: Path) -> None:
    """Options that a page gives to a command are among those it knows."""
    for script, options in re.findall(
        r"scripts/(\w+)((?: --?[\w-]+)+)", page.read_text()
    ):
        sources = [ROOT / "scripts" / script, ROOT / "scripts/lib/common.sh"]
        sources += {
            "benchmark": list((ROOT / "benchmarks").glob("*.py")),
            "demo": list((ROOT / "demo").glob("*.py")),
            "simulator": [ROOT / "simulator/gateway_simulator/__main__.py"],
        }.get(script, [])
        known = "".join(source.read_text() for source in sources)
        for option in options.split():
            flag: Any = option.replace("--no-", "--")
            assert flag in known, f"{page.name}: scripts/{script} {option}"


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: page.name)
def test_wording(page: Path) -> None:
    """Words that the project has decided against stay out."""
    text = page.read_text()
    assert not re.search(r"\be\.g\.|\bi\.e\.|\bclick\b", text, re.IGNORECASE)


def test_every_room_is_in_the_architecture() -> None:
    """The page lists each room, each file outside the rooms, and no other."""
    page = (ROOT / "docs/architecture.md").read_text()
    tree = page[page.index("```text") :].split("```")[1]
    listed = set(re.findall(r"[\w/]+\.py|\w+(?=/ )", tree))
    rooms = {path.parent for path in INTEGRATION.rglob("__init__.py")} - {INTEGRATION}
    loose = [*INTEGRATION.glob("*.py"), *(INTEGRATION / "gateway").glob("*.py")]
    assert listed == {room.name for room in rooms} | {path.name for path in loose}


@pytest.mark.parametrize(
    "row",
    table(section(ACTIONS, "## How data is written")),
    ids=lambda row: row["In YAML"],
)
def test_how_data_is_written(row: dict[str, str]) -> None:
    """YAML as Home Assistant reads it becomes the bytes that the page shows."""
    data = parse_yaml(row["In YAML"].strip("`"))
    if row["The gateway gets"] == "refused":
        with pytest.raises(InvalidData):
            build_body(data, "PUT")
        return
    content = build_body(data, "PUT").content
    assert content is not None
    assert content.decode() == row["The gateway gets"].strip("`")
