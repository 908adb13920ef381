"""The owner of the gateway."""

from typing import Final

from gateway_simulator import Account

OWNER: Final = Account("owner@example.com", "correct horse battery")
