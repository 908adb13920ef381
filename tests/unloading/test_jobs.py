"""Each action and each repair is interrupted, or it is said why it is not."""

import inspect
from typing import Final

from tests.integration.helpers import TEXTS

from .all_jobs import JOBS
from .guarded_jobs import Guarded

WITHOUT: Final = {
    "list_writes": "waits for nothing: what it tells is in memory",
    "rehearsal_goes_on": "waits for nothing: it stores a choice",
    "firmware_changed_waits": "the dialog of firmware_changed",
    "token_ending": "the dialog of role_lost",
    "token_expired": "the dialog of role_lost",
    "wrong_gateway": "the dialog of role_lost, with an address beside the login",
    "certificate_changed_refused": "the dialog of certificate_changed",
    "restore_overdue": "the dialog of restore_conflict",
    "restore_refused": "the dialog of restore_conflict",
}
"""What has no job of its own, and why."""

WITHOUT_DUE: Final = {
    "locked_by_name": "who has sent it doesn't matter when it is due",
    "locked_by_name_unknown": "who has sent it doesn't matter when it is due",
    "locked_for_users": "who has sent it doesn't matter when it is due",
    "locked_page": "asked for in the same moment as locked_for_everybody",
}
"""Refusals of guards that no job of something due meets, and why."""

_OF_GUARDS: Final = ("locked_", "firmware_not_")


def _sources() -> str:
    """Return the code of all jobs, with what they share."""
    kinds = {kind for job in JOBS for kind in type(job).__mro__}
    ours = [kind for kind in kinds if kind.__module__.startswith("tests.unloading")]
    return "\n".join(map(inspect.getsource, ours))


def _without_job(names: list[str]) -> list[str]:
    """Return those that no job names."""
    code = _sources()
    code = code.replace("ISSUE_CONFLICT", '"restore_conflict"')
    return [name for name in names if f'"{name}"' not in code]


def test_each_action() -> None:
    """One that is new needs a job."""
    actions = list(TEXTS["services"])
    assert len(actions) >= 6
    assert [one for one in _without_job(actions) if one not in WITHOUT] == []


def test_each_repair() -> None:
    """A dialog that is new needs a job."""
    repairs = [key for key, texts in TEXTS["issues"].items() if "fix_flow" in texts]
    assert len(repairs) >= 8
    assert [one for one in _without_job(repairs) if one not in WITHOUT] == []


def test_each_guard() -> None:
    """Whatever refuses a write refuses one that is due, too, and needs a job."""
    refusals = [key for key in TEXTS["exceptions"] if key.startswith(_OF_GUARDS)]
    assert len(refusals) >= 7
    met = [job.refusal for job in JOBS if isinstance(job, Guarded)]
    assert [key for key in refusals if key not in (*met, *WITHOUT_DUE)] == []


def test_no_reason_is_left_over() -> None:
    """What is gone needs no reason, and an odd name is found to have no job."""
    assert set(WITHOUT) <= {*TEXTS["services"], *TEXTS["issues"]}
    assert set(WITHOUT_DUE) <= {*TEXTS["exceptions"]}
    assert _without_job(["read_data", "brew_coffee"]) == ["brew_coffee"]
