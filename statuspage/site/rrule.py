"""Rules by which a maintenance comes again: what it has use of in RFC 5545's RRULE (section 3.3.10)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from statuspage.site.words import meant, quoted

_LONGEST = 200
_LOOKED_AT = 60
"""How many occurrences are compared with the length of the window."""

_SOON = timedelta(days=9 * 366)
"""Within how long a rule must come at all: two 29 Februaries may be 8 years apart."""

_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_COUNTED = f"(?:[+-]?[1-5])?{_DAY}"
_NUMBER = "[1-9][0-9]{0,2}"
_PLACE = f"[+-]?{_NUMBER}"
_MONTH_DAY = "[+-]?(?:[1-9]|[12][0-9]|3[01])"
_ALWAYS = {"FREQ": "[A-Z]+", "INTERVAL": _NUMBER, "COUNT": _NUMBER, "UNTIL": "[0-9]{8}(?:T[0-9]{6}Z?)?"}
_IN_MONTH = {
    "BYDAY": f"{_COUNTED}(?:,{_COUNTED})*",
    "BYMONTHDAY": f"{_MONTH_DAY}(?:,{_MONTH_DAY})*",
    "BYSETPOS": f"{_PLACE}(?:,{_PLACE})*",
}
_MONTH = "(?:[1-9]|1[0-2])"
_OF_TIME = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_PARTS = {
    "DAILY": _ALWAYS,
    "WEEKLY": _ALWAYS | {"BYDAY": f"{_DAY}(?:,{_DAY})*", "WKST": _DAY},
    "MONTHLY": _ALWAYS | _IN_MONTH,
    "YEARLY": _ALWAYS | _IN_MONTH | {"BYMONTH": f"{_MONTH}(?:,{_MONTH})*"},
}
"""Which parts a rule of each frequency takes, and how their values look.

The time of day is that of ``starts``, so there is at most one occurrence a day. Only what a search
can't get lost in is taken: a day by day or week by week rule that also filters months may match
nothing for thousands of years.
"""


def read_rule(text: str, starts: datetime, length: timedelta, zone: ZoneInfo) -> str:
    """A rule in its shortest spelling, with ``UNTIL`` in the zone's wall-clock time.

    ``starts`` and ``length`` are the first window's. Raises ValueError with a sentence where the
    rule is not one, is not taken here, never comes, or comes again before a window is over.
    """
    parts = _parts(text)
    _check(parts)
    if "UNTIL" in parts:
        parts["UNTIL"] = _until(parts["UNTIL"], zone)
    rule = ";".join(f"{key}={value}" for key, value in parts.items())
    first = wall_clock(starts, zone)
    coming = list(islice(occurrences(rule, first), _LOOKED_AT))
    if not coming or coming[0] - first > _SOON:
        raise ValueError("By this rule the maintenance never comes.")
    if any(later - earlier < length for earlier, later in pairwise(coming)):
        raise ValueError("By this rule the maintenance comes again before its window is over.")
    return rule


def occurrences(rule: str, first: datetime) -> Iterator[datetime]:
    """The starts of a rule's occurrences in wall-clock time, from ``first`` on; perhaps without end.

    ``rule`` is as :func:`read_rule` gives it; ``first`` has no zone.
    """
    from dateutil.rrule import rrulestr  # takes long to load, and few sites need it

    parts = dict(part.split("=") for part in rule.split(";"))
    count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    last = datetime.strptime(until, "%Y%m%dT%H%M%S") if until else None  # noqa: DTZ007 - wall clock
    found: Iterator[datetime] = iter(rrulestr(";".join(map("=".join, parts.items())), dtstart=first))
    for wall in islice(found, int(count) if count else None):
        if last and wall > last:
            return
        yield wall


def wall_clock(instant: datetime, zone: ZoneInfo) -> datetime:
    """What clocks in a zone show at an instant, as a time without a zone."""
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a wall-clock time, in UTC.

    RFC 5545, section 3.3.5: of a time that is there twice the first, and a time that is missing by
    the offset before the change, so that 01:30 is 02:30 where clocks go from 01:00 to 02:00.
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _parts(text: str) -> dict[str, str]:
    plain = "".join(text.split()).upper().removeprefix("RRULE:").rstrip(";")
    if len(plain) > _LONGEST:
        raise ValueError(f"A rule has {_LONGEST} characters at most.")
    parts: dict[str, str] = {}
    for part in plain.split(";"):
        key, sign, value = part.partition("=")
        if not (key and sign and value):
            raise ValueError(f"{quoted(part)} is no part of a rule, which is a name, = and a value.")
        if key in parts:
            raise ValueError(f"{quoted(key)} is there twice in the rule.")
        parts[key] = value
    return parts


def _check(parts: dict[str, str]) -> None:
    frequency = parts.get("FREQ", "")
    taken = _PARTS.get(frequency)
    if taken is None:
        said = f"and not {quoted(frequency)}" if frequency else "and the rule has no FREQ"
        raise ValueError(f"FREQ is {' or '.join(_PARTS)}, {said}.")
    for key, value in parts.items():
        if key not in taken:
            hint = "the time of day is that of starts." if key in _OF_TIME else meant(key, taken)
            raise ValueError(f"{quoted(key)} is not taken in a {frequency} rule; {hint}")
        if not re.fullmatch(taken[key], value, re.ASCII):
            raise ValueError(f"{quoted(value)} is no {key} that a {frequency} rule takes.")
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError("A rule has COUNT or UNTIL, not both.")
    if "BYSETPOS" in parts and not {"BYDAY", "BYMONTHDAY"} & parts.keys():
        raise ValueError("BYSETPOS needs BYDAY or BYMONTHDAY beside it.")


def _until(written: str, zone: ZoneInfo) -> str:
    """The last moment, in the zone's wall-clock time; a date alone takes in the whole day."""
    try:
        if len(written) == len("20270131"):
            last = datetime.combine(datetime.strptime(written, "%Y%m%d"), time(23, 59, 59))  # noqa: DTZ007
        else:
            last = datetime.strptime(written.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        if written.endswith("Z"):
            last = wall_clock(last.replace(tzinfo=UTC), zone)
    except (ValueError, OverflowError):
        raise ValueError(f"{quoted(written)} is no date; UNTIL is written 20270131.") from None
    return f"{last.year:04}{last:%m%dT%H%M%S}"
