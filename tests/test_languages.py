"""The translations say all that English says, in words of their own."""

import re

import pytest

from .integration.used_keys import FOLDER
from .texts import gaps, texts_of

LANGUAGES = ("de", "es", "fr", "nl")

# What is the same in another language: names, units, and what is typed as it is.
_SHARED = re.compile(
    r"Enphase|Envoy|Raw|Data|IQ|Gateway|Enlighten|Home|Assistant|JSON|XML|YAML|JMESPath"
    r"|PUT|POST|DELETE|GET|ID|TLS|SHA-256|Host|Token|Test|Status|Admin\w*|Options?"
    r"|Code|Endpoint|Metadata|Cache|Method|Service|Certificate|\{\w+\}|[^\w]|\d"
)


ENGLISH = texts_of("en")


def test_all_are_here() -> None:
    """No other translation lies about untested."""
    names = {path.stem for path in (FOLDER / "translations").iterdir()}
    assert names == {"en", *LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys(language: str) -> None:
    """Every text is there and none is left over, in the order of English."""
    assert list(texts_of(language)) == list(ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders(language: str) -> None:
    """Each text names the same facts."""
    for path, text in texts_of(language).items():
        assert gaps(text) == gaps(ENGLISH[path]), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_was_forgotten(language: str) -> None:
    """Only what has nothing to translate reads as in English."""
    same = {
        path: text
        for path, text in texts_of(language).items()
        if text == ENGLISH[path] and _SHARED.sub("", text)
    }
    assert not same


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_render(language: str) -> None:
    """A text renders in Home Assistant and in a browser, as the English ones do."""
    for path, text in texts_of(language).items():
        # The browser's formatter takes an apostrophe before these as a quote.
        assert not re.search(r"'[{}<#|]|\{\{|\}\}|[<>](?! )", text), path
        line = re.sub(r"\n\n|\n- ", " ", text)
        assert not re.search(r"https?:|www\.|&\w+;|\n|  |^ | $", line), path
        assert text.endswith(".") == ENGLISH[path].endswith("."), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_typed_stays(language: str) -> None:
    """Names of fields, addresses and endpoints are no words."""
    for path, text in texts_of(language).items():
        typed = re.findall(r"(?<![\w/])/\w[\w/.]*\w|\b\w+_\w+\b", ENGLISH[path])
        typed = [word for word in typed if f"{{{word}}}" not in ENGLISH[path]]
        assert [word for word in typed if word not in text] == [], path
