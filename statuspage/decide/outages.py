"""Outages as the checks saw them: when one began, when it was worth telling of, and when it was over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.decide.days import closed
from statuspage.model.span import Span
from statuspage.model.status import Status, worst

OPEN_AFTER = timedelta(minutes=5)
"""So long an outage goes on, with nobody writing about it, before the page tells of it by itself."""

CLOSE_AFTER = timedelta(minutes=10)
"""So long a component has to be seen without an outage before the outage is over."""

OUTAGE = frozenset({Status.PARTIAL_OUTAGE, Status.MAJOR_OUTAGE})

Stretch = tuple[datetime, datetime]
"""From one instant to another."""


@dataclass(frozen=True, slots=True)
class Outage:
    """One component's outage.

    ``runs`` are its stretches of outage, oldest first; within one run nothing else was seen, though for
    some of the time perhaps nothing was. Between two runs it worked, for less than :data:`CLOSE_AFTER`.
    From ``recovered_at`` on it works, which counts from ``closed_at`` on (None: not yet), and then it
    is ``after``. ``blind`` says that it was not measured all the time.
    """

    runs: tuple[tuple[Span, ...], ...]
    recovered_at: datetime | None = None
    closed_at: datetime | None = None
    after: Status = Status.OPERATIONAL
    blind: bool = False

    @property
    def start(self) -> datetime:
        """When it first was seen."""
        return self.runs[0][0].start


def outages(spans: Sequence[Span]) -> list[Outage]:
    """The outages in what was measured of a component, oldest first.

    Unknown time neither opens nor closes one. Any span but the last has an end; a last one that has
    none goes on for ever.
    """
    found: list[Outage] = []
    runs: list[list[Span]] = []
    blind, fine, fine_at = False, timedelta(), None
    for span in spans:
        if span.status in OUTAGE:
            if fine_at is not None or not runs:
                runs.append([])
            runs[-1].append(span)
            fine, fine_at = timedelta(), None
        elif span.status is Status.UNKNOWN:
            blind = bool(runs)
        elif runs:
            fine_at = fine_at or span.start
            left = CLOSE_AFTER - fine
            if span.end is None or span.end - span.start >= left:
                whole = tuple(map(tuple, runs))
                found.append(Outage(whole, fine_at, span.start + left, span.status, blind))
                runs, blind, fine, fine_at = [], False, timedelta(), None
            else:
                fine += span.end - span.start
    if runs:
        found.append(Outage(tuple(map(tuple, runs)), fine_at, blind=blind))
    return found


def opening(outage: Outage, covered: Sequence[Stretch]) -> tuple[datetime, datetime] | None:
    """When an outage began that nobody wrote about, and when it was :data:`OPEN_AFTER` old.

    Only time counts that was measured and lies in no ``covered`` stretch, in which somebody speaks of
    it; the spans have ends. None: it never was that old.
    """
    for run in outage.runs:
        left = OPEN_AFTER
        for span in run:
            for start, end in _outside(span.start, closed(span), covered):
                if end - start >= left:
                    return run[0].start, start + left
                left -= end - start
    return None


def run_at(outage: Outage, moment: datetime) -> tuple[Span, ...] | None:
    """The run in which a component is in an outage at a moment, as far as it was measured."""
    for run in outage.runs:
        if any(span.start <= moment <= closed(span) for span in run):
            return run
    return None


def how_bad(run: Sequence[Span], moment: datetime) -> tuple[Status, Span]:
    """The worst status of a run up to a moment, and the last span by then."""
    seen = [span for span in run if span.start <= moment] or [run[0]]
    return worst(span.status for span in seen), seen[-1]


def _outside(start: datetime, end: datetime, covered: Sequence[Stretch]) -> list[Stretch]:
    """What of a stretch lies in none of some others, which are in order."""
    found: list[Stretch] = []
    for begin, until in covered:
        if until <= start or begin >= end:
            continue
        if start < begin:
            found.append((start, begin))
        start = max(start, until)
    return [*found, (start, end)] if start < end else found
