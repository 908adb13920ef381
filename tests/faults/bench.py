"""One gateway with its entry and account, to try one operation under one fault."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self
from urllib.parse import unquote

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.enphase_envoy_raw_data.guards import remember_certificate
from gateway_simulator import Account, CloudSimulator, GatewaySimulator, Received
from tests.integration.helpers import (
    INVERTERS,
    PASSWORD,
    by_hand,
    entry_data,
    make_entry,
    read,
    reauths,
)
from tests.restoring.put_back import PutsBack

# Seconds after which a token of three minutes is over; clocks may differ by more.
_LATER = 240


@dataclass(slots=True, kw_only=True)
class Bench(PutsBack):
    """What one cell of the matrix is tried with."""

    hass: HomeAssistant
    gateway: GatewaySimulator
    cloud: CloudSimulator

    name: str
    """Makes the account a different one for each bench."""

    role: str = "owner"

    multi_factor: bool = False
    """Whether the account has a second factor."""

    typed: Callable[[str], str] = str
    """What is entered for a code that was sent."""

    timeout: float
    """Seconds that a read has."""

    entry: MockConfigEntry = field(init=False)

    other: GatewaySimulator = field(init=False)
    """A gateway without a fault, if there is one beside it."""

    other_entry: MockConfigEntry = field(init=False)

    begun: int = 0
    """Requests that the cloud had received when the operation began."""

    @property
    def account(self) -> Account:
        """Return the account that gets tokens for the gateway."""
        return Account(
            f"{self.name}@example.com",
            PASSWORD,
            role=self.role,
            multi_factor=self.multi_factor,
        )

    @property
    def asked(self) -> list[Received]:
        """Return the requests that the gateway has received."""
        return self.gateway.journal.requests

    @property
    def asked_at_the_cloud(self) -> list[Received]:
        """Return the requests about this bench that the cloud has received."""
        received = self.cloud.journal.requests[self.begun :]
        return [one for one in received if self.is_meant(one)]

    @property
    def codes(self) -> list[str]:
        """Return the codes that were sent to the account, oldest first."""
        sent = self.cloud.second_factor.codes
        return [one.code for one in sent if one.email == self.account.email]

    @property
    def applied(self) -> int:
        """Return how often the gateway has carried out a write."""
        return sum(request.applied for request in self.gateway.journal.writes)

    @property
    def applied_at_other(self) -> int:
        """Return how often the other gateway has."""
        return sum(request.applied for request in self.other.journal.writes)

    def is_meant(self, request: Received) -> bool:
        """Return whether a request to the cloud is about this bench."""
        # The pages for codes are asked about one bench at a time.
        is_of_code = self.multi_factor and request.path.startswith("/app-api/")
        return (
            is_of_code
            or self.account.email.encode() in unquote(request.body.decode()).encode()
        )

    async def start(self, *, short_token: bool = False) -> Self:
        """Start the gateway and load its entry; the journal starts anew."""
        await self.gateway.start()
        self.cloud.add(self.account)
        lifetime = timedelta(minutes=3) if short_token else None
        token = self.gateway.token(self.role, lifetime)
        data = entry_data(self.gateway, username=self.account.email, token=token)
        self.entry = make_entry(self.hass, self.gateway, data)
        assert await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.hass.async_block_till_done()
        self.asked.clear()
        return self

    async def start_other(self) -> None:
        """Start a gateway beside it, and load its entry."""
        self.other = GatewaySimulator("8.3", serial=f"3{self.gateway.serial[1:]}")
        await self.other.start()
        self.other_entry = make_entry(self.hass, self.other, by_hand(self.other))
        assert await self.hass.config_entries.async_setup(self.other_entry.entry_id)
        await self.hass.async_block_till_done()
        self.other.journal.clear()

    async def stop(self) -> None:
        """Stop the gateways."""
        await self.gateway.stop()
        if hasattr(self, "other"):
            await self.other.stop()

    def let_token_end(self) -> None:
        """Let time pass at the gateway until a short token is over."""
        self.gateway.advance(_LATER)

    def store_token(self, token: str) -> None:
        """Put another token into an entry that is unloaded."""
        self.hass.config_entries.async_update_entry(
            self.entry, data={**self.entry.data, "token": token}
        )

    async def unload(self) -> None:
        """Unload the entry."""
        assert await self.hass.config_entries.async_unload(self.entry.entry_id)

    @property
    def wants_login(self) -> bool:
        """Return whether the owner is asked for a new login."""
        return any(
            flow["context"]["entry_id"] == self.entry.entry_id
            for flow in reauths(self.hass)
        )

    async def log_in_anew(self) -> None:
        """Answer the question for a new login as the owner does."""
        (flow_id,) = (
            flow["flow_id"]
            for flow in reauths(self.hass)
            if flow["context"]["entry_id"] == self.entry.entry_id
        )
        flow = self.hass.config_entries.flow
        await flow.async_configure(flow_id)
        fields = {
            "host": self.gateway.host,
            "username": self.account.email,
            "password": PASSWORD,
            "use_manual_token": False,
        }
        result = await flow.async_configure(flow_id, fields)
        assert result["reason"] == "reauth_successful", result
        await self.hass.async_block_till_done()

    @property
    def distrusts(self) -> bool:
        """Return whether the gateway's certificate has to be accepted first."""
        known: str = self.entry.data["certificate"]
        refuses: bool = self.entry.options.get("certificate") == "refuse"
        return refuses and known != self.gateway.fingerprint

    def accept_certificate(self) -> None:
        """Take the certificate for good, as the repair does."""
        remember_certificate(self.hass, self.entry, self.gateway.fingerprint)

    async def reload(self) -> bool:
        """Load the entry again, whatever state it is in; return whether it is."""
        await self.hass.config_entries.async_reload(self.entry.entry_id)
        await self.hass.async_block_till_done()
        return self.entry.state is ConfigEntryState.LOADED

    async def read(self) -> Any:
        """Read a page."""
        return await read(self.hass, self.entry, INVERTERS, timeout=self.timeout)
