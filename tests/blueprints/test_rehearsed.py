"""Each blueprint twice: rehearsed, and then for real at the same gateway."""

from dataclasses import dataclass
import json
from typing import Any

from homeassistant.core import Event, ServiceCall
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from tests.restoring.clock import Clock
from tests.writes.support import choose

from .bench import AUTOMATIONS, DOMAIN, FOLDER, PAGES, TARIFF, Bench
from .plays import PLAYS, Play, site_reacts
from .rehearsed_page import Write, in_words, read_rows, title, write_row
from .seen import MARK, Seen, data_of, of_reply, runs_of, traces_of


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A house whose owner tries a blueprint."""

    bench: Bench
    told: list[ServiceCall]
    gone: list[ServiceCall]
    copied: list[Event]
    clock: Clock

    async def play(self, play: Play, *, rehearse: bool) -> tuple[Seen, Any]:
        """Use a blueprint; return what the owner sees, and the whole reply."""
        bench = self.bench
        await choose(bench.hass, bench.entry, rehearse=rehearse)
        await bench.settled()
        await play.make(bench)
        for heard in (self.told, self.gone, self.copied):
            heard.clear()
        bench.gateway.journal.clear()
        before = await runs_of(bench.hass) if self._has_run else []
        reply = await play.run(bench, self.clock)
        seen = Seen.of(
            reply=of_reply(reply, PAGES.get(play.name, "")),
            told=data_of(self.told),
            gone=data_of(self.gone),
            events=data_of(self.copied),
            states={one: bench.state(one).state for one in play.sees},
            traces=await traces_of(bench.hass, before),
        )
        return seen, reply

    @property
    def _has_run(self) -> bool:
        """Return whether there are traces already."""
        return "trace" in self.bench.hass.config.components

    async def rows(self) -> list[dict[str, Any]]:
        """Return the writes that `list_writes` lists, the first at the beginning."""
        reply: Any = await self.bench.hass.services.async_call(
            DOMAIN,
            "list_writes",
            {"config_entry_id": self.bench.entry.entry_id},
            blocking=True,
            return_response=True,
        )
        return list(reversed(reply["writes"]))

    def recorded(self, rows: list[dict[str, Any]]) -> list[Write]:
        """Return what the record has of these rows."""
        log = self.bench.entry.runtime_data.log
        kept = [log.write_with(row["id"]) for row in rows]
        return [(row["method"], row["endpoint"], row["sent"]) for row in kept]


@pytest.fixture
def stage(
    bench: Bench,
    notifications: list[ServiceCall],
    gone: list[ServiceCall],
    clock: Clock,
) -> Stage:
    """Return a house whose meters and batteries follow what is written."""
    if TARIFF in (documents := bench.gateway.device.documents):
        documents[TARIFF]["tariff"]["storage_settings"]["opt_schedules"] = False
    site_reacts(bench)
    copied = async_capture_events(bench.hass, "enphase_envoy_raw_data_copy")
    return Stage(bench=bench, told=notifications, gone=gone, copied=copied, clock=clock)


@pytest.mark.parametrize(
    ("gateway", "play"),
    [
        pytest.param(one.replica, one, id=f"{one.name} {one.words}".strip())
        for one in PLAYS
    ],
    indirect=["gateway"],
)
async def test_as_for_real(
    stage: Stage, play: Play, request: pytest.FixtureRequest
) -> None:
    """Nothing leaves, the same would be sent, and the owner sees the same.

    But for what the house does by itself, which nobody can rehearse.
    """
    journal = stage.bench.gateway.journal
    rehearsed, promised = await stage.play(play, rehearse=True)
    assert journal.count() > 0
    assert journal.writes == []
    rows = await stage.rows()
    assert all(row["rehearsed"] for row in rows)
    would_be_sent = stage.recorded(rows)
    if would_be_sent and promised:
        assert promised["rehearsed"] is True
        assert promised[PAGES[play.name]] == would_be_sent[0][2]

    real, _ = await stage.play(play, rehearse=False)
    sent = stage.bench.sent()
    assert sent == would_be_sent
    # To the byte: the same order of keys, and all digits.
    assert [one.body for one in journal.writes] == [
        json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()
        for _, _, body in would_be_sent
    ]
    news = [row for row in await stage.rows() if "rehearsed" not in row]
    assert [row["status"] for row in news] == [200] * len(sent)

    same = _compared(play, rehearsed, real)
    cells = f"{in_words(sent)} | {in_words(would_be_sent)} | {same}"
    if request.config.getoption("update_snapshots"):
        write_row(play, cells)
    assert read_rows().get(title(play)) == cells


def _compared(play: Play, rehearsed: Seen, real: Seen) -> str:
    """Return in words whether the owner sees the same."""
    plain = rehearsed.unmarked()
    if plain.reply:
        assert plain.reply.pop("rehearsed", None) is True
    differing = plain.differs_from(real)
    assert bool(differing) is bool(play.why), (plain, real)
    assert MARK not in str(real)
    if not differing:
        return (
            "yes" if MARK not in str(rehearsed) else f"yes, with{MARK} behind the title"
        )
    assert differing <= {"reply", "told", "gone", "traces"}
    words = [
        f"You are told “{one['message']}”" for one in plain.told if one not in real.told
    ]
    replies = (plain.reply or {}, real.reply or {})
    assert replies[0].keys() == replies[1].keys()
    changed = [key for key in replies[0] if replies[0][key] != replies[1][key]]
    if changed:
        names = " and ".join(f"`{one}`" for one in changed)
        words.append(f"The reply has another {names}.")
    return f"no: {play.why}. {' '.join(words)}"


def test_the_table_is_whole() -> None:
    """Each blueprint of an automation or a script has its row, in order."""
    files = {path.name for folder in (FOLDER, AUTOMATIONS) for path in folder.iterdir()}
    assert {play.name for play in PLAYS} == files
    assert list(read_rows()) == [title(play) for play in PLAYS]
