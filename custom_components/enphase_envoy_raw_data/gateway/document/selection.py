"""What a caller wants of a reply: a part of it, or XML as objects."""

from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError

import jmespath
from jmespath.exceptions import LexerError, ParseError
import orjson
import xmltodict

from ..errors import InvalidExpression, UnusableReply
from .fields_read import Fields, fields_in
from .json_value import Json, check_depth
from .select_hints import (
    FAILURES,
    Hint,
    Slip,
    hint_of_failure,
    hints_of,
    number_at,
    operator_at,
)

LONGEST_EXPRESSION = 4096
"""Characters; longer ones are not written by people."""

# White space, and the mark of an encoding.
_BLANK = "\ufeff \t\r\n"


@dataclass(frozen=True, slots=True)
class Selection:
    """What a caller wants of a reply."""

    select: str | None = None
    """JMESPath expression; None for the whole reply."""

    parse_xml: bool = False
    """Whether XML becomes objects."""

    expression: Any = field(default=None, compare=False)
    """The same as `select`, compiled."""

    @classmethod
    def parse(cls, select: str | None, *, parse_xml: bool) -> Selection:
        """Return a selection. Raises InvalidExpression."""
        return cls(select, parse_xml, None if select is None else _compile(select))

    def of(self, value: Json) -> Json:
        """Return the part of a reply's value that is wanted. Raises UnusableReply."""
        value = self._parsed(value)
        if self.expression is None:
            return value
        if isinstance(value, str):
            raise UnusableReply("not_selectable", "it is text, not JSON")
        try:
            selected: Json = self.expression.search(value)
            # Some expressions give what is no JSON, such as a bare `&name`.
            orjson.dumps(selected)
        except RecursionError:
            raise UnusableReply("not_selectable", "it is nested too deep") from None
        except FAILURES as err:
            raise self._unfit(value, err) from None
        return selected

    def hints(self, value: Json) -> list[Hint]:
        """Return what may be wrong with the expression, by what it makes of a value.

        Nothing if it can't be applied; `of` says why.
        """
        try:
            selected = self.of(value)
        except UnusableReply:
            return []
        if self.expression is None:
            return []
        return hints_of(self.expression.parsed, self._parsed(value), selected)

    def fields(self, value: Json) -> Fields | None:
        """Return the fields of a value that are wanted; None if all of it is."""
        if self.expression is None:
            return None
        return fields_in(self.expression.parsed, value)

    def _parsed(self, value: Json) -> Json:
        """Return what the expression is applied to. Raises UnusableReply."""
        if self.parse_xml and isinstance(value, str):
            return _from_xml(value)
        return value

    def _unfit(self, value: Json, err: Exception) -> UnusableReply:
        """Return the error for an expression that can't be applied to a value."""
        hint = hint_of_failure(self.expression.parsed, value)
        if hint and hint.slip is Slip.TEXT_AND_NUMBER:
            return UnusableReply("text_and_number", hint.right)
        if hint and hint.slip is Slip.FIELD_FOR_TEXT:
            return UnusableReply("field_for_text", hint.right)
        return UnusableReply("not_selectable", str(err)[:200])


WHOLE = Selection()


def _compile(expression: str) -> Any:  # noqa: ANN401 - the library has no types
    """Return the compiled expression."""
    if len(expression) > LONGEST_EXPRESSION:
        raise InvalidExpression("too_long", str(LONGEST_EXPRESSION))
    if not expression.strip():
        raise InvalidExpression("empty")
    try:
        return jmespath.compile(expression)
    except LexerError as err:
        if err.lexer_value == "=":
            raise InvalidExpression("single_equals") from None
        raise InvalidExpression("wrong", _place(err.lexer_position)) from None
    except ParseError as err:
        place = err.lex_position
        if err.token_type == "NUMBER" and (right := number_at(expression, place)):
            raise InvalidExpression("number_without_backticks", right) from None
        if right := operator_at(expression, place, str(err.token_value)):
            raise InvalidExpression("operator_as_word", right) from None
        raise InvalidExpression("wrong", _place(place)) from None
    except RecursionError:
        raise InvalidExpression("too_deep") from None


def _place(position: int) -> str:
    """Return where an expression is wrong; the library counts from 0."""
    return f"character {position + 1}"


def _from_xml(text: str) -> Json:
    """Return XML as objects, and text that is no XML as it is."""
    bare = text.strip(_BLANK)
    if not bare.startswith("<"):
        return text
    try:
        value: Json = xmltodict.parse(bare)
    except ExpatError:
        return text
    except ValueError:
        # Entities can make a page of a kilobyte into one of a gigabyte.
        raise UnusableReply("xml_entities") from None
    check_depth(value)
    return value
