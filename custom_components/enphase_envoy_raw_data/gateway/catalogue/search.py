"""Understands what people search for, in their words and in those of the catalogue."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
import re
from typing import Final
import unicodedata

from .files import read_yaml

SEARCH_WORDS_FILE: Final = Path(__file__).with_name("search_words.yaml")

# Endings of plurals in English, German, Spanish, French and Dutch, the longest first.
_PLURALS: Final = ("en", "es", "er", "s", "n", "x", "e")

type Term = tuple[str, frozenset[str]]
"""A word as it was given, and what else may stand for it in the catalogue."""


def plain(text: str) -> str:
    """Return a text in small letters and without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def terms_of(text: str) -> list[Term]:
    """Return what is searched for; words that belong together are one term."""
    return list(_terms(plain(text).split()))


def has(text: str, term: Term) -> bool:
    """Return whether a term, or what stands for it, occurs in a plain text."""
    given, others = term
    if not others:
        return given in text
    return any(
        re.search(rf"(?<!\w){re.escape(word)}", text) for word in (given, *others)
    )


def _terms(words: list[str]) -> Iterator[Term]:
    """Yield the terms, each as long as possible."""
    known = _search_words()
    longest = max(len(phrase.split()) for phrase in known)
    while words:
        for length in range(min(longest, len(words)), 0, -1):
            phrase = " ".join(words[:length])
            others = next(filter(None, map(known.get, _singulars(phrase))), None)
            if others or length == 1:
                yield phrase, others or frozenset()
                words = words[length:]
                break


def _singulars(phrase: str) -> Iterator[str]:
    """Yield a phrase, and what it may be the plural of."""
    yield phrase
    for ending in _PLURALS:
        if phrase.endswith(ending):
            yield phrase.removesuffix(ending)


@cache
def _search_words() -> dict[str, frozenset[str]]:
    """Return what the catalogue says for words of other people."""
    known: dict[str, frozenset[str]] = {}
    for group in read_yaml(SEARCH_WORDS_FILE):
        for words in group["words"]:
            for phrase in words.split(", "):
                known[phrase] = frozenset(group["finds"])
    for group in read_yaml(SEARCH_WORDS_FILE):
        for word in group["finds"]:
            if " " not in word:
                # For its plural.
                known.setdefault(word, frozenset({word}))
    return known
