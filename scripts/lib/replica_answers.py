"""What replicas answer to the questions of what-replies-mean, also with habits."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from replica_maker.__main__ import files
from replica_maker.habits import HABITS
from replica_maker.site import SITES

from custom_components.enphase_envoy_raw_data.gateway import Json, Selection
from custom_components.enphase_envoy_raw_data.gateway.errors import GatewayError
from gateway_simulator.login import ROLE_LEVELS, needed_level
from gateway_simulator.replica import Firmware, Replica, read_replica, replica_names
from scripts.lib.questions import Question, Read, Trap


def lay_habit(habit: str, name: str, folder: Path) -> None:
    """Write a replica with a habit into a folder."""
    [laid] = [each for each in HABITS if each.name == habit]
    [site] = [each for each in SITES if each.name == name]
    for file, text in files(site, laid).items():
        (folder / file).write_text(text)


@cache
def replicas(habit: str | None = None) -> dict[str, Replica]:
    """Return all replicas by name, or with a habit those that it fits."""
    if habit is None:
        return {name: read_replica(name) for name in replica_names()}
    found = {}
    [laid] = [each for each in HABITS if each.name == habit]
    for site in SITES:
        if laid.fits(site):
            with TemporaryDirectory() as folder:
                lay_habit(habit, site.name, Path(folder))
                found[site.name] = read_replica(Path(folder))
    return found


def reader(replica: Replica, role: str = "owner") -> Read:
    """Return what reads a replica as read_data does."""
    firmware = Firmware(replica.software)

    @cache
    def read(endpoint: str, select: str) -> Json:
        path = endpoint.partition("?")[0]
        name = path if path in replica.pages else path.removesuffix(".json")
        if name not in replica.pages:
            return None
        if needed_level(path, "GET", firmware) > ROLE_LEVELS[role]:
            return None
        try:
            wanted = Selection.parse(select, parse_xml=False)
            content = replica.pages[name].content
            return wanted.of(
                content.decode() if isinstance(content, bytes) else content
            )
        except GatewayError:
            return None

    return read


def verdict(question: Question, replica: Replica, role: str = "owner") -> str:
    """Return whether the answers to a question are right, none or wrong."""
    truth = replica.truth
    value = question.answered(reader(replica, role), truth["time"])
    return question.judged(value, truth)


def caught(question: Question, trap: Trap, replica: Replica) -> bool:
    """Return whether somebody who takes what looks right gets a wrong answer."""
    value = reader(replica, "installer")(trap.endpoint, trap.select)
    return question.judged(value, replica.truth) == "wrong"


def caught_on(question: Question, trap: Trap) -> list[str]:
    """Return where somebody is caught: on replicas, or else on those with a habit."""
    for habit in (None, *(each.name for each in HABITS)):
        names = [
            f"`{name}`"
            for name, replica in replicas(habit).items()
            if caught(question, trap, replica)
        ]
        if names and habit:
            return [f"{name} with `{habit}`" for name in names]
        if names:
            return names
    return []
