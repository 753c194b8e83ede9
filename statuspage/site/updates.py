"""The updates of a post as written: from sections of text to drafts with date, state and components."""

from collections.abc import Sequence
from dataclasses import replace

from statuspage.model.post import INCIDENT_STATES, MAINTENANCE_STATES, Kind, State
from statuspage.site.affected import Said, read_said
from statuspage.site.frontmatter import Head
from statuspage.site.grammar import Section, right_heading, sections, split_state
from statuspage.site.order import Draft
from statuspage.site.postkeys import read_time, report_stamp
from statuspage.site.report import Report
from statuspage.site.source import Context, Line
from statuspage.site.words import alike, listed, nearest, quoted

# Each kind's word for "it is over". People mix them up, and what they mean is plain.
_OVER = {State.RESOLVED: State.COMPLETED, State.COMPLETED: State.RESOLVED}


def read_drafts(
    body: Sequence[Line], head: Head, kind: Kind, context: Context, report: Report
) -> list[Draft]:
    """The updates of a body in the order of the file; the text before the first dated heading is the opening.

    An opening without text, such as a lone comment, is none.
    """
    date = read_time("date", head, context.zone, report)
    drafts = []
    for section in sections(body, context.zone, report):
        said = read_said(section.lines, context.components, report)
        if said.verdict and kind is not Kind.ADVISORY:
            rule = "A verdict belongs to an advisory; it is left out."
            report.error(section.line, rule, "kind: advisory")
            said.verdict = None
        if section.stamp is None:
            line = head.line("date") if date else section.line
            drafts.append(_draft(replace(section, line=line, stamp=date), said, None, "", opening=True))
            continue
        state, words = _read_state(section, kind, report)
        example = right_heading(state or _states(kind)[0], section.stamp.example)
        report_stamp(section.stamp, section.line, example, report)
        drafts.append(_draft(section, said, state, words, opening=False))
    return drafts


def _draft(section: Section, said: Said, state: State | None, words: str, *, opening: bool) -> Draft:
    text = "\n".join(line.text for line in said.text).strip("\n")
    stamp = section.stamp
    return Draft(
        line=section.line,
        written=stamp.at if stamp else None,
        day_only=bool(stamp and stamp.day_only),
        state=state,
        body="\n\n".join(filter(None, (words, text))),
        components=said.components,
        verdict=said.verdict,
        opening=opening,
    )


def _read_state(section: Section, kind: Kind, report: Report) -> tuple[State | None, str]:
    """The state of a heading that this kind can have, and its other words, which belong to the text.

    A misspelt state is reported and is no text; other words in its place are both.
    """
    state, words = split_state(section.words)
    states = _states(kind)
    if state in states or not (state or words):
        return state, words
    known = f"known are {listed(states)}."
    stamp = section.stamp
    date = stamp.example if stamp and stamp.problem else section.date
    if state is None:
        near = nearest(words, states)
        hint = f"did you mean {near}?" if near else known
        report.error(
            section.line, f"{quoted(words)} is no state; {hint}", right_heading(near or states[0], date)
        )
        return None, "" if alike(words, states) else words
    instead = _OVER.get(state)
    rule = f"{state} is no state of {'a maintenance' if kind is Kind.MAINTENANCE else 'an incident'}"
    rule += f"; {instead} is taken." if instead else f"; {known}"
    report.error(section.line, rule, right_heading(instead or states[0], date))
    return instead, words


def _states(kind: Kind) -> tuple[State, ...]:
    return MAINTENANCE_STATES if kind is Kind.MAINTENANCE else INCIDENT_STATES
