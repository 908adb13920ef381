"""What each error of the gateway client can tell of itself."""

import pickle

import pytest

from custom_components.enphase_envoy_raw_data.gateway.errors import (
    AccountLocked,
    CloudFailed,
    GatewayError,
    Redirected,
    TokenForOther,
)


def test_an_error_says_its_name_and_its_facts() -> None:
    """As logs show it."""
    error = TokenForOther("122330008303", "199999999999")
    assert str(error) == (
        "TokenForOther(expected='122330008303', found='199999999999')"
    )
    assert str(AccountLocked()) == "AccountLocked()"


@pytest.mark.parametrize(
    "error", [TokenForOther("1", "2"), CloudFailed(503), AccountLocked()]
)
def test_another_caller_gets_the_same_error(error: GatewayError) -> None:
    """With all of its facts, and without what the first one has added to it."""
    error.began_with = 200
    try:
        raise error
    except GatewayError:
        twin = error.again()
    assert twin is not error
    assert type(twin) is type(error)
    assert (str(twin), twin.args) == (str(error), error.args)
    assert vars(twin) == vars(error)
    assert twin.__traceback__ is None
    assert str(pickle.loads(pickle.dumps(twin))) == str(error)  # noqa: S301 # ours


@pytest.mark.parametrize(
    ("location", "is_error_page"),
    [
        ("/error", True),
        ("/error.html?code=404", True),
        ("//errors/404", True),
        ("error", True),
        ("/home/error", False),
        ("/Xerror", False),
        ("/", False),
        ("", False),
    ],
)
def test_an_error_page_is_told_from_another_place(
    location: str, *, is_error_page: bool
) -> None:
    """By how its path begins."""
    assert Redirected(302, location).to_error_page is is_error_page
