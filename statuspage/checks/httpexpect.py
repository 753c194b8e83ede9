"""What http checks expect of an answer, in the spelling that people write."""

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from statuspage.checks.httpaddress import HeaderName, WebAddress
from statuspage.checks.httppattern import Matcher
from statuspage.model.text import NOTHING, Text, Value, text

STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)
_STATUS = re.compile(r"([1-5]\d\d)(?:-([1-5]\d\d))?", re.ASCII)
_BOUND = re.compile(r"(<=?|>=?)\s*([+-]?\d{1,15}(?:\.\d{1,15})?)", re.ASCII)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

Ranges = tuple[tuple[int, int], ...]
Plain = str | int | float | bool

_PAST: Mapping[str, Text] = {
    "<": text("a value is {value}, expected under {limit}"),
    "<=": text("a value is {value}, expected at most {limit}"),
    ">": text("a value is {value}, expected over {limit}"),
    ">=": text("a value is {value}, expected at least {limit}"),
}

REDIRECTS: Ranges = ((301, 303), (307, 308))
"""The status codes of a redirect (RFC 9110, section 15.4)."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a number is compared with, as in ``"< 100"``."""

    sign: str
    number: float

    def mismatch(self, found: float) -> Text:
        """What is wrong with a number; nothing when it is on the right side."""
        if _COMPARE[self.sign](found, self.number):
            return NOTHING
        return replace(_PAST[self.sign], values=(("value", self._spell(found)), ("limit", self.number)))

    def _spell(self, found: float) -> Value:
        """The number, as short as it can be without seeming to be on the limit's other side."""
        try:
            exact = float(found)
        except OverflowError:
            exact = math.inf if found > 0 else -math.inf
        if not math.isfinite(exact):
            return text("not a number") if math.isnan(exact) else text("beyond all measure")
        for digits in (3, 6, 12):
            rounded = float(f"{exact:.{digits}g}")
            if not _COMPARE[self.sign](rounded, self.number):
                return rounded
        return repr(exact)

    def __str__(self) -> str:
        return f"{self.sign} {self.number:g}"


def _statuses(value: object) -> Ranges:
    written = value if isinstance(value, list) else [value]
    found = [_STATUS.fullmatch(str(each)) for each in written if isinstance(each, (int, str))]
    ranges = [(int(match[1]), int(match[2] or match[1])) for match in found if match]
    if not ranges or len(ranges) != len(written) or any(low > high for low, high in ranges):
        raise ValueError('It must be a list of status codes from 100 to 599 and ranges such as "200-299".')
    return tuple(ranges)


def _texts(value: object) -> tuple[str, ...]:
    written = value if isinstance(value, list) else [value]
    if not written or not all(isinstance(each, str) and each for each in written):
        raise ValueError("It must be text in quotes, or a list of texts, and not empty.")
    return tuple(written)


def _pattern(value: str) -> str:
    Matcher(value)
    return value


def _flat(value: object) -> object:
    """A table of tables, as ``{ db.state = "up" }`` without quotes is read, with dotted keys."""

    def leaves(table: dict[str, object], above: str) -> Iterator[tuple[str, object]]:
        for key, each in table.items():
            if isinstance(each, dict) and each:
                yield from leaves(each, f"{above}{key}.")
            else:
                yield above + key, each

    return dict(leaves(value, "")) if isinstance(value, dict) else value


def _wanted(value: object) -> Plain | Bound:
    """A value as it is, or what it is compared with."""
    if not isinstance(value, str | int | float):
        raise ValueError("It must be text, a number, true or false.")
    if not isinstance(value, str) or not value.startswith(("<", ">")):
        return value
    bound = _BOUND.fullmatch(value.rstrip())
    if bound is None:
        raise ValueError('After <, <=, > or >= it must have a number, as in "< 100".')
    return Bound(bound[1], float(bound[2]))


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Wanted = Annotated[Plain | Bound, PlainValidator(_wanted)]


class HttpExpect(BaseModel):
    """What must be true of an answer."""

    model_config = STRICT

    status: Annotated[Ranges, BeforeValidator(_statuses)] = Field(
        default=((200, 299),),
        description='Status codes that are right, and ranges of them. Default: "200-299".',
        examples=["[200]", '[200, "300-399"]', '"200-299"'],
    )
    text: Texts = Field(
        default=(),
        description="Text that the body must hold; of a list, all.",
        examples=['"ready"', '["Sign in", "Help"]'],
    )
    absent: Texts = Field(
        default=(),
        description="Text that the body must not hold; of a list, none.",
        examples=['"Fatal error"', '["out of order", "maintenance"]'],
    )
    pattern: Annotated[str, Field(min_length=1), AfterValidator(_pattern)] | None = Field(
        default=None,
        description="A regular expression that must be found in the first 64 kB of the body. "
        "It is read once from front to back, so it has no look-around and no back-references.",
        examples=[r"'version: 4\.\d+'"],
    )
    values: Annotated[dict[str, Wanted], BeforeValidator(_flat)] = Field(
        default={},
        alias="json",
        description="Values in a JSON body, by their path with dots; a number picks from a list. "
        "Text that begins with <, <=, > or >= compares with a number; one that is past it is shown to all.",
        examples=['{ "db.state" = "up" }', '{ "queue.length" = "< 100", "disks.0.free" = ">= 5" }'],
    )
    headers: dict[HeaderName, str] = Field(
        default={},
        description="Headers of the answer and text that each must hold; with empty text any will do.",
        examples=['{ "Content-Type" = "text/html" }'],
    )
    redirect: WebAddress | None = Field(
        default=None,
        description="The address that the answer must redirect to; no redirect is followed then.",
        examples=['"https://www.example.com/"'],
    )
    health: bool | None = Field(
        default=None,
        description="Whether the body is a health document, whose status pass, ok or up is ok, "
        "warn is slow, and fail, error or down is down. "
        "Default: it is where its type is application/health+json.",
        examples=["true"],
    )

    @cached_property
    def statuses(self) -> Ranges:
        """The status codes that are right; where a redirect is expected, by default those of one."""
        said = self.redirect is None or "status" in self.model_fields_set
        return self.status if said else REDIRECTS

    @cached_property
    def matcher(self) -> Matcher | None:
        """The pattern, compiled once."""
        return None if self.pattern is None else Matcher(self.pattern)

    @property
    def of_body(self) -> bool:
        """Whether anything is expected of the body."""
        return bool(self.text or self.absent or self.pattern or self.values or self.health)
