"""What a recording takes of the memory of Home Assistant."""

from .support import run

# In a process of its own: what tests have used before would be used again.
_PROGRAM = """
import asyncio, tempfile, tracemalloc
from pathlib import Path
from gateway_simulator import GatewaySimulator
from custom_components.enphase_envoy_raw_data.gateway import (
    Credentials, GatewayClient, open_session,
)
from custom_components.enphase_envoy_raw_data.gateway.catalogue import catalogue
from custom_components.enphase_envoy_raw_data.recording import record

async def main():
    async with GatewaySimulator("8.3") as gateway:
        async with open_session(resolver=None, user_agent="test") as session:
            login = Credentials(token=gateway.token("installer"), by_hand=True)
            client = GatewayClient(session, gateway.host, login)
            await client.identify()
            await client.log_in()
            known = catalogue().endpoints
            for endpoint in ("/production.json", "/inventory", "/home"):
                await client.read(endpoint)
            await asyncio.to_thread(bool)
            tracemalloc.start()
            with tempfile.TemporaryDirectory() as folder:
                made = await record(client, known, Path(folder, "a.zip"), facts={})
            print(len(made.pages), sum(page.bytes or 0 for page in made.pages),
                  tracemalloc.get_traced_memory()[1])
            await client.close()

asyncio.run(main())
"""


def test_memory() -> None:
    """94 pages take 16 MiB at most, over what was used before."""
    done = run("-c", _PROGRAM)
    assert done.returncode == 0, done.stderr
    pages, size, memory = map(int, done.stdout.split())
    assert pages == 94
    assert size > 100_000
    assert 0 < memory <= 16 * 1024 * 1024, done.stdout
    print(f"{memory / 1024 / 1024:.1f} MiB for {size} bytes of pages")  # noqa: T201
