"""What is known about the endpoints that gateways have."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
import re
from typing import Any, Final

from ..address import same_page
from ..document import WRITE_METHODS, Json
from .files import read_yaml
from .locked import locked_page
from .names import names_of
from .search import Term, has, plain, terms_of

CATALOGUE_FILE: Final = Path(__file__).with_name("endpoints.yaml")

# Of two paths with this share of their characters in common, one is likely meant
# for the other: a letter or two are wrong, or a part is missing.
_SIMILAR: Final = 0.8
_MOST_SIMILAR: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownWrite:
    """What is known about writing to an endpoint."""

    effect: str
    risk: str
    """`low`, `medium` or `high`."""

    reason: str
    """Why the risk is what it is."""

    content: str = "default"
    """How the data goes: `default`, `form`, `query`, `none` or `multipart`."""

    success: str = ""
    """A word in the message of a reply that is no refusal; empty if none is known."""

    examples: Mapping[str, Json]
    """Data by method, as `send_data` takes it; None is no data."""

    choices: Mapping[str, list[str]]
    """Words that a text in the data is known to take, by its names with dots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEndpoint:
    """What is known about one endpoint; endpoints.yaml explains the fields."""

    path: str
    name: str
    about: str
    methods: tuple[str, ...]
    unconfirmed: tuple[str, ...] = ()
    role: str | None = None

    role_note: str | None = None
    """Where other accounts were seen to be enough, or refused."""

    returns: str = "json"
    """The kind of page: `json`, `xml`, `html`, `text` or `stream`."""

    firmware: str | None = None

    recorded_on: tuple[str, ...] = ()
    """The firmware of real recordings that show it; a part of all that are known."""

    evidence: tuple[str, ...]
    instance: str | None = None

    slow: float = 0
    """Seconds."""

    starts: str | None = None
    write: KnownWrite | None = None

    names: Mapping[str, str]
    """The name in other languages than English, by language, such as `de`."""

    def name_in(self, language: str) -> str:
        """Return the name in a language such as `de`; in English where it has none."""
        return self.names.get(language.partition("-")[0], self.name)

    @property
    def endpoint(self) -> str | None:
        """Return what can be asked for as it is; None if it has a gap to fill."""
        return self.instance or (None if "{" in self.path else self.path)

    def is_at(self, path: str) -> bool:
        """Return whether this is the endpoint at a path, without a query."""
        return _fills(self.path, path)

    def is_page(self, page: str) -> bool:
        """Return whether it is this page, as `same_page` has it."""
        return _fills(same_page(self.path), page)

    @property
    def of_login(self) -> bool:
        """Return whether it is a part of the login, which the client does itself."""
        return self.path.startswith("/auth/") or self.path == "/valid_token"

    @property
    def readable(self) -> bool:
        """Return whether it is known to be read."""
        return "GET" in self.methods

    @property
    def writable(self) -> bool:
        """Return whether it is known or likely to be written."""
        return any(method in WRITE_METHODS for method in self.write_methods)

    @property
    def write_methods(self) -> tuple[str, ...]:
        """Return the methods that write, those that are only likely last."""
        return tuple(
            method
            for method in (*self.methods, *self.unconfirmed)
            if method in WRITE_METHODS
        )

    @property
    def locked(self) -> bool:
        """Return whether a write is refused until the owner opens the page."""
        return self.writable and locked_page(self.path) is not None

    def mentions(self, terms: list[Term]) -> bool:
        """Return whether each of the terms of a search occurs in it."""
        texts = [self.path, self.instance, self.name, self.about]
        if self.write:
            texts.append(self.write.effect)
        text = plain(" ".join(filter(None, texts)))
        return all(has(text, term) for term in terms)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All known endpoints, sorted by path, and which of them are used most."""

    endpoints: tuple[KnownEndpoint, ...]
    most_read: tuple[str, ...]
    most_written: tuple[str, ...]

    def to_read(self) -> list[KnownEndpoint]:
        """Return what can be read as it is, the most used first."""
        return _in_order(
            [
                known
                for known in self.endpoints
                if known.readable and known.endpoint and not known.of_login
            ],
            self.most_read,
        )

    def to_write(self) -> list[KnownEndpoint]:
        """Return what `send_data` can write, unless it is locked; most used first."""
        return _in_order(
            [
                known
                for known in self.endpoints
                if known.write
                and known.write.content != "multipart"
                and known.endpoint
                and not known.locked
                and not known.of_login
            ],
            self.most_written,
        )

    def find(self, text: str) -> list[KnownEndpoint]:
        """Return the endpoints in which all words of the text occur, or their like."""
        terms = terms_of(text)
        return [known for known in self.endpoints if known.mentions(terms)]

    def of(self, endpoint: str) -> KnownEndpoint | None:
        """Return what is known of an endpoint, if it is known as it is written."""
        path = endpoint.partition("?")[0]
        return next((known for known in self.endpoints if known.is_at(path)), None)

    def of_page(self, endpoint: str) -> list[KnownEndpoint]:
        """Return what is known of the page of an endpoint, however that is written.

        Twins with and without a suffix may differ, so what is known of the endpoint
        as it is written counts alone.
        """
        if exact := self.of(endpoint):
            return [exact]
        page = same_page(endpoint)
        return [known for known in self.endpoints if known.is_page(page)]

    def similar(self, endpoint: str) -> list[str]:
        """Return endpoints that may be meant by one that a gateway doesn't have."""
        page = same_page(endpoint)
        # Twins with and without a suffix are one here, and the last one counts.
        pages: dict[str, list[str]] = {}
        for known in self.endpoints:
            if known.endpoint and known.endpoint != endpoint.partition("?")[0]:
                pages.setdefault(same_page(known.endpoint), []).append(known.endpoint)
        close = get_close_matches(page, pages, _MOST_SIMILAR, _SIMILAR)
        found = [endpoint for page in close for endpoint in pages[page]]
        return found[:_MOST_SIMILAR]


def _fills(path: str, filled: str) -> bool:
    """Return whether a path is another one with its gaps filled."""
    parts = re.split(r"\{\w+\}", path)
    return re.fullmatch("[^/]+".join(map(re.escape, parts)), filled) is not None


def _in_order(
    endpoints: list[KnownEndpoint], first: tuple[str, ...]
) -> list[KnownEndpoint]:
    """Return endpoints with some of them first."""
    place: dict[str | None, int] = {path: number for number, path in enumerate(first)}
    return sorted(endpoints, key=lambda known: place.get(known.endpoint, len(place)))


@cache
def catalogue() -> Catalogue:
    """Return the catalogue. The first call reads a file; later ones cost nothing."""
    content = read_yaml(CATALOGUE_FILE)
    most_used = content["most_used"]
    return Catalogue(
        tuple(_known(item) for item in content["endpoints"]),
        tuple(most_used["read"]),
        tuple(most_used["write"]),
    )


def _known(item: dict[str, Any]) -> KnownEndpoint:
    """Return one endpoint of the file."""
    facts: dict[str, Any] = {
        name: tuple(fact) if isinstance(fact, list) else fact
        for name, fact in item.items()
    }
    if "write" in item:
        facts["write"] = KnownWrite(**{"examples": {}, "choices": {}} | item["write"])
    return KnownEndpoint(**facts, names=names_of(item["name"]))
