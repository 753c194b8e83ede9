"""Words for people as values: an English message and what stands in it, translated where it is shown."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names, and how many more services are meant that it does not name."""

    shown: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A message with ``{name}`` where a value stands. ``plural`` is its form for a ``count`` that is not 1.

    What stands in a value is never read as a place for another one. ``str()`` gives plain English,
    its instants in UTC.
    """

    message: str
    values: "tuple[tuple[str, Value], ...]" = ()
    plural: str | None = None
    count: int | None = None

    def __bool__(self) -> bool:
        return bool(self.message)

    def __str__(self) -> str:
        pattern = self.message if self.plural is None or self.count == 1 else self.plural
        return fill(pattern, self.values, _english)


@dataclass(frozen=True, slots=True)
class Exactly:
    """An instant that is written to the second."""

    at: datetime


Value: TypeAlias = str | int | float | timedelta | date | Exactly | Text | Names
"""What may stand in a text: words as they are, numbers, durations, dates, instants, other texts and names."""

NOTHING = Text("")
"""No words at all; false where truth is asked."""

_PLACE = re.compile(r"\{(\w+)\}")


def text(message: str, /, **values: Value) -> Text:
    """A text: ``text("answers in {took}", took=timedelta(seconds=2))``."""
    return Text(message, tuple(values.items()))


def texts(one: str, many: str, /, count: int, **values: Value) -> Text:
    """A text whose form follows ``count``, which stands in it as ``{count}``."""
    return Text(one, (("count", count), *values.items()), many, count)


def verbatim(words: str) -> Text:
    """Somebody's own words, which are in no catalogue."""
    return Text("{words}", (("words", words),)) if words else NOTHING


def fill(pattern: str, values: "tuple[tuple[str, Value], ...]", spell: "Callable[[Value], str]") -> str:
    """Put spelled values in their places, in one pass; a place that has no value stays as it is written."""
    known: Mapping[str, Value] = dict(values)
    return _PLACE.sub(lambda found: spell(known[found[1]]) if found[1] in known else found[0], pattern)


def joined(these: tuple[Text, ...]) -> Text:
    """Some texts as clauses of one: ``Mail is down; everything else works``."""
    whole, *others = these
    for other in others:
        whole = text("{clause}; {next_clause}", clause=whole, next_clause=other)
    return whole


def listed(names: Iterable[str], most: int = 3) -> Names:
    """Some names, or where they are more than ``most`` the first ones and how many more there are."""
    these = tuple(names)
    return Names(these) if len(these) <= most else Names(these[: most - 1], more=len(these) - most + 1)


def more_names(count: int) -> Text:
    """What follows the names in a list that does not name all."""
    return texts("{count} more service", "{count} more services", count=count)


def spoken(span: timedelta) -> tuple[Text, ...]:
    """A duration as it stands in a sentence: ``212 ms``, ``2.3 s``, ``90 s``, ``4 minutes``, ``2 h 5 min``.

    Its parts, to be joined by spaces.
    """
    milliseconds = span / timedelta(milliseconds=1)
    if round(milliseconds) < 1:
        return (text("under 1 ms"),)
    if round(milliseconds) < 1000:
        return (text("{number} ms", number=round(milliseconds)),)
    if milliseconds < 9_950:
        return (text("{number} s", number=round(milliseconds / 1000, 1)),)
    parts = [part for part in _parts(round(span.total_seconds())) if part[0]]
    if len(parts) == 1 and parts[0][1] in _WHOLE:
        return (_WHOLE[parts[0][1]](parts[0][0]),)
    if milliseconds < 120_000:
        return (text("{number} s", number=round(milliseconds / 1000)),)
    return tuple(_SHORT[unit](number) for number, unit in parts[:2])


def lasting(span: timedelta) -> tuple[Text, ...]:
    """A duration in its two largest units, where room is short: ``2 h 5 min``, ``3 days 4 h``, ``40 s``.

    Its parts, to be joined by spaces. It is rounded to whole minutes, from a day on to whole hours.
    """
    seconds = round(span.total_seconds())
    if seconds < 60:
        return (_SHORT["s"](seconds),)
    step = 60 if seconds < 86400 else 3600
    parts = _parts((seconds + step // 2) // step * step)
    return tuple(_SHORT[unit](number) for number, unit in parts if number)


def _parts(seconds: int) -> list[tuple[int, str]]:
    return [
        (seconds // 86400, "d"),
        (seconds // 3600 % 24, "h"),
        (seconds // 60 % 60, "min"),
        (seconds % 60, "s"),
    ]


_SHORT: Mapping[str, Callable[[int], Text]] = {
    "d": lambda n: texts("{count} day", "{count} days", count=n),
    "h": lambda n: text("{number} h", number=n),
    "min": lambda n: text("{number} min", number=n),
    "s": lambda n: text("{number} s", number=n),
}

_WHOLE: Mapping[str, Callable[[int], Text]] = {
    "d": lambda n: texts("{count} day", "{count} days", count=n),
    "h": lambda n: texts("{count} hour", "{count} hours", count=n),
    "min": lambda n: texts("{count} minute", "{count} minutes", count=n),
}


def plain_number(number: float) -> str:
    """``0.05``, ``12,300``; an exponent only where the number would be long."""
    if number and not 1e-6 <= abs(number) < 1e15:
        return f"{number:g}"
    return f"{number:,.12f}".rstrip("0").rstrip(".")


def _english(value: Value) -> str:
    match value:
        case datetime():
            moment = value.astimezone(UTC)
            return f"{moment.day} {moment:%b %Y, %H:%M} UTC"
        case Exactly():
            moment = value.at.astimezone(UTC)
            return f"{moment.day} {moment:%b %Y, %H:%M:%S} UTC"
        case date():
            return f"{value.day} {value:%b %Y}"
        case timedelta():
            return " ".join(map(str, spoken(value)))
        case Names():
            these = [*value.shown, *([str(more_names(value.more))] if value.more else [])]
            return " and ".join([", ".join(these[:-1]), these[-1]]) if len(these) > 1 else "".join(these)
        case float():
            return plain_number(value)
        case int():
            return f"{value:,}"
    return str(value)
