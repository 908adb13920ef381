"""The pages that are read: inverters as gateways list them, at exact sizes."""

from dataclasses import dataclass
import json

ENDPOINT = "/api/v1/production"
"""A page that says it is JSON, so that `rest_command` decodes it, too."""

_FIRST_SERIAL = 121_935_000_000
_READ_AT = 1_760_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page that is read."""

    size: int
    """Bytes."""

    wait: int = 0
    """Milliseconds that the gateway takes before it answers."""

    def endpoint(self, number: int = 0) -> str:
        """Return where the page is; each number is an endpoint of its own."""
        query = f"bytes={self.size}&wait={self.wait}"
        return f"{ENDPOINT}?{query}" + (f"&n={number}" if number else "")


USUAL = "12 kB"
"""What is read where the size is not what matters."""

SLOW = "12 kB after 20 ms"
"""What is read where requests must overlap if nobody keeps them apart."""

# A real gateway takes its time even for a small page; the simulator takes none.
PAGES = {
    "200 B": Page(size=200),
    USUAL: Page(size=12_000),
    "1 MB": Page(size=1_000_000),
    SLOW: Page(size=12_000, wait=20),
}
"""The pages, by what the table calls them."""


def body_of(size: int) -> bytes:
    """Return a JSON page of exactly so many bytes, as the firmware lays it out."""
    inverters = [_inverter(0)]
    length = len(_render(inverters))
    while length < size:
        inverters.append(_inverter(len(inverters)))
        length += len(_render(inverters[-1:]))
    while len(body := _render(inverters)) > size:
        inverters.pop()
    return body.ljust(size)


def _render(inverters: list[dict[str, str | int]]) -> bytes:
    """Return a list as the firmware writes it."""
    return json.dumps(inverters, indent=2).encode() + b"\n"


def _inverter(number: int) -> dict[str, str | int]:
    """Return one entry of the list."""
    return {
        "serialNumber": str(_FIRST_SERIAL + number),
        "lastReportDate": _READ_AT + number,
        "devType": 1,
        "lastReportWatts": number % 300,
        "maxReportWatts": 300,
    }
