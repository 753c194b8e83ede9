"""What posts say of components, in the front matter and in ``Components:`` lines, and ``Verdict:`` lines."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from statuspage.model.status import Status, Verdict
from statuspage.site.report import Report
from statuspage.site.source import Line
from statuspage.site.spelling import named, spelt
from statuspage.site.words import meant, quoted

_COMPONENTS_LINE = "Components: mail = operational"
_VERDICT_LINE = "Verdict: not_affected"
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


def resolve(namings: Iterable[Naming], names: Mapping[str, str], report: Report) -> dict[str, Status | None]:
    """The components that are named, by id, with the status given to each, None where it is none or unknown.

    ``names`` maps the known ids to names. An unknown component is reported and left out.
    """
    found: dict[str, Status | None] = {}
    for naming in namings:
        component = named(naming.name, names)
        if component is None:
            hint = "" if report.full else meant(naming.name, [*names, *names.values()])
            rule = f"There is no component {quoted(naming.name)}; {hint}"
            report.error(naming.line, rule, f"{next(iter(names), 'mail')} = degraded_performance")
            continue
        found[component] = None if naming.status is None else spelt(naming.status, Status)
        if naming.status is not None and found[component] is None:
            rule = f"{quoted(naming.status)} is no state of a component; {meant(naming.status, Status)}"
            report.error(naming.line, rule, f"{component} = degraded_performance")
    return found


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
        report.warn(directive.values[0][0], rule, _VERDICT_LINE if verdict else _COMPONENTS_LINE)
    said.components |= components
    said.verdict = verdict or said.verdict
    return True


def _verdict(line: int, text: str, report: Report) -> Verdict | None:
    verdict = spelt(text, Verdict)
    if verdict is None:
        report.error(line, f"{quoted(text.strip())} is no verdict; {meant(text, Verdict)}", _VERDICT_LINE)
    return verdict


def _components(values: list[tuple[int, str]], names: Mapping[str, str], report: Report) -> dict[str, Status]:
    namings = [Naming(line, *pair) for line, text in values for pair in _pairs(text, names)]
    for naming in namings:
        if naming.status is None:
            report.error(naming.line, f"No state is given for {quoted(naming.name)}.", _COMPONENTS_LINE)
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
