"""Pages of a replica as the tests look at them."""

from dataclasses import dataclass
from typing import Any

from replica_maker.site import SITES

from gateway_simulator.replica import read_replica

SITE = {site.name: site for site in SITES}


@dataclass(frozen=True)
class Pages:
    """The documents of a replica, and what is true of its site."""

    name: str

    def __getitem__(self, path: str) -> Any:
        """Return a document."""
        return read_replica(self.name).pages[path].content

    def __contains__(self, path: str) -> bool:
        """Tell whether the replica has a page."""
        return path in read_replica(self.name).pages

    @property
    def truth(self) -> dict[str, Any]:
        """Return the truth of the site."""
        return read_replica(self.name).truth

    def eim(self, kind: str) -> Any:
        """Return the entry of one meter in /production.json, if there is one."""
        document = self["/production.json"]
        entries = document["production"] + document.get("consumption", [])
        found = [entry for entry in entries if entry.get("measurementType") == kind]
        return found[0] if found else None

    def reading(self, kind: str) -> Any:
        """Return the readings of one meter."""
        [eid] = [
            meter["eid"]
            for meter in self["/ivp/meters"]
            if meter["measurementType"] == kind
        ]
        readings = self["/ivp/meters/readings"]
        return next(row for row in readings if row["eid"] == eid)

    def groups(self, path: str) -> dict[str, list[dict[str, Any]]]:
        """Return the devices of an inventory by type."""
        return {group["type"]: group["devices"] for group in self[path]}

    def devices(self) -> list[dict[str, Any]]:
        """Return the devices of /ivp/pdm/device_data."""
        rows = self["/ivp/pdm/device_data"].values()
        return [row for row in rows if isinstance(row, dict)]
