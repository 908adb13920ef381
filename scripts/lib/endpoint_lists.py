"""Write the page that is made from the catalogue of endpoints.

Usage: endpoint_lists.py
"""

from collections.abc import Iterable, Iterator
import json
from pathlib import Path

from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    CATALOGUE_FILE,
    KnownEndpoint,
    catalogue,
)
from scripts.lib.markdown_table import table

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/endpoints.md"

# Groups with fewer endpoints than this stand together at the end.
_SMALLEST_GROUP = 3
_OTHERS = "Other pages"

_INTRODUCTION = """\
# Endpoints

The {count} endpoints that gateways are known to have, from recorded replies, public documentation and other programs. Your gateway has those that its hardware and firmware bring: [list_endpoints](actions.md#list_endpoints) finds out which. An endpoint that is not here can be read and written all the same.

This page and the lists in the forms of the actions are made from one file, `{file}`; `scripts/endpoints` writes the page.

- **Role** is the account that the gateway wants: an owner's token gets the pages of *owner*, *anybody* and *none* (no login needed). Other roles are given to installers and support. A dash means that it is not known.
- **Methods** in brackets are likely, and not confirmed. GET is for [read_data](actions.md#read_data), the others are for [send_data](actions.md#send_data).
- **Seen** says in words where it was seen. *Recorded on* names the firmware of those of 18 recordings of real gateways that show the page; others may have it as well.
- What stands in curly brackets has to be replaced, such as `{{eid}}` by the record number of a device or meter from `/ivp/eh/devs` or `/ivp/meters`.
"""  # noqa: E501 - a paragraph of a page is one line

_WRITES = """\
## What writes do

> [!WARNING]
> These are reports, not promises: the effect of a write depends on firmware and hardware. Read [Writing with care](writes.md) first.

Where the data is known, it is an example: replace serials and numbers by your own. *Locked* pages are refused until you [open them](actions.md#who-may-write-what).
"""  # noqa: E501

_RISKS = {
    "high": "High risk",
    "medium": "Medium risk",
    "low": "Low risk",
}

_CONTENT = {
    "form": "Add `content_type: form`.",
    "query": "This stands in the query of the endpoint, and an empty object is sent.",
    "none": "The page takes no data, so an empty object is sent.",
    "multipart": "It takes a file, which send_data can't send.",
}


def page() -> str:
    """Return the page of the endpoints."""
    endpoints = catalogue().endpoints
    file = CATALOGUE_FILE.relative_to(ROOT)
    parts = [_INTRODUCTION.format(count=len(endpoints), file=file)]
    parts += [
        f"## {title}\n\n{_table(members)}"
        for title, members in _grouped(endpoints).items()
    ]
    parts.append(_WRITES)
    parts += [
        f"### {title}\n\n{_table_of_writes(endpoints, risk)}"
        for risk, title in _RISKS.items()
    ]
    return "\n".join([*parts, "Next: [Troubleshooting](troubleshooting.md)\n"])


def _grouped(endpoints: Iterable[KnownEndpoint]) -> dict[str, list[KnownEndpoint]]:
    """Return the endpoints by the first parts of their paths."""
    groups: dict[str, list[KnownEndpoint]] = {}
    for known in endpoints:
        parts = known.path.split("/")[1:]
        length = 2 if parts[0] in ("admin", "ivp") else 1
        groups.setdefault("`/" + "/".join(parts[:length]) + "`", []).append(known)
    others = [
        title for title, members in groups.items() if len(members) < _SMALLEST_GROUP
    ]
    groups[_OTHERS] = [known for title in others for known in groups[title]]
    return {title: group for title, group in groups.items() if title not in others}


def _table(endpoints: Iterable[KnownEndpoint]) -> str:
    """Return a table of endpoints."""
    rows = [
        (
            f"`{known.path}`",
            f"**{known.name}.** {' '.join(_facts(known))}",
            ", ".join([*known.methods, *(f"({name})" for name in known.unconfirmed)])
            or "—",
            "; ".join(filter(None, [known.role, known.role_note])) or "—",
            "<br>".join(_seen(known)) or "—",
        )
        for known in endpoints
    ]
    return table("Endpoint", "What it is", "Methods", "Role", "Seen", rows=rows)


def _seen(known: KnownEndpoint) -> Iterator[str]:
    """Yield where an endpoint was seen."""
    if known.firmware:
        yield known.firmware
    if known.recorded_on:
        yield f"Recorded on {', '.join(known.recorded_on)}"


def _facts(known: KnownEndpoint) -> Iterator[str]:
    """Yield what is to be said about reading an endpoint."""
    yield known.about
    if known.instance:
        yield f"For example `{known.instance}`."
    if known.returns == "stream":
        yield "A live stream: read it with `stream_seconds`."
    elif known.returns != "json":
        yield f"It is {known.returns.upper()}."
    if known.slow:
        yield f"Slow: up to {known.slow} seconds."
    if known.starts:
        yield f"A read may start {known.starts}, so it is not probed."


def _table_of_writes(endpoints: Iterable[KnownEndpoint], risk: str) -> str:
    """Return a table of the writes with one risk."""
    rows = [
        (
            f"`{known.path}`" + (" *Locked*" if known.locked else ""),
            f"{write.effect} Risk: {write.reason}.",
            "<br>".join(_data(known)),
        )
        for known in endpoints
        if (write := known.write) and write.risk == risk
    ]
    return table("Endpoint", "What a write does", "Data", rows=rows)


def _data(known: KnownEndpoint) -> Iterator[str]:
    """Yield what each method takes, and how it is sent."""
    examples = known.write.examples if known.write else {}
    for method in known.write_methods:
        if method not in examples:
            yield f"{method}: not known"
        elif examples[method] is None:
            yield f"{method}: no data"
        else:
            yield f"{method}: `{json.dumps(examples[method], ensure_ascii=False)}`"
    if known.write and known.write.content in _CONTENT:
        yield _CONTENT[known.write.content]


if __name__ == "__main__":
    PAGE.write_text(page())
