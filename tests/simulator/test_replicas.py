"""The files of replicas are what they are made from."""

import json
from pathlib import Path
from typing import Any

import pytest
from replica_maker.__main__ import files, write
from replica_maker.site import SITES

from gateway_simulator import GatewaySimulator, UnknownReplicaError, replica_names
from gateway_simulator.replica import read_replica

_REPLICAS = Path(__file__).parents[2] / "simulator" / "gateway_simulator" / "replicas"


def test_names() -> None:
    """They are in the order of the firmware."""
    assert replica_names() == [
        *("3.7", "3.9", "3.18", "4.10", "5.0", "7.3", "7.6", "7.6-no-meters"),
        *("8.2", "8.2-three-phase", "8.3", "8.3-closing", "8.3-stale"),
    ]
    with pytest.raises(UnknownReplicaError, match=r"no replica 1\.0; there are 3"):
        read_replica("1.0")


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_files_are_what_the_maker_writes(site: Any) -> None:
    """Whoever changes a description must write the files again."""
    folder = _REPLICAS / site.name
    found = {path.name: path.read_text() for path in folder.iterdir()}
    assert found == files(site)


def test_maker_writes_anew(tmp_path: Path) -> None:
    """What was there before goes."""
    (tmp_path / "8.3").mkdir()
    (tmp_path / "8.3" / "left_over.json").write_text("{}")
    write(tmp_path)
    assert not (tmp_path / "8.3" / "left_over.json").exists()
    assert read_replica(tmp_path / "8.3").serial == read_replica("8.3").serial


async def test_a_folder_of_your_own(tmp_path: Path, client: Any) -> None:
    """A replica may lie anywhere and hold replies of any kind."""
    (tmp_path / "page.html").write_text("<h1>Hello</h1>")
    (tmp_path / "gone.json").write_text('{"err": "503"}')
    (tmp_path / "gateway.json").write_text(
        json.dumps(
            {
                "about": "Mine",
                "serial": "123456789012",
                "software": "D8.1.1",
                "info": {"device": {"pn": "800-1"}, "packages": {}},
                "endpoints": {
                    "/home": {"file": "page.html", "content_type": "text/html"},
                    "/ivp/gone": {"file": "gone.json", "status": 503},
                    "/ivp/odd": {"file": "page.html", "content_type": "text/html"},
                },
            }
        )
    )
    async with GatewaySimulator(tmp_path) as gateway:
        assert gateway.serial == "123456789012"
        assert gateway.truth == {}
        assert gateway.replica == tmp_path.name
        async with client.get(f"{gateway.url}/home") as reply:
            assert await reply.text() == "<h1>Hello</h1>"
            assert reply.content_type == "text/html"
        header = {"Authorization": f"Bearer {gateway.token()}"}
        async with client.get(f"{gateway.url}/ivp/gone", headers=header) as reply:
            assert reply.status == 503
            assert await reply.read() == b'{\n    "err": "503"\n}'
        async with client.get(f"{gateway.url}/ivp/odd", headers=header) as reply:
            assert reply.headers["Content-Type"] == "text/html"
