"""Time zones as people write them after a time."""

import re
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from statuspage.site.words import nearest, quoted

# What an abbreviation most likely means: hours from UTC, and the name that is not in doubt.
# Those that the IANA database itself knows, such as CET and EST, are not among them.
_ABBREVIATIONS = {
    "ACST": (9.5, "Australia/Adelaide"),
    "AEDT": (11, "Australia/Sydney"),
    "AEST": (10, "Australia/Sydney"),
    "AST": (-4, "America/Halifax"),
    "AWST": (8, "Australia/Perth"),
    "BRT": (-3, "America/Sao_Paulo"),
    "BST": (1, "Europe/London"),
    "CDT": (-5, "America/Chicago"),
    "CEST": (2, "Europe/Berlin"),
    "CST": (-6, "America/Chicago"),
    "EDT": (-4, "America/New_York"),
    "EEST": (3, "Europe/Athens"),
    "IST": (5.5, "Asia/Kolkata"),
    "JST": (9, "Asia/Tokyo"),
    "KST": (9, "Asia/Seoul"),
    "MDT": (-6, "America/Denver"),
    "MSK": (3, "Europe/Moscow"),
    "NZDT": (13, "Pacific/Auckland"),
    "NZST": (12, "Pacific/Auckland"),
    "PDT": (-7, "America/Los_Angeles"),
    "PST": (-8, "America/Los_Angeles"),
    "SGT": (8, "Asia/Singapore"),
    "WEST": (1, "Europe/Lisbon"),
}
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?(?!:?\d)", re.ASCII | re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z]\w*(?:/\w+(?:[+-]\w+)*)*", re.ASCII)
_OPEN = re.compile(r"\s*[(\[]?\s*")
_CLOSE = re.compile(r"\s*[)\]]")
_LONGEST_OFFSET = timedelta(hours=15)
_QUARTER = timedelta(minutes=15)  # no zone of today is anything between: 10:05-10:40 is no offset


@dataclass(frozen=True, slots=True)
class WrittenZone:
    """A zone and where it ends in the text. ``problem`` is a sentence, empty where all is clear."""

    zone: tzinfo
    end: int
    problem: str = ""
    example: str = ""


def read_zone(text: str, start: int, default: ZoneInfo) -> WrittenZone:
    """Read the zone at a place in a text: an IANA name, ``UTC``, ``Z`` or an offset, in brackets or not.

    Returns ``default`` and the place itself when no zone is there.
    """
    at = _open(text, start)
    found = _read_offset(text, at, default) or _read_name(text, at, default)
    if found is None:
        return WrittenZone(default, start)
    close = _CLOSE.match(text, found.end) if text[start:at].strip() else None
    return WrittenZone(found.zone, close.end() if close else found.end, found.problem, found.example)


def _open(text: str, start: int) -> int:
    match = _OPEN.match(text, start)
    return match.end() if match else start


def _read_offset(text: str, at: int, default: ZoneInfo) -> WrittenZone | None:
    match = _OFFSET.match(text, at)
    if match is None:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if size >= _LONGEST_OFFSET or size % _QUARTER:
        return WrittenZone(default, match.end(), f"{quoted(match[0])} is no offset from UTC.", "+01:00")
    return WrittenZone(timezone(-size if match[1] == "-" else size), match.end())


def _read_name(text: str, at: int, default: ZoneInfo) -> WrittenZone | None:
    match = _NAME.match(text, at)
    if match is None:
        return None
    name, end = match[0], match.end()
    if name.upper() in {"Z", "UTC", "GMT"}:
        return WrittenZone(UTC, end)
    if name in _ABBREVIATIONS:
        hours, better = _ABBREVIATIONS[name]
        rule = f"{name} is the name of more than one time zone, or of half a year of one; write {better}."
        return WrittenZone(timezone(timedelta(hours=hours)), end, rule, better)
    known = _zone_names().get(name.casefold())
    if known and ("/" in name or known == name):
        return WrittenZone(ZoneInfo(known), end)
    if not _looks_like_zone(name, text[end:]):
        return None
    better = _nearest_zone(name) or "UTC"
    rule = f"{quoted(name)} is no time zone; the time is read in {default.key}."
    return WrittenZone(default, end, rule, better)


def _looks_like_zone(name: str, rest: str) -> bool:
    """Whether an unknown word stands where a zone does: with a slash, or as capitals before more words."""
    return "/" in name or (
        3 <= len(name) <= 4 and name.isalpha() and name.isupper() and bool(rest.strip(" )]"))
    )


@cache
def _zone_names() -> dict[str, str]:
    """Every IANA name by its lower-case form."""
    return {name.casefold(): name for name in available_timezones()}


@lru_cache(maxsize=256)
def _nearest_zone(name: str) -> str | None:
    return nearest(name, [zone for zone in _zone_names().values() if zone[:1] == name[:1].upper()])
