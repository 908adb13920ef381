"""Records a replica, as a gateway is recorded, for those who have no gateway.

Its numbers are invented, and the recorder puts others in their place all the same.
"""

import asyncio
import hashlib
import json
from pathlib import Path
import sys
from typing import Any, Final

import aiohttp

from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials,
    GatewayClient,
    open_session,
)
from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    CATALOGUE_FILE,
    catalogue,
)
from custom_components.enphase_envoy_raw_data.recording import BUNDLED_FILE, record
from gateway_simulator import GatewaySimulator

REPLICA: Final = "8.2"
"""It has meters, inverters, batteries, a tariff, relay, dry contacts and a limit of
the export, so that each blueprint and each kind of write finds its page."""

ROLE: Final = "installer"
"""The account that sees the most."""


async def make(path: Path, replica: str = REPLICA, account: str = ROLE) -> None:
    """Write a recording of a replica, in the place of one that is there."""
    async with GatewaySimulator(replica) as gateway:
        session = open_session(
            resolver=aiohttp.ThreadedResolver(), user_agent="practice"
        )
        credentials = (
            Credentials(token=gateway.token(account), by_hand=True)
            if gateway.token_login
            else Credentials(username=account)
        )
        client = GatewayClient(session, gateway.host, credentials)
        try:
            await client.identify()
            await client.log_in()
            new = path.with_suffix(".new")
            new.unlink(missing_ok=True)
            await record(client, catalogue().endpoints, new, facts=_facts(client))
            new.replace(path)
        finally:
            await client.close()
            await session.close()


def _facts(client: GatewayClient) -> dict[str, Any]:
    """Return what a recording tells of how it was made."""
    manifest = json.loads((CATALOGUE_FILE.parents[2] / "manifest.json").read_text())
    identity = client.identity
    return {
        "integration": manifest["version"],
        "catalogue": {
            "endpoints": len(catalogue().endpoints),
            "sha256": hashlib.sha256(CATALOGUE_FILE.read_bytes()).hexdigest(),
        },
        "gateway": {
            "firmware": identity.firmware if identity else None,
            "part_number": identity.part_number if identity else None,
            "metered": identity.metered if identity else None,
        },
        "account": client.account,
    }


if __name__ == "__main__":
    asyncio.run(make(BUNDLED_FILE))
    sys.stdout.write(f"{BUNDLED_FILE.name}: {BUNDLED_FILE.stat().st_size} bytes\n")
