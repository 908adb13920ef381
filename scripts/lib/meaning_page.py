"""Write docs/what-replies-mean.md from the notes of the catalogue.

Usage: meaning_page.py
"""

from collections.abc import Iterator
from pathlib import Path

from replica_maker.habits import HABITS
import yaml

from custom_components.enphase_envoy_raw_data.gateway import Json
from custom_components.enphase_envoy_raw_data.gateway.catalogue import (
    NOTES_FILE,
    Note,
    all_notes,
)
from scripts.lib.markdown_table import table
from scripts.lib.questions import Answer, Question, questions
from scripts.lib.replica_answers import caught_on, reader, replicas, verdict

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/what-replies-mean.md"

_HOUR = 3600

# Replicas for examples; the first that has the pages is taken.
_EXAMPLES = ("8.2", "8.3", "7.6-no-meters")
_LONGEST_LIST = 3

_WITHOUT_METERS = (
    "on gateways without meters (their `/ivp/meters` is `[]`, or isn't there)"
)

_INTRODUCTION = """\
# What replies mean

The numbers of a gateway are often not what their names say. This page answers by question: which page and which `select` are right on every firmware that we know, and which ones look right and aren't. Below stand [all notes](#notes) about fields.

{contents}

**How to use it.** Take the first answer that gives a value, in automations as in Home Assistant's tools. Most give `value` and `at`, the time of the measurement in seconds since 1970: compare it as the text says, since some gateways show what was true days ago without a word. `null`, or an error, is no answer; it is never 0. If a script is to go on to the next answer after an error, put `reply: {{}}` before the call and `continue_on_error: true` beside `action:`.

<!-- run: 8.2 owner -->
```yaml
alias: Tell what we export
sequence:
  - action: enphase_envoy_raw_data.read_data
    data:
      config_entry_id: YOUR_ENTRY_ID
      endpoint: /production.json
      select: >-
        consumption[?measurementType == 'net-consumption' && activeCount > `0`]
        | [0].{{value: abs(min([wNow, `0`])), at: readingTime}}
    response_variable: reply
  - variables:
      export: "{{{{ reply['/production.json'] }}}}"
  - if: "{{{{ export and now().timestamp() - export.at < 3600 }}}}"
    then:
      - action: persistent_notification.create
        data:
          message: "We export {{{{ export.value | round }}}} W."
```

Without YAML, the blueprints [Value as a sensor](blueprints.md#value-as-a-sensor) and [Value into a helper](blueprints.md#ready-lines) take the same lines and look at the time themselves. For replies about which something is known, `read_data` with [`metadata: true`](actions.md#metadata) says so.

This page is made from `{file}`; `scripts/endpoints` writes it.
"""  # noqa: E501 - a paragraph of a page is one line

_TRIED = """\
## Tried on every replica

Each question is asked of each [replica](simulator.md#replicas) with an owner's login, and the answer is compared with what is true of its site. *None* is no answer; a wrong one is none of these.

"""  # noqa: E501

_HABITS = """\
Then habits that gateways have at times are laid over each replica that they fit, and everything is asked again with an installer's login. The sums of all questions and all those replicas:

"""  # noqa: E501

_NOTES = """\
## Notes

By page and field. *Seen* is the number of recordings of real gateways, of 37, that show it; *confidence* is how it is known: *seen* in recordings, *run* with a program, *documented* elsewhere, *reported* by owners, or *inferred*. `list_endpoints` gives the same, and `read_data` with `metadata: true` those that hold for a reply.
"""  # noqa: E501


def page() -> str:
    """Return the page."""
    asked = questions()
    parts = [
        _INTRODUCTION.format(
            contents="\n".join(
                f"- [{each.question}](#{_anchor(each.question)})" for each in asked
            ),
            file=NOTES_FILE.relative_to(ROOT),
        )
    ]
    parts += map(_section, asked)
    parts += [_TRIED + _table_of_replicas(), _HABITS + _table_of_habits(), _NOTES]
    parts += _notes()
    return "\n".join([*parts, "Next: [Recipes](recipes.md)\n"])


def _section(question: Question) -> str:
    """Return what the page says of a question."""
    is_yes_or_no = question.unit.startswith("true")
    unit = "True or false." if is_yes_or_no else f"In {question.unit}."
    lines = [f"## {question.question}\n", f"{unit} No answer: {question.none}.\n"]
    for place, answer in enumerate(question.answers):
        lines.append(" ".join(_advice(answer, is_first=not place)) + "\n")
        lines.append(_call(answer))
    rows = [
        (
            f"`{trap.endpoint}`",
            _code(trap.select),
            trap.why,
            ", ".join(caught_on(question, trap)),
        )
        for trap in question.wrong
    ]
    lines.append("What looks right:\n")
    lines.append(table("Page", "Select", "Why not", "Wrong on", rows=rows))
    return "\n".join(lines)


def _advice(answer: Answer, *, is_first: bool) -> Iterator[str]:
    """Yield for which gateways an answer is, and what to look at."""
    start = "Read" if is_first else "If that gives nothing, read"
    where = "" if answer.meters is None else f", {_WITHOUT_METERS},"
    age = {
        None: "it has no time",
        "day": "`at` has to be of today",
        _HOUR: "`at` has to be less than an hour old",
    }.get(answer.oldest, "`at` has to be less than a day old")
    yield f"{start}{where} this; {age}."
    if len(answer.endpoint) > 1:
        yield "The value comes from one page, and `at` from the other."


def _call(answer: Answer) -> str:
    """Return an answer as a call, with the reply of a replica that has its pages."""
    for name in _EXAMPLES:
        found = {
            one: reader(replicas()[name], "installer")(one, answer.select)
            for one in answer.endpoint
        }
        if None not in found.values():
            break
    pages = answer.endpoint
    called = pages[0] if len(pages) == 1 else f"[{', '.join(pages)}]"
    shown = yaml.safe_dump(_shortened(found), sort_keys=False, allow_unicode=True)
    return f"""\
<!-- run: {name} installer -->
```yaml
action: enphase_envoy_raw_data.read_data
data:
  config_entry_id: YOUR_ENTRY_ID
  endpoint: {called}
  select: >-
    {answer.select}
response_variable: reply
```

<!-- reply -->
```yaml
{shown}```
"""


def _shortened(value: Json) -> Json:
    """Return a value with the rest of long lists left out."""
    if isinstance(value, dict):
        return {key: _shortened(item) for key, item in value.items()}
    if isinstance(value, list) and len(value) > _LONGEST_LIST:
        return [*value[:2], f"… {len(value) - 2} more"]
    return value


def _table_of_replicas() -> str:
    """Return the table of questions and replicas."""
    rows = [
        (each.question, *(verdict(each, replica) for replica in replicas().values()))
        for each in questions()
    ]
    return table("Question", *(f"`{name}`" for name in replicas()), rows=rows)


def _table_of_habits() -> str:
    """Return the table of habits, with how often each verdict came."""
    rows = []
    for habit in HABITS:
        said = [
            verdict(each, replica, "installer")
            for replica in replicas(habit.name).values()
            for each in questions()
        ]
        counts = (str(said.count(word)) for word in ("right", "none", "wrong"))
        rows.append((f"`{habit.name}`", habit.about, *counts))
    return table("Habit", "What it is, and where", "Right", "None", "Wrong", rows=rows)


def _notes() -> Iterator[str]:
    """Yield the notes of each page."""
    pages: dict[str, list[Note]] = {}
    for note in all_notes():
        pages.setdefault(note.endpoint, []).append(note)
    for endpoint, notes in sorted(pages.items()):
        rows = [
            (
                _code(note.field) if note.field else "the page",
                " ".join(_words(note)),
                note.firmware,
                f"{note.evidence} ({_known(note)})",
            )
            for note in notes
        ]
        fields = table("Field", "What it is", "Firmware", "Evidence", rows=rows)
        yield f"### `{endpoint}`\n\n{fields}"


def _known(note: Note) -> str:
    """Return how a note is known."""
    if not note.seen_on:
        return note.confidence
    word = "recording" if note.seen_on == 1 else "recordings"
    return f"{note.confidence}, {note.seen_on} {word}"


def _words(note: Note) -> Iterator[str]:
    """Yield what a note says, as sentences."""
    yield note.meaning
    if note.unit:
        yield f"Unit: {note.unit}."
    if note.sign:
        yield f"Positive: {note.sign}."
    if note.fresh:
        yield f"Age: {note.fresh}."
    if note.taken_for:
        yield f"Often taken for: {note.taken_for}."


def _anchor(heading: str) -> str:
    """Return the address of a heading."""
    return heading.lower().replace(" ", "-").replace("?", "").replace("'", "")


def _code(text: str) -> str:
    """Return a text as code, with backticks inside."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


if __name__ == "__main__":
    PAGE.write_text(page())
