"""Looks for secrets in everything that Home Assistant tells or keeps."""

import base64
from collections.abc import Iterable, Iterator
import json
import logging
import re
from typing import Any

from homeassistant.const import CONF_PASSWORD, CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from custom_components.enphase_envoy_raw_data.diagnostics import (
    async_get_config_entry_diagnostics,
)
from gateway_simulator import CODES_SEEN, SECRETS_SEEN

DOMAINS = ("enphase_envoy_raw_data", "enphase_envoy")

# The test plugin logs what it would have written to the disk, entries included.
_NOT_HOME_ASSISTANT = "pytest_homeassistant_custom_component"

# The one file that may hold secrets.
_ENTRIES = "core.config_entries"

# What is shorter turns up by chance: the user `envoy` has six digits of the serial.
_SHORTEST = 8


class SecretWatch:
    """Knows the secrets that are in play in one test, and where to look for them.

    Events are seen in the log, where Home Assistant puts each with all its data,
    and traces in the file that it writes when it stops.
    """

    def __init__(self) -> None:
        """Forget the secrets of other tests."""
        SECRETS_SEEN.clear()
        CODES_SEEN.clear()
        self._told: dict[str, str] = {}
        self._entries = ""
        self._expected: tuple[str, str] | None = None

    def expect(self, secret: str, where: str) -> None:
        """Fail if this secret, which the test tells itself, is not found there."""
        self._expected = secret, where

    def look_at_home_assistant(self, hass: HomeAssistant) -> None:
        """Take down what can only be seen while Home Assistant runs."""
        for entry in hass.config_entries.async_entries():
            if entry.domain in DOMAINS:
                SECRETS_SEEN.update(
                    str(entry.data.get(key) or "")
                    for key in (CONF_PASSWORD, CONF_TOKEN)
                )
        self._told |= {
            "diagnostics": _text(list(_diagnostics(hass))),
            "repair issues": _text(
                [repr(issue) for issue in ir.async_get(hass).issues.values()]
            ),
            "flows": _text(hass.config_entries.flow.async_progress()),
            "notifications": _text(hass.data.get("persistent_notification")),
            "states": _text([state.as_dict() for state in hass.states.async_all()]),
        }

    def look_at_storage(self, storage: dict[str, Any]) -> None:
        """Take down what was written to files other than that of the entries."""
        self._told |= {
            f"file {name}": _text(content)
            for name, content in storage.items()
            if name != _ENTRIES
        }
        self._entries = _text(storage.get(_ENTRIES))

    def look_at_log(self, records: Iterable[logging.LogRecord]) -> None:
        """Take down what was logged; pytest has put it into words already."""
        self._told["log"] = self._told.get("log", "") + "\n".join(
            f"{record.name}: {record.getMessage()}\n{record.exc_text or ''}"
            for record in records
            if not record.name.startswith(_NOT_HOME_ASSISTANT)
        )

    def check(self) -> None:
        """Fail if a secret was told; what was taken down can be forgotten then."""
        found = {
            (secret, where): _line(text, secret)
            for where, text in self._told.items()
            for secret in _searched(SECRETS_SEEN)
            if secret in text
        }
        # Not even an entry keeps a code.
        found |= {
            (code, where): _line(text, told[0])
            for where, text in {**self._told, "entries": self._entries}.items()
            for code in CODES_SEEN
            if (told := _code(code).search(text))
        }
        if self._expected:
            assert self._expected in found
            secret, _ = self._expected
            found = {told: line for told, line in found.items() if told[0] != secret}
        assert not found, found
        self._told.clear()


def _line(text: str, secret: str) -> str:
    """Return the end of the line up to the secret."""
    return text[: text.index(secret) + len(secret)].rpartition("\n")[2][-500:]


def _searched(secrets: Iterable[str]) -> Iterator[str]:
    """Yield what to look for; each part of a token is as bad as all of it."""
    for secret in secrets:
        head, *parts = secret.split(".")
        found = parts if head.startswith("eyJ") else [secret]
        yield from (part for part in found if len(part) >= _SHORTEST)


def _code(code: str) -> re.Pattern[str]:
    """Return what a code looks like, alone or in base64.

    Six digits behind a point are a fraction of a second.
    """
    packed = base64.b64encode(code.encode()).decode()
    return re.compile(rf"(?<![\d.]){re.escape(code)}(?!\d)|{re.escape(packed)}")


def _diagnostics(hass: HomeAssistant) -> Iterator[Any]:
    """Yield what a bug report would have in it."""
    for entry in hass.config_entries.async_entries(DOMAINS[0]):
        asked = async_get_config_entry_diagnostics(hass, entry)
        yield hass.loop.run_until_complete(asked)


def _text(value: Any) -> str:
    """Return a value as text."""
    return json.dumps(value, default=repr, ensure_ascii=False)
