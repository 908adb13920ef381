"""A write in a rehearsal: everything as for real, but that it leaves."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPStatus

from ..document import CONTENT_TYPE_JSON
from ..errors import BrokenReply, EndlessReply, ReplyTooLarge
from ..rehearsal import RehearsedWrite, Run, may_look_at
from ..wire import BUSY, Response, raise_for_status
from .request import Approve, Request


async def rehearse(
    request: Request,
    run: Run,
    exchange: Callable[[Request], Awaitable[Response]],
    log_in: Callable[[], Awaitable[None]],
    approve: Callable[[Approve], Awaitable[None]],
) -> Response:
    """Take a write that doesn't leave, and return a reply that says what was sent.

    The page is read first, by which the gateway shows that it is there and takes the
    login. Whatever a page says that can't be read, the write may be taken. Where a read
    may start something, the login is checked instead. Raises GatewayError, and what
    `approve` raises.
    """
    write = RehearsedWrite.of(
        request.method,
        request.endpoint,
        request.body.value if request.body else None,
        request.body.content_type if request.body else "",
        merged=request.merged,
    )
    page: Response | None = None
    if may_look_at(write.shown_at):
        look = Request(
            method="GET",
            endpoint=write.shown_at,
            limit=request.limit,
            must_identify=True,
            run=run,
        )
        with suppress(BrokenReply, EndlessReply, ReplyTooLarge):
            page = await exchange(look)
    else:
        await log_in()
    if page and page.meaning in BUSY:
        raise_for_status(page, "", "GET")
    if request.approve:
        await approve(request.approve)
    if request.refused_before:
        raise request.refused_before
    is_known = run.take(write, page)
    return Response(
        status=int(HTTPStatus.OK),
        headers={"Content-Type": CONTENT_TYPE_JSON},
        body=write.text,
        rehearsed=True,
        effect_known=is_known,
    )
