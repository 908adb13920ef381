"""The browser meets every mood of the simulator's cloud, and every refusal of it."""

from dataclasses import fields
from itertools import pairwise

from gateway_simulator import CloudSimulator, SecondFactor
from screens.scenes.cloud_moods import (
    AFTER_A_CODE,
    AFTER_PASSWORD,
    WHEN_A_CODE_IS_SENT,
    by_form,
    in_few_words,
)
from screens.scenes.stage import MOODS
from screens.scenes.texts import words

REFUSING = [*AFTER_PASSWORD, *WHEN_A_CODE_IS_SENT, *AFTER_A_CODE]
SETS = [*(mood.sets for mood in REFUSING), by_form, in_few_words]

# Told before anything is sent, after a second request, or by the gateway.
BY_HAND = {
    "code_malformed",
    "code_outdated",
    "code_too_soon",
}

OF_THE_CLOUD = {
    "account_locked",
    "cloud_failed",
    "cloud_failed_lasting",
    "cloud_failed_reply",
    "cloud_unreachable",
    "login_refused",
    "login_unfinished",
    "no_access",
    "token_for_other",
    "too_many_codes",
}


def test_each_mood_is_met() -> None:
    """Whatever can be odd about the cloud's second factor is so in some scene."""
    usual = SecondFactor()
    met = set()
    for sets in SETS:
        cloud = CloudSimulator()
        sets(cloud)
        met |= {
            name
            for name in MOODS
            if getattr(cloud.second_factor, name) != getattr(usual, name)
        }
        met |= {"wants_form"} if cloud.wants_form else set()
    assert met == {*MOODS, "wants_form"}
    assert {field.name for field in fields(SecondFactor)} >= set(MOODS)
    assert any(mood.is_off for mood in REFUSING)
    assert any(mood.account.blocked for mood in REFUSING)


def test_each_refusal_is_read() -> None:
    """Each error about codes is on the screen in some scene, and each of the cloud."""
    codes = {f"code_{name}" for name in ("login_over", "rejected")}
    assert {mood.says for mood in REFUSING} == codes | OF_THE_CLOUD
    for key in BY_HAND:
        assert words(f"config.error.{key}", seconds="30")


def test_neighbours_say_different_things() -> None:
    """The words of one mood are not taken for those of the next."""
    said = [(mood.says, mood.facts) for mood in AFTER_PASSWORD]
    assert all(one != other for one, other in pairwise(said))
