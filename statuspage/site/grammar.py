"""The body of a post: its code, its comments, and the dated headings that open updates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from statuspage.model.post import State
from statuspage.site.report import Report
from statuspage.site.source import Line
from statuspage.site.spelling import spelt
from statuspage.site.times import Stamp, read_stamp

_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>.*)", re.DOTALL)
_COMMENT = re.compile(r"\s{0,3}<!--")
_SEPARATORS = " \t—–-·:|,;([])"
_LONGEST = 120
_INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"  # what comes along where text is copied from elsewhere
_UNSEEN = dict.fromkeys(map(ord, f"*`{_INVISIBLE}"))
_ALMOST = re.compile(r"(?:[*_]{0,3}|＃+\s*|\s+#+\s*)(?P<text>\w.*)", re.DOTALL)
_TWO_WORDS = re.compile(r"[^\W\d_]+[ _-][^\W\d_]+")
_ONE_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}", re.ASCII)
_ONLY_CLOCK = re.compile(r"[\s,]*(?:at\s+)?\d{1,2}[:.h]\d{2}\S*(?:\s+[A-Z]{1,5})?", re.ASCII)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_YEARLESS = re.compile(
    rf"""(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}[.,]?\s+)?
    (?:\d{{1,2}}[-/.]\d{{1,2}}\b(?![:.]?\d)
      |\d{{1,2}}(?:st|nd|rd|th|\.)?\s+{_MONTH}\b
      |{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b)""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_AFTER_STATE = re.compile(r"\s*(?:$|[^\w\s]|\d|at\b|on\b)")


@dataclass(frozen=True, slots=True)
class Section:
    """One update as written: the number of its line, its date, the words after the date, the lines under it.

    ``stamp`` is None for the text before the first dated heading; ``date`` is the date as spelled.
    """

    line: int
    stamp: Stamp | None
    words: str
    lines: tuple[Line, ...]
    date: str = ""


def right_heading(state: str = State.RESOLVED, date: str = "2026-11-23 10:40 UTC") -> str:
    """A right heading, with the state as people spell it: ``In progress``."""
    return f"## {date} — {state.replace('_', ' ').capitalize()}"


def mark_code(lines: Sequence[Line]) -> list[Line]:
    """The same lines, those of closed fenced blocks marked as code and those of comments emptied.

    A comment is one that begins a line outside code; what is never closed is neither, as for Markdown.
    """
    marked: list[Line] = []
    hopeless: dict[str, int] = {}  # by fence sign, the shortest fence that is known to have no end
    comments = True
    while len(marked) < len(lines):
        at = len(marked)
        text = lines[at].text
        if end := _fence_end(lines, at, hopeless):
            marked += [line._replace(code=True) for line in lines[at : end + 1]]
        elif comments and _COMMENT.match(text):
            comments = _skip_comment(lines, marked)
        else:
            marked.append(lines[at])
    return marked


def _fence_end(lines: Sequence[Line], start: int, hopeless: dict[str, int]) -> int | None:
    opening = _FENCE.fullmatch(lines[start].text)
    if opening is None or (opening["fence"][0] == "`" and "`" in opening["info"]):
        return None
    sign, length = opening["fence"][0], len(opening["fence"])
    if length >= hopeless.get(sign, length + 1):
        return None
    for index in range(start + 1, len(lines)):
        closing = _FENCE.fullmatch(lines[index].text)
        if closing and not closing["info"].strip() and closing["fence"].startswith(sign * length):
            return index
    hopeless[sign] = length
    return None


def _skip_comment(lines: Sequence[Line], marked: list[Line]) -> bool:
    """Add the lines of the comment that begins here, emptied; whether it had an end."""
    at = len(marked)
    end = next((index for index in range(at, len(lines)) if "-->" in lines[index].text), None)
    if end is None:
        marked.append(lines[at])
        return False
    marked += [line._replace(text="") for line in lines[at:end]]
    marked.append(lines[end]._replace(text=lines[end].text.partition("-->")[2]))
    return True


def sections(lines: Sequence[Line], zone: ZoneInfo, report: Report) -> list[Section]:
    """The updates of a body in the order of the file, and first what stands before the first dated heading.

    ``zone`` is the site's, for dates that name none.
    """
    found = [Section(lines[0].number if lines else 1, None, "", ())]
    under: list[Line] = []
    for line in lines:
        level, text = _heading(line)
        stamp = read_stamp(text, zone) if level else None
        if level == 2 and stamp and not line.code:
            found[-1] = _with_lines(found[-1], under)
            date = text[: len(text) - len(stamp.rest)].rstrip(_SEPARATORS)
            found.append(Section(line.number, stamp, stamp.rest, (), date))
            under = []
            continue
        if level:
            _check_plain_heading(line, level, text, stamp, report)
        elif not line.code:
            _check_plain_line(line, zone, report)
        under.append(line)
    found[-1] = _with_lines(found[-1], under)
    return found if found[0].lines else found[1:]


def _with_lines(section: Section, lines: Sequence[Line]) -> Section:
    """The section with its lines, without the empty ones around them."""
    full = [index for index, line in enumerate(lines) if line.text.strip()]
    kept = lines[full[0] : full[-1] + 1] if full else ()
    return replace(section, lines=tuple(kept))


def _heading(line: Line) -> tuple[int, str]:
    """The level of a heading, 0 for any other line, and its text without emphasis."""
    whole = line.text.lstrip(_INVISIBLE)
    text = whole.strip()
    bare = text.lstrip("#")
    level = len(text) - len(bare)
    if not 1 <= level <= 6 or whole[:4].isspace() or whole[:1] == "\t":
        return 0, ""
    return level, bare.rstrip("#").translate(_UNSEEN).strip()


def _check_plain_heading(line: Line, level: int, text: str, stamp: Stamp | None, report: Report) -> None:
    """Report a heading that opens no update though somebody seems to have meant it to."""
    if stamp and split_state(stamp.rest)[0]:
        why = "is inside a block of code" if line.code else f"has {'#' * level} where an update has ##"
        report.warn(
            line.number,
            f"This heading has a date and a state but {why}, so it opens no update.",
            _as_heading(text),
        )
    elif level == 2 and not line.code:
        state = _undated_state(text)
        yearless = _YEARLESS.match(text)
        if yearless and (state or _ONLY_CLOCK.fullmatch(text, yearless.end())):
            rule = "The date of this heading has no year of four digits, so it opens no update."
            report.error(line.number, rule, right_heading(state or State.INVESTIGATING))
        elif state:
            rule = "This heading has a state but does not begin with a date, so it opens no update."
            report.error(line.number, rule, right_heading(state))


def _check_plain_line(line: Line, zone: ZoneInfo, report: Report) -> None:
    """Report a line that begins with a date and a state as a heading does, and is none."""
    match = _ALMOST.fullmatch(line.text)
    stamp = read_stamp(match["text"], zone) if match else None
    if match is None or stamp is None:
        return
    words = stamp.rest.lstrip(_SEPARATORS)
    state, length = _state_at_start(words)
    if state and _AFTER_STATE.match(words, length):
        indented = line.text[:1].isspace()
        why = "is indented like code" if indented else "has a date and a state but no ## before them"
        right = match["text"][: len(match["text"]) - len(words) + length]
        report.warn(line.number, f"This line {why}, so it opens no update.", _as_heading(right))


def _as_heading(text: str) -> str:
    return f"## {text[:_LONGEST]}"


def _undated_state(text: str) -> State | None:
    """The state of a heading that is a lone state, or one before a sign or a time; a time may go first.

    Where there is a time, or a date without a year, the state may also be what the heading ends with.
    """
    start = re.sub(r"^\d{1,2}[:.]\d{2}\S*(?:\s+[A-Z]{1,5}\b)?", "", text).lstrip(_SEPARATORS)
    state, length = _state_at_start(start)
    if state is not None and _AFTER_STATE.match(start, length):
        return state
    if _CLOCK.search(text) or _YEARLESS.match(text):
        return spelt(re.split(r"[—–·:|,;]|\s-+\s|\d", text)[-1], State)
    return None


def split_state(words: str) -> tuple[State | None, str]:
    """The state that the words after a heading's date begin with, if any, and what else they say."""
    text = words.lstrip(_SEPARATORS + ".").rstrip(_SEPARATORS)
    state, length = _state_at_start(text)
    return state, text[length:].lstrip(_SEPARATORS + ("." if state else "")).rstrip(_SEPARATORS)


def _state_at_start(text: str) -> tuple[State | None, int]:
    for pattern in (_TWO_WORDS, _ONE_WORD):
        match = pattern.match(text)
        if match and (state := spelt(match[0], State)):
            return state, match.end()
    return None, 0
