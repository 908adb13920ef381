"""What a page shows after a rehearsed write, as far as that is known."""

from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus
from typing import Final, Literal

from ..address import same_page
from ..catalogue import catalogue
from ..document import CONTENT_TYPE_FORM, CONTENT_TYPE_JSON, Json, decode, to_json
from ..errors import InvalidData, Redirected, UnusableReply
from ..merging import as_type_of, effect, merge, rules_of, shown_as
from ..wire import Response
from .written import RehearsedWrite

# What a gateway says of a page that can't be read, or isn't there until it is written.
_NO_PAGE: Final = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)


def after(current: Json, write: RehearsedWrite) -> tuple[Json, bool]:
    """Return what a page shows after a write, and whether that is known.

    If it isn't, the page shows what was sent. A write that sends nothing by its body
    leaves the page as it is.
    """
    sent = write.sent()
    place, shown = shown_as(write.endpoint, sent)
    if place != write.endpoint:
        return _patched(current, shown)
    if (
        isinstance(current, dict)
        and isinstance(sent, dict)
        and isinstance(shown, dict)
        and not current.keys().isdisjoint(shown)
        and (way := _way_of(write.method, write.endpoint))
        and (way == "form") == (write.content_type == CONTENT_TYPE_FORM)
    ):
        if way == "form":
            sent = _as_page_has_it(current, sent)
        # The rest of the page is in what was merged, or the gateway keeps it.
        method = "POST" if write.merged else write.method
        return effect(current, sent, method, rules_of(write.endpoint)), True
    return current if sent is None else sent, False


def may_look_at(endpoint: str) -> bool:
    """Return whether a page is known to be read, and nothing starts by that."""
    known = catalogue().of(endpoint)
    return known is not None and known.readable and known.starts is None


def laid_over(response: Response, writes: list[RehearsedWrite]) -> Response:
    """Return a page as it would be after these writes, which are to this page.

    What the gateway refuses, such as for a role, it refuses here, too.
    """
    if response.stream or not (response.is_success or has_no_page(response)):
        return response
    real = document_of(response)
    document = real
    for write in writes:
        document, _ = after(document, write)
    if document is real:
        return response
    return with_page(response, to_json(document))


def with_page(response: Response, body: bytes) -> Response:
    """Return a response that shows another page, as a rehearsal has it."""
    return replace(
        response,
        status=int(HTTPStatus.OK),
        headers={"Content-Type": CONTENT_TYPE_JSON},
        body=body,
        rehearsed=True,
    )


def document_of(response: Response) -> Json:
    """Return what a page says, with every digit; None if it says nothing."""
    if response.stream or not response.is_success:
        return None
    try:
        return decode(response.body, response.content_type, exact=True)
    except UnusableReply:
        return None


def has_no_page(response: Response) -> bool:
    """Return whether nothing can be read there."""
    status = response.meaning
    return status in _NO_PAGE or (
        300 <= status < 400 and Redirected(status, response.location).to_error_page
    )


@lru_cache(maxsize=512)
def _way_of(method: str, endpoint: str) -> Literal["", "json", "form"]:
    """Return how a page takes the data of a method; empty if nobody knows."""
    page = same_page(endpoint)
    known = catalogue().of(endpoint) or next(
        (one for one in catalogue().endpoints if same_page(one.path) == page), None
    )
    if known is None or known.write is None or method not in known.write_methods:
        return ""
    match known.write.content:
        case "default":
            return "json"
        case "form":
            return "form"
    return ""


def _as_page_has_it(current: dict[str, Json], sent: dict[str, Json]) -> Json:
    """Return the fields of a form that a page shows, in the types that it has.

    A form's own fields, such as the name of what is to be done, aren't shown.
    """
    shown: dict[str, Json] = {}
    for key, value in sent.items():
        if key in current:
            there = current[key]
            plain = not isinstance(there, dict | list | None)
            fitting = as_type_of(there, value) if plain else None
            shown[key] = value if fitting is None else fitting
    return shown


def _patched(current: Json, patch: Json) -> tuple[Json, bool]:
    """Return a page on which a write to another one shows."""
    try:
        return merge(current, patch).whole, True
    except InvalidData:
        return current, False
