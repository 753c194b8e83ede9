"""What posts say of components, in the front matter and in ``Components:`` lines, and ``Verdict:`` lines."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from statuspage.model.status import Status, Verdict
from statuspage.site.report import Report
from statuspage.site.source import Line
from statuspage.site.spelling import named, spelt
from statuspage.site.words import hint, meant, nearest, quoted

POSTED = (
    Status.OPERATIONAL,
    Status.DEGRADED_PERFORMANCE,
    Status.PARTIAL_OUTAGE,
    Status.MAJOR_OUTAGE,
    Status.UNDER_MAINTENANCE,
)
"""The statuses that a post can give. Unknown is none of them: it is what a lack of measuring finds."""

_DIRECTIVE = re.compile(
    r"\s{0,3}[*_]{0,2}(component|verdict)s?[*_]{0,2}\s*:[*_]{0,2}(.*)", re.IGNORECASE | re.DOTALL
)
_ITEM = re.compile(r"\s{0,3}[-*+]\s+(.*)", re.DOTALL)


class Naming(NamedTuple):
    """A component as somebody named it, with what they said of it (None: nothing), and the line."""

    line: int
    name: str
    status: str | None


@dataclass(slots=True)
class Said:
    """What the lines of an update say, and those that are left as its text."""

    components: dict[str, Status] = field(default_factory=dict)
    verdict: Verdict | None = None
    text: list[Line] = field(default_factory=list)


class _Directive(NamedTuple):
    word: str
    values: list[tuple[int, str]]  # number and text of each line
    length: int


def resolve(
    namings: Iterable[Naming], names: Mapping[str, str], report: Report, *, head: bool = False
) -> dict[str, Status | None]:
    """The components that are named, by id, with the status given to each, None where it is none or unknown.

    ``names`` maps the known ids to names. An unknown component is reported and left out. With
    ``head`` they stand in the front matter, and so do the examples.
    """
    right = _in_head if head else _in_line
    found: dict[str, Status | None] = {}
    for naming in namings:
        component = named(naming.name, names)
        if component is None:
            if not report.full:  # finding the nearest one is slow
                near, status, rule = _unknown(naming, names)
                report.error(naming.line, rule, right(near, status))
            else:
                report.error(naming.line, "", "")
            continue
        found[component] = None if naming.status is None else spelt(naming.status, POSTED)
        if naming.status is not None and found[component] is None:
            known = meant(naming.status, POSTED)
            rule = f"{quoted(naming.status)} is no state of a component that a post gives; {known}"
            report.error(naming.line, rule, right(component, naming.status))
    return found


def _unknown(naming: Naming, names: Mapping[str, str]) -> tuple[str, str | None, str]:
    """The known component nearest to one that is not, the state given to it, and a sentence about it."""
    name = naming.name
    start, _, end = name.rpartition(":")
    before = named(start, names)
    if before is not None:
        return before, end, f"In {quoted(name)} a space is missing after the colon, so it names no component."
    known = [*names, *names.values()]
    near = nearest(name, known)
    component = named(near, names) if near else None
    rule = f"There is no component {quoted(name)}; {hint(near, known)}"
    return component or next(iter(names), "mail"), naming.status, rule


def _in_head(component: str, status: str | None) -> str:
    return f"components: {{{component}: {_posted(status)}}}" if status else f"components: [{component}]"


def _in_line(component: str, status: str | None) -> str:
    return f"Components: {component} = {_posted(status) if status else Status.OPERATIONAL}"


def _posted(written: str) -> str:
    """The status that somebody wrote, else the one nearest to it."""
    return spelt(written, POSTED) or nearest(written, POSTED) or Status.DEGRADED_PERFORMANCE


def read_said(lines: Sequence[Line], names: Mapping[str, str], report: Report) -> Said:
    """Take the ``Components:`` and ``Verdict:`` lines out of an update.

    They belong directly under the heading. Further down, a line that would be right there counts
    as well, with a warning; any other is text. ``names`` maps the ids of components to names.
    """
    said = Said()
    index = 0
    while index < len(lines):
        directive = _directive_at(lines, index)
        if directive and _take(directive, said, names, report):
            index += directive.length
        else:
            said.text.append(lines[index])
            index += 1
    return said


def _directive_at(lines: Sequence[Line], index: int) -> _Directive | None:
    match = None if lines[index].code else _DIRECTIVE.fullmatch(lines[index].text)
    if match is None:
        return None
    if match[2].strip():
        return _Directive(match[1].lower(), [(lines[index].number, match[2])], 1)
    values: list[tuple[int, str]] = []
    for line in lines[index + 1 :]:
        item = _ITEM.fullmatch(line.text)
        if item is None:
            break
        values.append((line.number, item[1]))
    return _Directive(match[1].lower(), values, len(values) + 1) if values else None


def _take(directive: _Directive, said: Said, names: Mapping[str, str], report: Report) -> bool:
    """Add what the line says; False when it stands among text and is not a right one, so belongs to it."""
    on_top = not any(line.text.strip() for line in said.text)
    notes = report if on_top else Report("", most=0)
    if directive.word == "verdict":
        verdict = _verdict(*directive.values[0], notes)
        components: dict[str, Status] = {}
    else:
        verdict = None
        components = _components(directive.values, names, notes)
    if not on_top:
        if notes:
            return False
        rule = "This line belongs directly under the heading of its update; it counts all the same."
        given = next(iter(components.items()), None)
        report.warn(directive.values[0][0], rule, _in_line(*given) if given else f"Verdict: {verdict}")
    said.components |= components
    said.verdict = verdict or said.verdict
    return True


def _verdict(line: int, text: str, report: Report) -> Verdict | None:
    verdict = spelt(text, Verdict)
    if verdict is None:
        near = nearest(text.strip(), Verdict)
        rule = f"{quoted(text.strip())} is no verdict; {hint(near, list(Verdict))}"
        report.error(line, rule, f"Verdict: {near or Verdict.NOT_AFFECTED}")
    return verdict


def _components(values: list[tuple[int, str]], names: Mapping[str, str], report: Report) -> dict[str, Status]:
    namings = [Naming(line, *pair) for line, text in values for pair in _pairs(text, names)]
    for naming in namings:
        if naming.status is None:
            known = named(naming.name, names) or next(iter(names), "mail")
            report.error(naming.line, f"No state is given for {quoted(naming.name)}.", _in_line(known, None))
    found = resolve(namings, names, report)
    return {component: status for component, status in found.items() if status}


def _pairs(text: str, names: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """The pairs of ``mail = operational, files: major_outage``; a name may itself hold a comma or colon."""
    before: list[str] = []
    for piece in re.split(r"[,;]", text):
        name, sign, status = piece.rpartition("=" if "=" in piece else ":")
        if not sign:
            before += [piece] if piece.strip() else []
            continue
        whole = ",".join([*before, name])
        if named(whole, names) is None:
            yield from ((each.strip(), None) for each in before)
            whole = name
        yield whole.strip(), status.strip()
        before = []
    yield from ((each.strip(), None) for each in before)
