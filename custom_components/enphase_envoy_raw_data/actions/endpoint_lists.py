"""The lists of endpoints in the forms: what they call each one, and in which order."""

from collections.abc import Iterator
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.selector import SelectOptionDict

from ..const import DOMAIN
from ..entry import serial_of
from ..entry_data import gateways_first
from ..gateway.catalogue import KnownEndpoint, catalogue
from ..record import last_probe_of
from ..words import words

_RISKS: Final = {
    "low": "form_risk_low",
    "medium": "form_risk_medium",
    "high": "form_risk_high",
}

# Answered, nobody knows, not answered.
_ORDER: Final = (True, None, False)

# Whoever owns a gateway has these, and a label has to fit on a phone.
_NOTHING_SPECIAL: Final = (None, "none", "anybody", "owner")


@callback
def listed_to_read(hass: HomeAssistant) -> list[SelectOptionDict]:
    """Return what can be read: what a gateway has answered first, most used first."""
    return _options(hass, catalogue().to_read(), writes=False)


@callback
def listed_to_write(hass: HomeAssistant) -> list[SelectOptionDict]:
    """Return what can be written, in the same order, with the risk."""
    return _options(hass, catalogue().to_write(), writes=True)


def _options(
    hass: HomeAssistant, endpoints: list[KnownEndpoint], *, writes: bool
) -> list[SelectOptionDict]:
    """Return endpoints as a pull-down has them, in the language of the system.

    With several gateways, an answer of any of them counts. What all of them left
    without an answer comes last.
    """
    answers = _answers(hass)
    in_order = sorted(
        endpoints, key=lambda known: _ORDER.index(answers.get(known.path))
    )
    return [
        SelectOptionDict(
            value=known.endpoint or known.path,
            label=" · ".join(
                _label(hass, known, answered=answers.get(known.path), writes=writes)
            ),
        )
        for known in in_order
    ]


def _answers(hass: HomeAssistant) -> dict[str, bool]:
    """Return whether any gateway has answered, by the path of the endpoint."""
    found: dict[str, bool] = {}
    entries = hass.config_entries.async_entries(DOMAIN, include_disabled=False)
    for entry in gateways_first(entries):
        if probe := last_probe_of(hass, entry.entry_id, serial_of(entry)):
            for path, answered in probe.answers.items():
                found[path] = found.get(path, False) or answered
    return found


def _label(
    hass: HomeAssistant, known: KnownEndpoint, *, answered: bool | None, writes: bool
) -> Iterator[str]:
    """Yield the parts of a label."""
    yield known.name_in(hass.config.language)
    yield known.endpoint or known.path
    if known.role not in _NOTHING_SPECIAL:
        yield words(hass, "common.form_role", role=known.role or "")
    if writes and known.write:
        yield words(hass, f"common.{_RISKS[known.write.risk]}")
    if answered is not None:
        yield words(hass, f"common.{'form_answers' if answered else 'form_silent'}")
