"""Gateways made from what the recordings show: every page with its own shape.

Status, Content-Type, framing, order and nesting of keys and kinds of values are those
of one recording. Rows of lists differ in what some rows have and others don't.
"""

from dataclasses import dataclass
import json
import re
from typing import Any, Final

from gateway_simulator import Replica
from gateway_simulator.replica import Firmware, read_replica
from gateway_simulator.replica.replica import Page
from tests.simulator.shapes import (
    Recorded,
    Shape,
    recorded_pages,
    recordings,
)

from .values import OTHER_METER, PRODUCTION_METER, Values

RECORDINGS: Final = list(recordings())

_NUMBER: Final = "#"

_PAGE_NOT_FOUND: Final = (
    b"    \n  <!DOCTYPE html>\n<html><head><title>Page Not Found</title></head>"
    b"<body><h1>Page Not Found</h1></body></html>\n"
)
_HTML: Final = (
    b"<!DOCTYPE html>\n<html><head><title>Envoy</title></head>"
    b"<body><h1>Here is a page for people</h1></body></html>\n"
)
_REFUSED: Final = b"<html><body><h2>401 Unauthorized</h2></body></html>"
_MISSING: Final = "404 - Not Found"

# A number that has to be written as it is, among the texts of a document.
_NUMERAL: Final = re.compile(r'"\\u0001(-?[0-9.]+)"')

# Firmware with another letter than D in front.
_LETTERS: Final = {"4.10.35": "R"}

_CONTACTS: Final = ("NC1", "NC2", "NO1", "NO2", "NO3", "NO4")

_SERIAL: Final = "122000000042"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One page as it is served."""

    recorded: Recorded
    body: bytes

    @property
    def status(self) -> int:
        """Return the status; where only the body was recorded, it was a success."""
        return self.recorded.status or 200

    @property
    def value(self) -> Any:
        """Return the document; None for HTML."""
        return json.loads(self.body) if self.is_json else None

    @property
    def is_document(self) -> bool:
        """Return whether it is a document, and no refusal."""
        return self.status == 200 and self.is_json

    @property
    def is_json(self) -> bool:
        """Return whether it is a document."""
        return self.recorded.shape.kinds != {"html"}


def pages_of(name: str, seed: int, now: int) -> dict[str, Made]:
    """Return the pages of a recording by endpoint, with drawn values."""
    values = Values(seed, now)
    found = {}
    for endpoint, groups in recorded_pages().items():
        for recorded in groups:
            if name in recorded.recordings:
                body = _body(endpoint, recorded, values)
                found[endpoint] = Made(recorded=recorded, body=body)
    return found


def software_of(name: str) -> str:
    """Return the firmware of a recording, with its letter."""
    firmware = recordings()[name].firmware
    return _LETTERS.get(firmware, "D") + firmware


def replica_of(name: str, pages: dict[str, Made]) -> Replica:
    """Return the gateway that a recording shows, as the simulator serves it.

    Pages with a query are not in it: see `MadeGateway`.
    """
    software = software_of(name)
    firmware = Firmware.parse(software)
    info = read_replica("8.3" if firmware.token_login else "5.0").info
    return Replica(
        name=name,
        about="Made from the shapes of a recording",
        serial=_SERIAL,
        software=software,
        info=info,
        pages={
            endpoint: Page(
                content=made.value
                if made.status == 200 and made.is_json
                else made.body,
                status=made.status,
                raw=made.body,
                headers=headers_of(endpoint, made, firmware),
            )
            for endpoint, made in pages.items()
            if "?" not in endpoint
        },
    )


def headers_of(
    endpoint: str, made: Made, firmware: Firmware
) -> tuple[tuple[str, str], ...]:
    """Return the headers that say how a page is sent."""
    recorded = made.recorded
    if recorded.status is None:
        # Only the body was recorded, so it comes as the firmware sends such pages.
        dressed = firmware.dress(endpoint, b"")
        kept = [pair for pair in dressed.headers if pair[0] == "Content-Type"]
        framing = dressed.framing.name.lower()
    else:
        kind = recorded.content_type
        kept = [("Content-Type", kind)] if kind else []
        framing = recorded.framing or "close"
    marks = {"length": ("Content-Length", "0"), "chunked": ("Transfer-Encoding", "-")}
    return (*kept, *([marks[framing]] if framing in marks else []))


def _body(endpoint: str, recorded: Recorded, values: Values) -> bytes:
    """Return the bytes of a page."""
    if recorded.shape.kinds == {"html"}:
        if recorded.status == 401:
            return _REFUSED
        return _PAGE_NOT_FOUND if endpoint == "/production.json" else _HTML
    if recorded.status == 404:
        return json.dumps(dict.fromkeys(recorded.shape.keys, _MISSING)).encode()
    document = _Drawn(endpoint, values).document(recorded.shape)
    text = _layout(endpoint, document, is_ascii=values.coin())
    return _NUMERAL.sub(r"\1", text).encode()


def _layout(endpoint: str, document: Any, *, is_ascii: bool) -> str:
    """Return a document laid out as the service behind an endpoint does it."""
    if endpoint.startswith("/ivp/"):
        return json.dumps(document, indent=4, ensure_ascii=is_ascii)
    if endpoint.startswith("/api/") or endpoint == "/inv":
        return json.dumps(document, indent=2, ensure_ascii=is_ascii) + "\n"
    return json.dumps(document, separators=(",", ":"), ensure_ascii=is_ascii)


class _Drawn:
    """A document of one page."""

    def __init__(self, endpoint: str, values: Values) -> None:
        """Draw from these values."""
        self._endpoint = endpoint
        self._values = values

    def document(self, shape: Shape, key: str = "", way: str = "") -> Any:
        """Return a value of a shape, at a place."""
        if shape.keys and not (shape.items or shape.kinds):
            return self._object(shape, way, full=True)
        choices: list[Any] = []
        if shape.keys:
            choices.append("object")
        if shape.items:
            choices += ["list"] * 3
        choices += sorted(shape.kinds)
        match self._values.random.choice(choices):
            case "object":
                return self._object(shape, way, full=True)
            case "list" if shape.items:
                return self._list(shape.items, way)
            case kind:
                return self._values.draw({kind}, key)

    def _list(self, shape: Shape, way: str) -> list[Any]:
        """Return a filled list."""
        count = self._values.random.randint(1, 4)
        if not shape.keys:
            return [self.document(shape, "", f"{way}[]") for _ in range(count)]
        # One with all that some of them have, and one without.
        fulls = [True, False, *(self._values.coin() for _ in range(count - 1))]
        if not shape.optional:
            fulls = fulls[:count]
        if way == ".consumption":
            # The total and the net, never more.
            fulls = fulls[:2]
        rows = [self._object(shape, f"{way}[]", full=full) for full in fulls]
        self._settle(rows, way)
        return rows

    def _object(self, shape: Shape, way: str, *, full: bool) -> dict[str, Any]:
        """Return an object, with or without what only some have."""
        found: dict[str, Any] = {}
        for key, inner in shape.keys.items():
            if key in shape.optional and not full:
                continue
            place = f"{way}.{key}"
            if key == _NUMBER:
                for number in range(self._values.random.randint(2, 3)):
                    each = self._of_many(inner, place, full=number == 0)
                    found[self._values.serial()] = each
            else:
                found[key] = self.document(inner, key, place)
        return found

    def _of_many(self, shape: Shape, way: str, *, full: bool) -> Any:
        """Return one of the values under numbers."""
        is_object = shape.keys and not (shape.items or shape.kinds)
        return (
            self._object(shape, way, full=full)
            if is_object
            else self.document(shape, "", way)
        )

    def _settle(self, rows: list[dict[str, Any]], way: str) -> None:
        """Give rows the names by which they are told apart."""
        for number, row in enumerate(rows):
            if "measurementType" in row:
                row["measurementType"] = _kind_of_meter(way, number)
            if way in (".production", ".consumption"):
                is_meter = "measurementType" in row or "whToday" in row
                row["type"] = "eim" if is_meter else "inverters"
            if "id" in row and isinstance(row["id"], str) and self._endpoint != "/inv":
                row["id"] = _CONTACTS[number]
            if "eid" in row and isinstance(row["eid"], int):
                eids = (PRODUCTION_METER, OTHER_METER, *range(1, 9))
                row["eid"] = eids[number]
            if self._endpoint == "/ivp/ensemble/inventory" and "devices" in row:
                self._settle_group(row)

    def _settle_group(self, group: dict[str, Any]) -> None:
        """Name a group of devices by what they are."""
        devices = group["devices"]
        if all("mains_oper_state" in device for device in devices):
            group["type"] = "ENPOWER"
        elif all("percentFull" in device for device in devices):
            group["type"] = "ENCHARGE"
        else:
            group["type"] = "NSRB"


def _kind_of_meter(way: str, number: int) -> str:
    """Return what a meter measures, by its place."""
    if way == ".production":
        return "production"
    kinds = ("total-consumption", "net-consumption")
    if way == ".consumption":
        return kinds[number % 2]
    return ("production", *kinds[::-1])[number % 3]
