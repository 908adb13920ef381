"""What Home Assistant shows for ready lines, and whether that is true."""

from typing import Any

from homeassistant.components.automation.const import DOMAIN as AUTOMATION
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from scripts.lib.questions import Read

from .bench import DOMAIN, Bench
from .lines import Line, Truth

_WHOLE = 1.0
"""Watt-hours: some pages cut what is behind the point."""

_HOUR = 60
"""Minutes after which the blueprints find a value too old, by default."""


async def read_lines(bench: Bench, lines: list[Line]) -> dict[str, str | None]:
    """Return what sensors and helpers show for lines, None for nothing."""
    numbers = [line for line in lines if not line.is_text]
    texts = [line for line in lines if line.is_text]
    await bench.show(
        *(
            bench.sensor(f"line {place}", line.endpoint, line.select, **line.inputs)
            for place, line in enumerate(numbers)
        )
    )
    await _keep(bench, texts)
    pages = {page for line in lines for page in line.endpoint}
    bench.gateway.journal.clear()
    begun = dt_util.utcnow()
    await bench.pass_time(minutes=5, seconds=1)
    await bench.until(lambda: pages <= _asked(bench))
    sensors = [f"sensor.line_{place}" for place in range(len(numbers))]
    await bench.until(
        lambda: all(bench.state(one).last_reported > begun for one in sensors)
    )
    # An automation that found nothing goes on waiting, so there is no end to wait for.
    await bench.quiet()
    shown = {
        line.name: bench.state(f"sensor.line_{place}").state
        for place, line in enumerate(numbers)
    } | {
        line.name: bench.state(f"input_text.line_{place}").state
        for place, line in enumerate(texts)
    }
    return {
        name: None if state in ("unknown", "unavailable") else state
        for name, state in shown.items()
    }


def _asked(bench: Bench) -> set[str]:
    """Return the pages that the gateway was asked for."""
    return {request.target for request in bench.gateway.journal.requests}


async def _keep(bench: Bench, lines: list[Line]) -> None:
    """Make the automations that keep texts in helpers."""
    hass = bench.hass
    helpers: dict[str, Any] = {f"line_{place}": {} for place in range(len(lines))}
    assert await async_setup_component(hass, "input_text", {"input_text": helpers})
    automations = [
        {
            "alias": "try" if place == 0 else f"try {place}",
            "use_blueprint": {
                "path": f"{DOMAIN}/value_to_helper.yaml",
                "input": {
                    "gateway": bench.entry.entry_id,
                    "endpoint": line.endpoint,
                    "select": line.select,
                    "helper": f"input_text.line_{place}",
                },
            },
        }
        for place, line in enumerate(lines)
    ]
    assert await async_setup_component(hass, AUTOMATION, {AUTOMATION: automations})


def outcome(line: Line, shown: str | None, truth: Truth) -> str:
    """Return whether a line is right, gives nothing, or is wrong."""
    if shown is None:
        return "nothing"
    true: Any = line.true(truth)
    if line.is_text:
        right = shown == true
    else:
        near = _WHOLE if line.inputs["unit"] == "Wh" else 0.001
        right = true is not None and abs(float(shown) - true) < near
    return "right" if right else f"wrong: {shown}, not {true}"


def would_show(line: Line, read: Read, now: float) -> Any:
    """Return what the blueprints would show, by their own rules; None for nothing.

    A value comes alone, or with its time; of several pages the first with a fresh
    value counts, and the time of a value may be on another page.
    """
    parts: list[Any] = [read(endpoint, line.select) for endpoint in line.endpoint]
    found = [part if isinstance(part, dict) else {"value": part} for part in parts]
    times = [part["at"] for part in found if _is_number(part.get("at"))]
    oldest = 60 * line.inputs.get("oldest", _HOUR)
    for part in found:
        value: Any = part.get("value")
        if not _is_number(value) and not (line.is_text and isinstance(value, str)):
            continue
        if "at" not in part:
            return value
        at = next(iter(times), None) if part["at"] is None else part["at"]
        if at is not None and now - at <= oldest:
            return value
    return None


def _is_number(value: object) -> bool:
    """Return whether a value is a number, as templates mean it."""
    return isinstance(value, int | float) and not isinstance(value, bool)
