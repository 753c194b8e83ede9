"""Front matter as text: where it begins and ends, and its keys one by one.

Each key is read by itself, so that one that YAML refuses takes no other with it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from statuspage.site.report import Report
from statuspage.site.source import Line
from statuspage.site.words import quoted

_FENCE = re.compile(r"(?:-{3,}|—-?)\s*")  # telephones make a dash of two hyphens
_END = re.compile(r"(?:-{3,}|—-?|\.{3})\s*")
_KEY = re.compile(r"(?P<key>[^\s#\-:{}\[\],&*!|>%@`][^:]{0,60}?)\s*:(?P<rest>.*)", re.DOTALL)
_TITLE = re.compile(r"[\"']?title[\"']?\s*:", re.IGNORECASE)
_DATED_HEADING = re.compile(r"#{1,6}\s*\d")
_WHY = {
    "found unexpected end of stream": "a quote in it is never closed",
    "but got '<stream end>'": "a bracket in it is never closed",
    "mapping values are not allowed": "it has a colon that means nothing there",
    "cannot start any token": "it begins with a sign that needs quotes",
}
"""What the YAML reader's words mean to whoever wrote the line."""

_PLAIN = re.compile(r"[A-Za-z0-9](?:[\w ,.()/'-]*[\w,.()/'])?", re.ASCII)
_PLAIN_PAIR = re.compile(r"(?P<indent> +)(?P<key>[A-Za-z0-9][\w-]*): (?P<value>[A-Za-z0-9][\w-]*)", re.ASCII)
"""What YAML takes as it is written; to ask it costs a quarter of a millisecond each time."""

_MAX_VALUE = 16 * 1024  # a list of many components; YAML of more than that is an attack


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of front matter. ``written`` is what follows its colon on the line; ``lines`` are all of it."""

    key: str
    written: str
    lines: tuple[Line, ...]

    @property
    def line(self) -> int:
        """The number of the line with the key."""
        return self.lines[0].number


def split_front_matter(
    lines: Sequence[Line], known: Collection[str], report: Report
) -> tuple[list[Line], list[Line]]:
    """The lines of the front matter, without its fences, and the lines of the body.

    A missing fence is reported; the front matter then ends where the ``known`` keys do.
    """
    start = next((index for index, line in enumerate(lines) if line.text.strip()), len(lines))
    if start == len(lines):
        return [], []
    fenced = bool(_FENCE.fullmatch(lines[start].text))
    if not fenced and not _TITLE.match(lines[start].text):
        return [], list(lines[start:])
    if not fenced:
        report.error(lines[start].number, "The line --- before the front matter is missing.", "---")
    first = start + fenced
    end = next((index for index in range(first, len(lines)) if _END.fullmatch(lines[index].text)), None)
    stop = _stop(lines, first, len(lines), known) if end is None else _stop(lines, first, end, None)
    if stop == end:
        return list(lines[first:stop]), list(lines[stop + 1 :])
    if fenced or stop < len(lines):
        number = lines[min(stop, len(lines) - 1)].number
        report.error(
            number, "The line --- after the front matter is missing; it belongs before this line.", "---"
        )
    return list(lines[first:stop]), list(lines[stop:])


def _stop(lines: Sequence[Line], first: int, end: int, known: Collection[str] | None) -> int:
    """Where front matter stops being such: at a dated heading, or after an empty line at what is no key.

    With ``known``, the keys there are, the fence at its end is missing, and any empty line or text ends it.
    """
    for index in range(first, end):
        text = lines[index].text
        after_blank = index > first and not lines[index - 1].text.strip()
        key = _KEY.fullmatch(text)
        keyless = bool(text.strip()) and text[0] not in " \t#-" and not key
        if _DATED_HEADING.match(text) or (after_blank and keyless):
            return index
        if known is not None and (after_blank or keyless or (key and key["key"].lower() not in known)):
            return index
    return end


def entries(lines: Sequence[Line], report: Report) -> list[Entry]:
    """The keys of front matter, each with the lines that belong to it. Of two alike the first counts."""
    found: dict[str, Entry] = {}
    current: Entry | None = None
    for line in lines:
        match = _KEY.fullmatch(line.text)
        if match:
            current = Entry(match["key"].strip("\"'").strip().lower(), match["rest"].strip(), (line,))
            _check_key(current, match["rest"], found, report)
            found.setdefault(current.key, current)
        elif current is None and line.text.strip() and not line.text.startswith("#"):
            report.error(
                line.number, f"{quoted(line.text)} is no key with a value.", "title: Mail is arriving late"
            )
        elif current is not None:
            current = Entry(current.key, current.written, (*current.lines, line))
            if found[current.key].line == current.line:
                found[current.key] = current
    return list(found.values())


def _check_key(entry: Entry, rest: str, found: dict[str, Entry], report: Report) -> None:
    if entry.key in found:
        rule = (
            f"{quoted(entry.key)} is written twice, first in line {found[entry.key].line}; the first counts."
        )
        report.error(entry.line, rule, f"one line {entry.key}, not two")
    elif rest[:1] not in ("", " ", "\t"):
        report.warn(
            entry.line, "A colon in front matter needs a space after it.", f"{entry.key}: {rest[:40]}"
        )


def _plain_table(lines: Sequence[Line]) -> dict[str, str] | None:
    """Keys and values that YAML takes as they are written, each once and all indented alike; else None."""
    found: dict[str, str] = {}
    indents = set()
    for line in lines:
        match = _PLAIN_PAIR.fullmatch(line.text)
        if match is None or match["key"] in found:
            return None
        indents.add(match["indent"])
        found[match["key"]] = match["value"]
    return found if len(indents) == 1 else None


def load(entry: Entry) -> object:
    """The value of a key as YAML has it: texts, and lists and tables of texts.

    Raises ValueError when YAML refuses it.
    """
    if len(entry.lines) == 1 and _PLAIN.fullmatch(entry.written):
        return entry.written
    if not entry.written and (table := _plain_table(entry.lines[1:])):
        return table
    text = "\n".join([f"k: {entry.written}", *(line.text.expandtabs(2) for line in entry.lines[1:])])
    if len(text) > _MAX_VALUE:
        raise ValueError("it is over 16 kB")
    import yaml  # most posts do without it

    try:
        value = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts, lists and tables only
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or "it is not YAML"
        raise ValueError(next((why for part, why in _WHY.items() if part in problem), problem)) from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if not isinstance(value, dict) or list(value) != ["k"]:
        raise ValueError("its lines are not indented")
    return value["k"]
