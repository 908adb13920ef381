"""Who may know whom, and how long a file may be."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
INTEGRATION = "custom_components.enphase_envoy_raw_data"
GATEWAY = f"{INTEGRATION}.gateway"
LONGEST_FILE = 300

LIBRARIES = ("pyenphase", "envoy_utils")
# The room of the login, and nobody else.
LIBRARY_ROOM = f"{GATEWAY}.login"

# Each does one thing for Home Assistant; what they share is elsewhere.
STRANGERS = tuple(
    f"{INTEGRATION}.{name}"
    for name in ("actions", "explorer", "flows", "diagnostics", "token_keeper")
)

# The rooms of the gateway that the rest of the integration may use beside the
# gateway itself.
OPEN_ROOMS = (f"{GATEWAY}.catalogue", f"{GATEWAY}.errors")

EXPLORER = f"{INTEGRATION}.explorer"

SIMULATOR = ("gateway_simulator", "replica_maker")
TOOLS = ("demo", "screens", "benchmarks")
# Points the login at a cloud of its own, in the process of Home Assistant.
# Measures what lies below the front door, layer by layer.
LAYERS = "benchmarks.warm.layers"
LAUNCHER = "demo.home.launch"

# What has rooms. Each house stands by itself.
HOUSES = (INTEGRATION, *SIMULATOR, *TOOLS)

MOST_FILES = 10
MOST_FLOORS = 7


@dataclass(frozen=True)
class Source:
    """One file as the rules see it."""

    module: str
    """Name by which it is imported."""

    text: str
    is_package: bool = False

    def imports(self) -> Iterator[str]:
        """Yield the full name of everything it imports, wherever it does."""
        for node in ast.walk(ast.parse(self.text)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                origin = self._origin(node)
                yield from (f"{origin}.{alias.name}" for alias in node.names)
            elif isinstance(node, ast.Call) and (name := _dynamic(node)):
                yield name

    def _origin(self, node: ast.ImportFrom) -> str:
        """Return the full name of what stands behind `from`."""
        if not node.level:
            return node.module or ""
        parts = self.module.split(".")
        up = node.level - 1 if self.is_package else node.level
        parts = parts[: len(parts) - up]
        return ".".join([*parts, *filter(None, [node.module])])


def _dynamic(call: ast.Call) -> str | None:
    """Return what `import_module("…")` or `__import__("…")` imports."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name not in ("import_module", "__import__") or not call.args:
        return None
    first = call.args[0]
    return str(first.value) if isinstance(first, ast.Constant) else None


def within(name: str, *packages: str) -> bool:
    """Return whether a name is one of the packages or inside one."""
    return any(
        name == package or name.startswith(f"{package}.") for package in packages
    )


def import_troubles(source: Source) -> list[str]:
    """Return each import of a file that no boundary allows."""
    return [
        f"{source.module} imports {name}"
        for name in source.imports()
        if _is_forbidden(source.module, name)
    ]


def _is_forbidden(module: str, name: str) -> bool:
    """Return whether a module may not import a name."""
    if within(module, *SIMULATOR):
        return within(
            name, "homeassistant", "custom_components", "tests", *TOOLS, *LIBRARIES
        )
    if within(module, *TOOLS):
        return _is_forbidden_to_tools(module, name)
    if within(name, *SIMULATOR, "simulator", "tests", *TOOLS):
        return True
    if within(name, *LIBRARIES):
        return not within(module, LIBRARY_ROOM)
    if within(module, GATEWAY):
        # Its parent package is Home Assistant's side.
        return within(name, "homeassistant") or (
            within(name, "custom_components") and not within(name, GATEWAY)
        )
    if within(name, GATEWAY) and name.count(".") > GATEWAY.count(".") + 1:
        return not within(name, *OPEN_ROOMS)
    mine = [stranger for stranger in STRANGERS if within(module, stranger)]
    return bool(mine) and within(name, *set(STRANGERS).difference(mine))


def _is_forbidden_to_tools(module: str, name: str) -> bool:
    """Return whether what shows or measures the integration may not import a name.

    They use it as its owners do. The screens are those of the demo's home.
    """
    if within(module, LAUNCHER) and within(name, *LIBRARIES):
        return False
    if within(module, LAYERS) and within(name, f"{GATEWAY}.traffic"):
        return False
    others = {*TOOLS, "tests", "custom_components"} - {module.partition(".")[0]}
    if within(module, "screens"):
        others.remove("demo")
    return within(name, *others, *LIBRARIES)


def sources(root: Path, folder: str) -> list[Source]:
    """Return the Python files below a folder of the tree."""
    found = []
    for path in sorted((root / folder).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        parts = parts[1:] if parts[0] == "simulator" else parts
        is_package = parts[-1] == "__init__"
        module = ".".join(parts[:-1] if is_package else parts)
        found.append(Source(module, path.read_text(), is_package))
    return found


INTEGRATION_FILES = sources(ROOT, INTEGRATION.replace(".", "/"))
SIMULATOR_FILES = sources(ROOT, "simulator")
TOOL_FILES = [source for tool in TOOLS for source in sources(ROOT, tool)]
ALL_FILES = [*INTEGRATION_FILES, *SIMULATOR_FILES, *TOOL_FILES]

PACKAGES = {source.module for source in ALL_FILES if source.is_package}
# Whole modules among them: `from . import tariff` in the room's `__init__.py`.
DOORS = {name for source in ALL_FILES if source.is_package for name in source.imports()}
MODULES = {source.module for source in ALL_FILES}


def room_of(source: Source) -> str:
    """Return the folder that a file is in."""
    return source.module if source.is_package else source.module.rpartition(".")[0]


def imported(source: Source) -> Iterator[str]:
    """Yield the modules and rooms of ours that a file imports."""
    for name in source.imports():
        parts = name.split(".")
        ends = range(len(parts), 0, -1)
        prefixes = (".".join(parts[:end]) for end in ends)
        yield from [prefix for prefix in prefixes if prefix in MODULES][:1]


def reached_past(source: Source) -> list[str]:
    """Return what a file imports from within another room, past its door."""
    mine = room_of(source)
    return [
        name
        for name in imported(source)
        if name not in PACKAGES
        and name not in DOORS
        and (room := name.rpartition(".")[0]) != mine
        and room not in HOUSES
    ]


def storey(name: str, below: dict[str, set[str]]) -> int:
    """Return on which floor something stands: above all that it imports."""
    return 1 + max((storey(other, below) for other in below[name]), default=0)


def floors(root: str) -> dict[str, int]:
    """Return the floor of each room and file that is directly in a folder."""

    def part(module: str) -> str:
        inside = module.removeprefix(root).split(".")
        return f"{root}.{inside[1]}" if len(inside) > 1 else root

    below: dict[str, set[str]] = {}
    for source in ALL_FILES:
        if within(source.module, root) and not (source.module == root != INTEGRATION):
            mine = below.setdefault(part(source.module), set())
            mine |= {part(name) for name in imported(source) if within(name, root)}
            mine -= {part(source.module), root}
    return {name: storey(name, below) for name in below}


@pytest.mark.parametrize("source", ALL_FILES, ids=lambda source: source.module)
def test_nobody_reaches_past_the_door_of_a_room(source: Source) -> None:
    """What others may use of a room is named in its `__init__.py`."""
    assert reached_past(source) == []


def test_the_door_is_looked_at() -> None:
    """A file that reaches past it is found."""
    for module, text in (
        (f"{INTEGRATION}.entry", "from .record.log import WriteLog"),
        (f"{GATEWAY}.client", "from .wire.queue import RequestQueue"),
        (f"{GATEWAY}.login.token", "from ..wire.transport import Transport"),
        (
            f"{INTEGRATION}.flows.login_repair",
            "from ..actions.common.fields import shown",
        ),
        ("gateway_simulator.login.cloud", "from ..wire.http_server import Reply"),
        ("screens.scenes.stage", "from demo.home.api import Json"),
    ):
        assert reached_past(Source(module, text)), module


@pytest.mark.parametrize("root", [GATEWAY, *HOUSES])
def test_there_are_few_floors(root: str) -> None:
    """Each room stands above what it uses, and the house can be taken in."""
    assert max(floors(root).values()) <= MOST_FLOORS
    assert len(floors(root)) > 3


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_no_room_goes_round_in_a_circle(package: str) -> None:
    """Neither the files of a room nor its inner rooms need each other."""
    assert max(floors(package).values(), default=1) <= MOST_FILES


def test_circles_are_found() -> None:
    """Two that need each other have no floor."""
    with pytest.raises(RecursionError):
        storey("one", {"one": {"other"}, "other": {"one"}})


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_rooms_are_small(package: str) -> None:
    """A room has a sentence that says what it is, and not too many files."""
    (face,) = [source for source in ALL_FILES if source.module == package]
    files = [
        source
        for source in ALL_FILES
        if room_of(source) == package and not source.is_package
    ]
    assert ast.get_docstring(ast.parse(face.text))
    if package not in HOUSES:
        assert len(files) <= MOST_FILES
        statements = ast.parse(face.text).body[1:]
        assert all(isinstance(one, ast.ImportFrom) for one in statements)


@pytest.mark.parametrize("source", ALL_FILES, ids=lambda source: source.module)
def test_imports_keep_to_the_boundaries(source: Source) -> None:
    """No file imports what it may not know."""
    assert import_troubles(source) == []


@pytest.mark.parametrize("source", ALL_FILES, ids=lambda source: source.module)
def test_files_are_short(source: Source) -> None:
    """A file that nobody can take in at once does too much."""
    assert len(source.text.splitlines()) <= LONGEST_FILE


def test_the_rules_are_about_files_that_exist() -> None:
    """A renamed module doesn't leave its rule behind."""
    modules = {source.module for source in ALL_FILES}
    assert modules >= {
        GATEWAY,
        LIBRARY_ROOM,
        *STRANGERS,
        *OPEN_ROOMS,
        *HOUSES,
        LAUNCHER,
    }
    assert len(INTEGRATION_FILES) > 20
    assert len(SIMULATOR_FILES) > 15
    assert len(TOOL_FILES) > 15


def test_the_explorer_has_no_way_of_its_own() -> None:
    """It may probe, which only reads; whatever else the page wants goes by actions."""
    may = {
        "LONGEST_PROBE",
        "GatewayError",
        "Json",
        "Probed",
        "catalogue",
        "errors",
        "probable",
        "probe_endpoints",
        # What is known of pages, which asks nobody.
        "rules_of",
    }
    files = [one for one in INTEGRATION_FILES if within(one.module, EXPLORER)]
    assert len(files) > 4
    for source in files:
        taken = {name for name in source.imports() if within(name, GATEWAY)}
        taken = {name.removeprefix(f"{GATEWAY}.").split(".")[0] for name in taken}
        assert taken <= may, source.module
        for node in ast.walk(ast.parse(source.text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in ("read", "write", "ask_once"), (
                    source.module
                )


def test_pyenphase_is_used_where_it_is_allowed() -> None:
    """The exception in the rule is a real one."""
    users = {
        source.module
        for source in [*INTEGRATION_FILES, *SIMULATOR_FILES]
        if any(within(name, *LIBRARIES) for name in source.imports())
    }
    assert users
    assert all(within(user, LIBRARY_ROOM) for user in users)


@pytest.mark.parametrize(
    ("module", "text"),
    [
        (f"{GATEWAY}.client", "import homeassistant"),
        (f"{GATEWAY}.client", "from homeassistant.core import HomeAssistant"),
        (f"{GATEWAY}.client", "def f():\n    import homeassistant.const as c"),
        (f"{GATEWAY}.client", "from .. import const"),
        (f"{GATEWAY}.client", "from ..const import DOMAIN"),
        (f"{GATEWAY}.client", "from ... import other_integration"),
        (f"{GATEWAY}.client", f"import {INTEGRATION}.const"),
        (f"{GATEWAY}.client", "from pyenphase.auth import EnvoyAuth"),
        (f"{GATEWAY}.client", "import envoy_utils.envoy_utils"),
        (f"{GATEWAY}.client", "import importlib\nimportlib.import_module('pyenphase')"),
        (f"{GATEWAY}.login.cloud", "from ...const import DOMAIN"),
        (f"{GATEWAY}.wire.transport", "from ...const import DOMAIN"),
        (f"{INTEGRATION}.entry", "from .gateway.wire import Transport"),
        (f"{INTEGRATION}.entry", "if TYPE_CHECKING:\n    from pyenphase import Envoy"),
        (f"{INTEGRATION}.entry", "import gateway_simulator.faults"),
        (f"{INTEGRATION}.entry", "from tests.gateway import support"),
        (f"{INTEGRATION}.entry", "__import__('demo')"),
        (f"{INTEGRATION}.actions.setup", "from ..flows import LoginForm"),
        (f"{INTEGRATION}.actions.common.entries", "from ... import token_keeper"),
        (f"{INTEGRATION}.flows.login_repair", "from ..diagnostics import x"),
        (f"{INTEGRATION}.diagnostics", f"from {INTEGRATION} import actions"),
        (f"{INTEGRATION}.token_keeper", "from .actions import y"),
        ("gateway_simulator.server", "import homeassistant.core"),
        ("gateway_simulator.server", "from pyenphase import Envoy"),
        ("gateway_simulator.server", f"from {GATEWAY} import parse_host"),
        ("replica_maker.site", "import tests"),
        ("gateway_simulator.server", "from benchmarks.common import ratio"),
        ("demo.walk.steps", f"from {GATEWAY} import Reply"),
        ("demo.home.api", "from pyenphase import Envoy"),
        ("demo.home.api", "from screens.browser import PHONE"),
        ("benchmarks.common.home", "from demo.home import HomeAssistant"),
    ],
)
def test_the_check_finds_a_forbidden_import(module: str, text: str) -> None:
    """Whichever way it is written, it isn't missed."""
    assert import_troubles(Source(module, text))


@pytest.mark.parametrize(
    ("module", "text", "is_package"),
    [
        (f"{GATEWAY}.client", "from .errors import Busy\nimport aiohttp", False),
        (GATEWAY, "from .client import GatewayClient", True),
        (f"{GATEWAY}.login.cloud", "from pyenphase import EnvoyTokenAuth", False),
        (f"{GATEWAY}.reads", "from .wire import RequestQueue", False),
        (f"{INTEGRATION}.actions.setup", "from ..gateway import Reply", False),
        (f"{INTEGRATION}.actions.setup", "from ..gateway.errors import Busy", False),
        (f"{INTEGRATION}.actions.setup", "import homeassistant.core", False),
        (INTEGRATION, "from .actions import a\nfrom .token_keeper import b", True),
        ("gateway_simulator.server", "from .wire import Reply", False),
        ("screens.scenes.stage", "from demo.home import HomeAssistant", False),
        (LAUNCHER, "from pyenphase.auth import EnvoyTokenAuth", False),
        (f"{INTEGRATION}.entry", "from testsuite import x", False),
    ],
)
def test_the_check_lets_other_imports_be(
    module: str, text: str, is_package: bool
) -> None:
    """What is allowed isn't found."""
    assert not import_troubles(Source(module, text, is_package))


def test_the_check_reads_files(tmp_path: Path) -> None:
    """A bad file in a tree like ours is found, in a folder however deep."""
    folder = tmp_path / GATEWAY.replace(".", "/") / "deep"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("from ...const import DOMAIN\n" * 301)
    (source,) = sources(tmp_path, "custom_components")
    assert source.module == f"{GATEWAY}.deep"
    assert import_troubles(source)[0].endswith(f"imports {INTEGRATION}.const.DOMAIN")
    assert len(source.text.splitlines()) > LONGEST_FILE
