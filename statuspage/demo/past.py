"""A made-up past of a site, as if it had been measured: spans, latencies and where each check stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from statuspage.decide.confirm import advance
from statuspage.demo.latency import Latencies
from statuspage.demo.troubles import Trouble, troubles
from statuspage.errors import StatusPageError
from statuspage.model.result import Answer, CheckKey, CheckState, Result
from statuspage.model.site import Check, Site
from statuspage.model.span import Span
from statuspage.model.status import Outcome, Status
from statuspage.model.text import Text, text
from statuspage.store.folder import MonitorLock, prepare
from statuspage.store.writer import Batch, Past, Writer
from statuspage.timeutil import format_duration

LONGEST = timedelta(days=3650)

_LAST = 12
"""Results of each check that are written as such."""

_OK_MS, _SLOW, _LIMIT = 120.0, timedelta(seconds=2.4), timedelta(milliseconds=800)

REASONS: Mapping[Status, Text] = {
    Status.OPERATIONAL: text("answers in {took}", took=timedelta(milliseconds=_OK_MS)),
    Status.DEGRADED_PERFORMANCE: text("answers in {took}, expected under {limit}", took=_SLOW, limit=_LIMIT),
    Status.PARTIAL_OUTAGE: text(
        "answers with status {status}, expected {expected}", status=404, expected=200
    ),
    Status.MAJOR_OUTAGE: text("does not answer within {timeout}", timeout=timedelta(seconds=10)),
    Status.UNKNOWN: text("not measured lately"),
}
"""Why a made-up span is as it is."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A past that was made up, and how each check stands at its end, ``now``."""

    now: datetime
    troubles: tuple[Trouble, ...]
    spans: Mapping[str, tuple[Span, ...]]
    states: Mapping[CheckKey, CheckState]
    latencies: Latencies


def make_past(site: Site, *, history: timedelta, seed: int, now: datetime) -> MadeUp:
    """A believable past of the components that checks ask after; all of them work at ``now``.

    The same arguments give the same past. Raises StatusPageError where the ``history`` is too long.
    """
    if not timedelta(0) <= history <= LONGEST:
        raise StatusPageError(
            f"A past of {format_duration(history)} can't be made up: {format_duration(LONGEST)} at most."
        )
    found = troubles(site, history=history, seed=seed, now=now)
    spans = {
        component.id: tuple(spans_of(component.id, found, now - history))
        for component in site.components
        if component.checks
    }
    states = {check.key: state_of(check, now, spans[check.key.component][-1].start) for check in site.checks}
    latencies = Latencies(site, _by_component(found), history, seed, now)
    return MadeUp(now, found, spans, states, latencies)


def write_past(folder: Path, site: Site, past: MadeUp) -> None:
    """Write a made-up past into the store of a data ``folder``, as the monitor writes it.

    Raises StatusPageError where the folder can't be written or a monitor works on it.
    """
    prepare(folder)
    with MonitorLock(folder):
        writer = Writer(folder)
        try:
            writer.add_past(Past(past.spans, past.latencies.rows()), past.now)
            last = [result for check in site.checks for result in _results(check, past.now)]
            writer.write(Batch(past.now, last, past.states, publish=True))
        finally:
            writer.close()


def spans_of(component: str, found: Sequence[Trouble], begin: datetime) -> Iterator[Span]:
    """Good times and troubles in turns, from ``begin`` on; the last one is open."""
    at = begin
    for one in found:
        status = one.statuses.get(component)
        if status is None or one.start < at:
            continue
        if at < one.start:
            yield Span(at, one.start, Status.OPERATIONAL, REASONS[Status.OPERATIONAL])
        yield Span(one.start, one.end, status, REASONS[status])
        at = one.end
    yield Span(at, None, Status.OPERATIONAL, REASONS[Status.OPERATIONAL])


def state_of(check: Check, now: datetime, since: datetime) -> CheckState:
    """How a check stands that has been fine ``since`` then, and was asked last at ``now``."""
    state = CheckState()
    for result in _results(check, now):
        state = advance(state, result, check)
    return replace(state, since=min(since, now), resumed=min(since, now))


def _results(check: Check, now: datetime) -> Iterator[Result]:
    for number in reversed(range(_LAST)):
        at = now - check.every * number
        yield Result(check.key, at, Answer(Outcome.OK, _OK_MS, REASONS[Status.OPERATIONAL]))


def _by_component(found: Sequence[Trouble]) -> dict[str, list[Trouble]]:
    """The troubles by component."""
    by: dict[str, list[Trouble]] = {}
    for one in found:
        for component in one.statuses:
            by.setdefault(component, []).append(one)
    return by
