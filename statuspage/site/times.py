"""Dates and times as people write them in posts."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from statuspage.site.words import quoted
from statuspage.site.zones import read_zone

EXAMPLE = "2026-11-23 10:05 UTC"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[.,]?\s+", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?\s+([a-z]{3,9})\.?,?\s+(\d{4})(?!\d)", re.ASCII | re.I)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.ASCII | re.I)
_CLOCK = re.compile(
    r"\s*(?:T|,|at\b|[—–-])?\s*(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?!\d)(?:\s*([ap])\.?m\b\.?)?",
    re.ASCII | re.IGNORECASE,
)
_FIRST_YEAR, _LAST_YEAR = 1970, 2999
_LIKE_ASCII = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2010": "-", "\u2011": "-", "\u2212": "-"})


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date and time as somebody wrote it.

    ``at`` is the earliest instant it can mean, in UTC, None where it can mean none; ``rest`` is
    the text after it. ``day_only`` is true where no time of day can be read: ``at`` is the start
    of the day then. ``problem`` is a sentence about what is unclear, empty where all is clear, and
    ``example`` a time that would be right. ``wrong`` is false for the milder problem, that a day is
    given and no time.
    """

    at: datetime | None
    rest: str
    day_only: bool = False
    problem: str = ""
    example: str = EXAMPLE
    wrong: bool = False


def read_stamp(text: str, zone: ZoneInfo) -> Stamp | None:
    """Read the date and time that a text begins with; None when it begins with no date.

    The date has its year first, or its month as a word; seconds and fractions may follow the
    minutes, ``am`` or ``pm`` the time, and then a zone, else ``zone`` is meant. Of two meanings
    (a day and month that can be swapped, a time that a clock change makes double or missing)
    ``at`` is the earlier, and ``problem`` says so.
    """
    text = text.translate(_LIKE_ASCII)
    start = _end(_WEEKDAY.match(text), 0)
    days = _read_days(text, start)
    if days is None:
        return None
    dates, end, problem = days
    clock = _CLOCK.match(text, end)
    written_zone = read_zone(text, _end(clock, end), zone)
    stamp = Stamp(None, text[written_zone.end :])
    if problem or not dates:
        problem = problem or f"{quoted(text[start:end])} is no date."
        clear = f"{dates[0]}{text[end : written_zone.end]}" if dates and clock else EXAMPLE
        stamp = replace(stamp, problem=problem, example=clear, wrong=True)
    if not dates:
        return stamp
    if written_zone.problem and not problem:
        better = f"{text[start : _end(clock, end)]} {written_zone.example}"
        stamp = replace(stamp, problem=written_zone.problem, example=better, wrong=True)
    return _with_clock(stamp, dates, clock, written_zone.zone)


def _with_clock(stamp: Stamp, dates: list[date], clock: re.Match[str] | None, zone: tzinfo) -> Stamp:
    moment = _read_clock(clock) if clock else time()
    if clock is None or moment is None:
        begin, _, _ = _instants(dates[0], time(), zone)
        stamp = replace(stamp, at=begin, day_only=True)
        if stamp.problem:
            return stamp
        rule = f"{quoted(clock[0].strip())} is no time of day." if clock else "The date has no time of day."
        return replace(stamp, problem=rule, example=f"{dates[0]} 10:05 UTC", wrong=clock is not None)
    found = min((_instants(day, moment, zone) for day in dates), key=lambda each: each[0])
    at, rule, example = found
    if rule and not stamp.problem:
        return replace(stamp, at=at, problem=rule, example=example, wrong=True)
    return replace(stamp, at=at)


def _end(match: re.Match[str] | None, default: int) -> int:
    return match.end() if match else default


def _read_days(text: str, start: int) -> tuple[list[date], int, str] | None:
    """The days a date can mean (none: it is impossible), where it ends, and what is unclear."""
    if match := _YEAR_FIRST.match(text, start):
        return _dates((match[1], match[3], match[4])), match.end(), ""
    for pattern, day, month in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        match = pattern.match(text, start)
        if match and (number := _month(match[month])):
            return _dates((match[3], number, match[day])), match.end(), ""
    if match := _YEAR_LAST.match(text, start):
        dates = _dates((match[4], match[3], match[1]), (match[4], match[1], match[3]))
        doubt = f"{match[0]} can be read in two ways; write the year first." if len(dates) > 1 else ""
        return dates, match.end(), doubt
    return None


def _month(word: str) -> int | None:
    """The number of a month from its English name or the first three or four letters of it."""
    names = (word[:3].lower() == name for name in _MONTHS)
    return next((number for number, same in enumerate(names, 1) if same), None)


def _dates(*candidates: tuple[str, str | int, str | int]) -> list[date]:
    dates = []
    for year, month, day in candidates:
        try:
            dates.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return sorted({day for day in dates if _FIRST_YEAR <= day.year <= _LAST_YEAR})


def _read_clock(match: re.Match[str]) -> time | None:
    hour, minute, second, half = int(match[1]), int(match[2]), int(match[3] or 0), match[4]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _instants(day: date, moment: time, zone: tzinfo) -> tuple[datetime, str, str]:
    """The earlier instant that a wall-clock time means, what a clock change makes unclear, and a clear time.

    PEP 495: the two folds differ where a time is double (the first is earlier) or missing (the
    first, by the offset before the change, is later).
    """
    wall = datetime.combine(day, moment, zone)
    first, second = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first, "", ""
    place = getattr(zone, "key", "this zone")
    written = wall.strftime("%Y-%m-%d %H:%M")
    if first < second:
        rule = f"{written} is there twice in {place}, as the clocks go back; the earlier is taken."
        return first, rule, f"{written} {_offset(wall)}"
    rule = f"{written} is missing in {place}, as the clocks go forward."
    return second, rule, f"{first.astimezone(zone):%Y-%m-%d %H:%M} {place}"


def _offset(wall: datetime) -> str:
    minutes = (wall.utcoffset() or timedelta()) // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
