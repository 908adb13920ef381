"""The inside of a gateway: its documents, and what writes did to them."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

from ..journal import Received
from ..replica import SERVER_HEADERS, Firmware, Page, Replica
from ..wire import Framing, Reply
from .views import part, view
from .write_rules import write_rules
from .writes import Change, Documents, Malformed, Outcome, Rule, Write

_SUFFIXES = (".json", ".xml")


@dataclass(frozen=True, slots=True)
class _Due:
    """A change that waits for its time."""

    # Seconds on the device's own clock.
    at: float
    change: Change


class Device:
    """The documents of one gateway.

    Delayed changes are made when somebody next looks, so no timer is left
    behind when a test ends.
    """

    def __init__(
        self, replica: Replica, *, seconds: Callable[[], float], follow_after: float
    ) -> None:
        """Start as the replica is; `seconds` is a clock that only goes forward."""
        self._seconds = seconds
        # Seconds in which relays and contacts follow a write.
        self.follow_after = follow_after
        self._due: list[_Due] = []
        self.documents: Documents = {}
        self._pages: dict[str, Page] = {}
        self.load(replica)

    def load(self, replica: Replica) -> None:
        """Become another gateway."""
        self._due.clear()
        self._pages = replica.pages
        self.documents = {
            path: deepcopy(page.content)
            for path, page in replica.pages.items()
            if not isinstance(page.content, bytes)
        }

    @property
    def paths(self) -> list[str]:
        """Return the paths of the replica's pages."""
        return sorted(self._pages)

    def answer(self, request: Received, firmware: Firmware) -> Reply:
        """Answer a request whose login was good enough."""
        self._settle()
        path = self._known(request.path, firmware)
        rules = self._rules(path)
        if request.method in ("GET", "HEAD"):
            return self._read(request, path, firmware, rules)
        if rule := rules.get(request.method):
            return self._write(request, path, firmware, rule)
        if rules or self._is_there(path) or self._is_part(path):
            return firmware.error(path, 405, "405 - Method Not Allowed")
        return firmware.missing(path)

    def _known(self, path: str, firmware: Firmware) -> str:
        """Return the path under which a page is kept."""
        if path in self._pages:
            return path
        short = path.rstrip("/")
        # From 7 on most web pages answer under a suffixed name, too.
        if firmware.token_login:
            for suffix in _SUFFIXES:
                if short.removesuffix(suffix) in self._pages:
                    return short.removesuffix(suffix)
        return short if self._is_part(short) else path

    def _is_there(self, path: str) -> bool:
        """Tell whether there is a page, and not the recording of a refusal."""
        page = self._pages.get(path)
        return page is not None and page.status in range(200, 300)

    def _is_part(self, path: str) -> bool:
        """Tell whether a page is a part of another one."""
        return part(path, self.documents) is not None

    def _rules(self, path: str) -> dict[str, Rule]:
        """Return the write rules of a path."""
        return write_rules(
            path,
            self.documents,
            exists=path in self.documents or self._is_part(path),
        )

    def _read(
        self,
        request: Received,
        path: str,
        firmware: Firmware,
        rules: dict[str, Rule],
    ) -> Reply:
        """Answer a GET."""
        page = self._pages.get(path, Page(content=None))
        if page.headers is not None:
            return self._recorded(request, path, page, page.headers, firmware)
        if isinstance(page.content, bytes):
            return firmware.dress(
                request.path,
                page.content,
                status=page.status,
                content_type=page.content_type,
            )
        document = view(path, request.query, self.documents, request.at)
        if document is None and path not in self._pages:
            if rules:
                return firmware.error(path, 405, "405 - Method Not Allowed")
            return firmware.missing(request.path)
        return firmware.dress(
            request.path,
            firmware.render(request.path, document),
            status=page.status,
            content_type=page.content_type,
        )

    def _recorded(
        self,
        request: Received,
        path: str,
        page: Page,
        headers: tuple[tuple[str, str], ...],
        firmware: Firmware,
    ) -> Reply:
        """Answer a GET with a page as it was recorded, or as a write has left it."""
        body = page.raw or b""
        if not isinstance(page.content, bytes):
            document = view(path, request.query, self.documents, request.at)
            if document != page.content:
                body = firmware.render(request.path, document)
        dressed = firmware.dress(request.path, body, status=page.status)
        own = [pair for pair in dressed.headers if pair[0] in ("Date", "Connection")]
        kept = [pair for pair in headers if pair[0].lower() not in SERVER_HEADERS]
        names = {name.lower() for name, _ in headers}
        framing = Framing.LENGTH if "content-length" in names else Framing.CLOSE
        if "transfer-encoding" in names:
            framing = Framing.CHUNKED
        return Reply(
            status=page.status, headers=[*own, *kept], body=body, framing=framing
        )

    def _write(
        self, request: Received, path: str, firmware: Firmware, rule: Rule
    ) -> Reply:
        """Carry out a write, or what faults left of it."""
        try:
            outcome = rule(
                Write(
                    method=request.method,
                    path=path,
                    query=request.query,
                    body=request.body,
                    documents=self.documents,
                )
            )
        except Malformed:
            return firmware.error(path, 400, "400 - Bad Request")
        request.left_out = outcome.left_out
        plan = request.plan
        if not plan.ignore and (outcome.change or outcome.follow):
            request.applied = True
            before = self._touched(outcome)
            if outcome.change:
                self._make(outcome.change, plan.after)
            if outcome.follow:
                self._make(outcome.follow, plan.after + self.follow_after)
            if plan.put_back_after is not None:
                self._make(
                    lambda documents: documents.update(before), plan.put_back_after
                )
        body = outcome.reply
        if not isinstance(body, bytes):
            body = firmware.render(path, body)
        return firmware.dress(path, body)

    def _touched(self, outcome: Outcome) -> Documents:
        """Return the present state of the documents that a write will change."""
        trial = deepcopy(self.documents)
        for change in (outcome.change, outcome.follow):
            if change:
                change(trial)
        return {
            path: deepcopy(document)
            for path, document in self.documents.items()
            if trial[path] != document
        }

    def _make(self, change: Change, after: float) -> None:
        """Make a change, at once or later."""
        if after <= 0:
            change(self.documents)
        else:
            self._due.append(_Due(self._seconds() + after, change))

    def _settle(self) -> None:
        """Make the changes whose time has come, oldest first."""
        now = self._seconds()
        ready = sorted((due for due in self._due if due.at <= now), key=lambda d: d.at)
        self._due = [due for due in self._due if due.at > now]
        for due in ready:
            due.change(self.documents)
