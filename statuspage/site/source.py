"""A post's file as found, what it is read against, and its text as lines that are safe to read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from statuspage.model.site import Site
from statuspage.site.report import Report

MAX_BYTES = 64 * 1024

# What XML 1.0 refuses, the control characters that it only discourages, and those that turn the text around
# them (UAX #9), so that it reads as something else. Tab and line end stay.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?:\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """One file as found.

    ``path`` is relative to the site, with slashes. ``first_seen`` is when the file came: its first
    commit, else the first time it was seen. ``changed`` is when this version of it came: its last
    commit, else its time of change; None where that is not known, and then no time in it can be
    told to lie in the future. Both have a zone.
    """

    path: str
    text: str
    first_seen: datetime
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a post is read against: the site's zone, and the names of components and providers by id."""

    zone: ZoneInfo
    components: Mapping[str, str]
    providers: Mapping[str, str] = field(default_factory=dict)


def context_of(site: Site) -> Context:
    """What the posts of a site are read against."""
    return Context(
        site.zone,
        {one.id: one.name for one in site.components},
        {one.id: one.name for one in site.providers},
    )


class Line(NamedTuple):
    """A line of a file with its number, from 1. ``code`` is true inside a fenced block of code."""

    number: int
    text: str
    code: bool = False


def readable(source: Source, report: Report) -> list[Line] | None:
    """The lines of a file, without control characters; None when the file must not be shown at all.

    That is one over 64 kB, and one with the marks of a merge that was never finished.
    """
    if len(source.text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        report.error(
            1,
            "The post is over 64 kB and is not shown.",
            "a post of some kilobytes, with a link to the rest.",
        )
        return None
    text = source.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if conflict := _CONFLICT.search(text):
        rule = "This is the mark of an unfinished merge; until it is gone the post is not shown."
        report.error(
            _line_at(text, conflict.start()),
            rule,
            "the text of one side, without <<<<<<<, ======= and >>>>>>>.",
        )
        return None
    if control := _CONTROL.search(text):
        count = len(_CONTROL.findall(text))
        rule = f"Control characters and turns of direction are left out; this file has {count}."
        report.warn(
            _line_at(text, control.start()),
            rule,
            "plain text, with no characters but letters, signs and spaces.",
        )
    return [Line(number, line) for number, line in enumerate(without_controls(text).split("\n"), 1)]


def without_controls(text: str) -> str:
    """The text without control characters (tab and line end stay) and without lone surrogates."""
    return _CONTROL.sub("", text)


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
