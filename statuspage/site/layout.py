"""How a post is laid out: where its updates are, and how whoever wrote it spells and spaces them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from statuspage.model.post import State
from statuspage.site.dating import DateStyle, date_style
from statuspage.site.grammar import Section, mark_code, sections, split_state
from statuspage.site.postschema import EXAMPLES
from statuspage.site.report import Report
from statuspage.site.source import Line, Source, readable
from statuspage.site.times import read_stamp
from statuspage.site.yamlkeys import split_front_matter

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_PREFIX = re.compile(r" {0,3}##[ \t]*")
_WORDS = re.compile(r"(?P<before>[\s—–\-·:|,;(\[]*)(?P<state>[^\W\d_]+(?:[ _-][^\W\d_]+)?)(?P<after>[)\]]?)")
_DAY = timedelta(days=1)
_MOST_BLANK = 3
_NO_TIME = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HeadingStyle:
    """A heading as somebody spelled it: ``## `` + date + `` — `` + ``Investigating``."""

    date: DateStyle
    prefix: str = "## "
    before: str = " — "
    state: str = "Investigating"
    after: str = ""

    def spell(self, at: datetime, state: State) -> str:
        """The heading of an update in this spelling."""
        return f"{self.prefix}{self.date.spell(at)}{self.before}{_alike(state, self.state)}{self.after}"


@dataclass(frozen=True, slots=True)
class Layout:
    """A post's text by lines, and what it shows of the hand that wrote it.

    ``lines`` have their ends. ``dated`` are the indices of the lines with dated headings, each with its
    instant, in the order of the file. ``gap`` counts empty lines above a heading, ``air`` those below it.
    """

    lines: tuple[str, ...]
    dated: tuple[tuple[int, datetime | None], ...]
    newest_first: bool
    style: HeadingStyle | None
    gap: int
    air: int
    end: str


def plain_style(zone: ZoneInfo) -> HeadingStyle:
    """The spelling of the documentation: ``## 2026-11-23 10:05 UTC — Investigating``."""
    date = date_style("2026-11-23 10:05 UTC", zone)
    assert date is not None  # noqa: S101 - a constant
    return HeadingStyle(date)


def split_lines(text: str) -> tuple[str, ...]:
    """A text by lines, each with its end: CR LF, LF or CR, and nothing else."""
    return tuple(_LINE.findall(text))


def read_layout(text: str, zone: ZoneInfo) -> Layout | None:
    """How a post is laid out; None when it can't be read at all (:func:`statuspage.site.source.readable`).

    ``zone`` is the site's, for dates that name none.
    """
    report = Report("")
    lines = readable(Source("", text, _NO_TIME), report)
    if lines is None:
        return None
    _, body = split_front_matter(lines, EXAMPLES, report)
    found = [each for each in sections(mark_code(body), zone, report) if each.stamp]
    raw = split_lines(text)
    newest_first = _newest_first(found)
    at = [each.line - 1 for each in found]
    return Layout(
        lines=raw,
        dated=tuple((each.line - 1, each.stamp.at if each.stamp else None) for each in found),
        newest_first=newest_first,
        style=_style(lines, at if newest_first else at[::-1], zone),
        gap=_usual((_blank(raw, index - 1, -1) for index in at[1:]), 1),
        air=_usual((_blank(raw, index + 1, 1) for index in at), 0),
        end=_end(raw[at[-1]] if at else raw[0]) if raw else "\n",
    )


def heading_style(line: str, zone: ZoneInfo) -> HeadingStyle | None:
    """How a dated heading is spelled; None where its date is not to be repeated."""
    text = line.strip().strip("#").translate({ord("*"): None, ord("`"): None}).strip()
    prefix, stamp = _PREFIX.match(line), read_stamp(text, zone)
    date = date_style(text.removesuffix(stamp.rest), zone) if stamp else None
    if prefix is None or stamp is None or date is None:
        return None
    words = _WORDS.fullmatch(stamp.rest)
    if words is None or split_state(stamp.rest)[0] is None:
        return HeadingStyle(date, prefix[0])
    return HeadingStyle(date, prefix[0], words["before"], words["state"], words["after"])


def _style(lines: Sequence[Line], newest: Sequence[int], zone: ZoneInfo) -> HeadingStyle | None:
    """The spelling of the newest heading that has one to be repeated."""
    styles = (heading_style(lines[index].text, zone) for index in newest)
    return next(filter(None, styles), None)


def _newest_first(found: Sequence[Section]) -> bool:
    """The direction of the dates, by the same rule as that of :func:`statuspage.site.order.settle`."""
    stamps = [each.stamp for each in found if each.stamp and each.stamp.at]
    spans = [(one.at, one.at + _DAY if one.day_only else one.at) for one in stamps if one.at]
    up = sum(later > earlier and later >= end for (earlier, end), (later, _) in pairwise(spans))
    down = sum(later < earlier and end <= earlier for (earlier, _), (later, end) in pairwise(spans))
    return down > up


def _alike(state: State, model: str) -> str:
    """A state in the case of another, and joined like it: ``In progress``, ``IN-PROGRESS``."""
    joint = next((sign for sign in "_-" if sign in model), " ")
    words = state.replace("_", joint)
    if model.isupper() or model.islower():
        return words.upper() if model.isupper() else words
    first, _, second = model.partition(joint)
    return words.title() if first.istitle() and second.istitle() else words.capitalize()


def _blank(lines: Sequence[str], index: int, step: int) -> int:
    """How many empty lines there are from an index on."""
    count = 0
    while 0 <= index < len(lines) and not lines[index].strip() and count < _MOST_BLANK:
        count, index = count + 1, index + step
    return count


def _usual(counts: Iterable[int], default: int) -> int:
    most = Counter(counts).most_common(1)
    return most[0][0] if most else default


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :] or "\n"
