"""What is decided so far, and what of it is not yet written."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from statuspage.decide.calls import late, listening_after
from statuspage.decide.confirm import advance, awaits_confirmation, set_back, unasked
from statuspage.decide.freshness import earliest, is_ahead, monitor_until
from statuspage.decide.measured import Measured, Voice, measure
from statuspage.decide.timeline import (
    Timeline,
    changes,
    hear,
    renamed,
    restate,
    resumed,
    shortened,
    told,
    turns,
)
from statuspage.model.result import CheckKey, CheckState, Result
from statuspage.model.site import Check, Component, Site
from statuspage.model.snapshot import Measurements
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.model.text import Text, text
from statuspage.store.writer import Batch

log = logging.getLogger("statuspage.monitor")

_MOST_HELD = 200_000
"""Results held back while the store can't be written; past that the oldest go."""

_INATTENTION = timedelta(seconds=30)
"""So long without a decision (a machine asleep, a clock set), and calls may have come unheard."""

_UNSEEN = CheckState()

_Say = Callable[[Timeline, Mapping[str, Voice], datetime], Timeline]


class Ledger:
    """Check states, the components' current spans, and what of them is not yet written.

    Bookkeeping over ``decide``: it neither reads a clock nor writes.
    """

    def __init__(self, held: Measurements, now: datetime, unread: Iterable[Result] = ()) -> None:
        """Begin with what the store holds, and with results there that its states do not yet know of."""
        self._states = dict(held.states)
        self._spans = {id_: spans[-1] for id_, spans in held.spans.items() if spans}
        self._components: dict[str, Component] = {}
        self._checks: dict[CheckKey, Check] = {}
        self._called: tuple[Check, ...] = ()
        self._measured: dict[str, Measured] = {}
        self._lines: dict[str, Timeline] = {}
        self._touched: set[str] = set()
        alive_until = monitor_until(held.tick, now, held.rounds)
        self._silence = alive_until if alive_until is not None and alive_until < now else None
        self._moment = held.tick or now
        self._adopted = False
        self._unread = list(unread)
        self._settled = held.tick or now
        self._listening: dict[CheckKey, datetime] = {}
        self._results: list[Result] = []
        self._changed: dict[CheckKey, CheckState] = {}
        self._begun: list[tuple[str, Span]] = []
        self.visible = False
        """Whether the page changes with what is not yet written."""
        self.believed_until: datetime | None = None
        """Until when all that was published may be believed; past it, readers call some of it unknown."""

    @property
    def states(self) -> Mapping[CheckKey, CheckState]:
        """The states of all checks, as they are now."""
        return self._states

    def rename(
        self, checks: Iterable[tuple[CheckKey, CheckKey]], components: Iterable[tuple[str, str]]
    ) -> None:
        """Carry over what is known under old names, where nothing is known under the new ones."""
        for old, new in checks:
            if old in self._states and new not in self._states:
                self._states[new] = self._changed[new] = self._states.pop(old)
                self._changed.pop(old, None)
                self._results = [_called(new, one) if one.key == old else one for one in self._results]
                self._unread = [_called(new, one) if one.key == old else one for one in self._unread]
                line = self._lines.get(old.component)
                if line is not None:
                    self._lines[old.component] = renamed(line, old.name, new.name)
        for before, now in components:
            if before in self._spans and now not in self._spans:
                self._spans[now] = self._spans.pop(before)
                if before in self._lines:
                    self._lines[now] = self._lines.pop(before)
                self._begun = [(now if id_ == before else id_, span) for id_, span in self._begun]

    def adopt(self, site: Site, now: datetime) -> None:
        """Take over a site whose files changed.

        What is no longer there ends as unknown. What other settings make of a component begins now:
        they say nothing of the past.
        """
        components = {one.id: one for one in site.components if one.checks}
        checks = {check.key: check for check in site.checks}
        self._see_clock(now)
        self._age(now)
        for id_ in self._spans.keys() - components.keys():
            self._lines.pop(id_, None)
            if self._spans[id_].status is not Status.UNKNOWN:
                end = max(self._silence or now, self._spans[id_].start)
                self._begin(id_, Span(end, None, Status.UNKNOWN, text("no longer checked")))
        known, self._components = self._components, components
        self._measured = {id_: one for id_, one in self._measured.items() if id_ in components}
        if self._adopted:
            self._listening |= {key: now for key, check in checks.items() if self._checks.get(key) != check}
        self._checks = checks
        self._called = tuple(check for check in site.checks if check.grace is not None)
        if not self._adopted:
            self.deaf(now)
            self._settled = now
            self._resume(components.values(), now)
        for key, state in self._states.items():
            if self._silence is not None or key not in checks or checks[key].paused is not None:
                self._note(key, unasked(state))
        for id_, component in components.items():
            if known.get(id_) != component:
                self._decide(id_, now, restate)
        self._silence, self._adopted, self._moment = None, True, now
        self._touched = set(components)
        self.visible = True

    def _resume(self, components: Iterable[Component], now: datetime) -> None:
        """Go on where the last monitor left off; a silence since then is an unknown time."""
        unread = [missed for missed in self._unread if missed.at <= self._moment]
        told_until = min(self._moment, now)
        for one in components:
            left = min([told_until, *(missed.at for missed in unread if missed.key.component == one.id)])
            voices = measure(one, self._states, left).voices
            self._lines[one.id] = resumed(self._spans.get(one.id), voices, left)
        self._moment = min([told_until, *(missed.at for missed in unread)])
        for missed in unread:
            self._count(missed)
        self._unread.clear()
        for one in components:
            if self._silence is None:
                self._decide(one.id, now)
                continue
            line = hear(self._lines[one.id], measure(one, self._states, self._silence).voices, self._silence)
            self._tell(one.id, hear(line, {}, self._silence), text("our monitoring did not run"))
            self._lines[one.id] = Timeline(self._spans.get(one.id), now)

    def _see_clock(self, now: datetime) -> None:
        """After the clock was set back, believe nothing that lies ahead of it, and go on from now."""
        if not is_ahead(self._moment, now):
            return
        self._moment = now
        self._listening = {check.key: now for check in self._called}
        for key, state in self._states.items():
            self._note(key, set_back(state, now))
        for id_ in self._spans:
            self._begin(id_, Span(now, None, Status.UNKNOWN, text("the clock was set back")))
        for id_ in self._lines.keys() | self._spans.keys():
            self._lines[id_] = Timeline(self._spans.get(id_), now)
        self._touched |= self._components.keys()

    def deaf(self, now: datetime) -> None:
        """Calls of services could not be heard since the last decision."""
        for check in self._called:
            state = self._states.get(check.key, _UNSEEN)
            before = self._listening.get(check.key)
            self._listening[check.key] = listening_after(check, state, before, (self._settled, now))

    def absorb(self, result: Result) -> bool:
        """Count one more result; whether it awaits confirmation."""
        before = self._states.get(result.key, _UNSEEN)
        state = self._count(result)
        if state is None:
            return False
        self._results.append(result)
        del self._results[:-_MOST_HELD]
        if _shown(before) != _shown(state):
            self.visible = True
            said = state.outcome or "not confirmed"
            log.info("%s/%s is %s: %s", result.key.component, result.key.name, said, result.answer.reason)
        return awaits_confirmation(state)

    def _count(self, result: Result) -> CheckState | None:
        """What a check's results add up to with one more; None for a check that is not there."""
        check = self._checks.get(result.key)
        if check is None:
            return None
        self._moment = moment = max(result.at, self._moment)
        self._age(moment, result.key.component)
        state = advance(self._states.get(result.key, _UNSEEN), result, check)
        self._note(result.key, state)
        self._decide(result.key.component, moment)
        return state

    def settle(self, now: datetime) -> None:
        """Decide anew for every component that was adopted, or whose answers grew too old."""
        if abs(now - self._settled) > _INATTENTION:
            self.deaf(now)
        self._settled = now
        self._see_clock(now)
        for check in self._called:
            state = self._states.get(check.key, _UNSEEN)
            absence = late(check, state, self._listening.get(check.key), now)
            if absence is not None:
                self.absorb(absence)
        self._age(now)
        for id_ in self._touched & self._components.keys():
            self._decide(id_, now)
        self._touched.clear()
        self._moment = now

    def _age(self, now: datetime, only: str | None = None) -> None:
        """Decide anew where answers grew too old."""
        for id_ in self._measured if only is None else self._measured.keys() & {only}:
            until = self._measured[id_].stays_until
            if until is not None and until <= now:
                self._decide(id_, now)

    def _decide(self, id_: str, now: datetime, say: _Say = hear) -> None:
        measured = self._measured[id_] = measure(self._components[id_], self._states, now)
        line = self._lines.get(id_) or Timeline(self._spans.get(id_), now)
        self._tell(id_, say(line, measured.voices, now), measured.reason)

    def _tell(self, id_: str, line: Timeline, reason: Text) -> None:
        """Go on with this timeline; ``reason`` is why its last span is as it is."""
        before = self._lines.get(id_)
        self._lines[id_] = shortened(line)
        if before is None or turns(before) != turns(line):
            begun = changes(told(before) if before else told(Timeline(line.base, line.start)), told(line))
            for span in begun[:-1]:
                self._begin(id_, span)
            for span in begun[-1:]:
                self._begin(id_, replace(span, reason=reason))

    def batch(self, frame: Batch) -> Batch:
        """The frame with what is not yet written: the results, and if it publishes what readers see."""
        if not frame.publish:
            return replace(frame, results=self._results)
        return replace(frame, results=self._results, states=self._changed, spans=self._begun)

    def written(self, batch: Batch) -> None:
        """This batch, the last one given, is in the store."""
        self._results = []
        if batch.publish:
            self.believed_until = earliest(*(one.valid_until for one in self._measured.values()))
            self._changed, self._begun, self.visible = {}, [], False

    def _note(self, key: CheckKey, state: CheckState) -> None:
        if state != self._states.get(key):
            self._states[key] = self._changed[key] = state

    def _begin(self, component: str, span: Span) -> None:
        self._spans[component] = span
        self._begun.append((component, span))
        self.visible = True


def _called(key: CheckKey, result: Result) -> Result:
    """The result under the name that its check has now."""
    return replace(result, key=key)


def _shown(state: CheckState) -> tuple[object, ...]:
    """What of a check's state the page shows."""
    return state.outcome, state.unstable_since, state.blind_since
