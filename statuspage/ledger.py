"""What is decided so far, and what of it is not yet written."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from statuspage.decide.calls import late
from statuspage.decide.confirm import advance, awaits_confirmation
from statuspage.decide.freshness import earliest, is_ahead, monitor_until
from statuspage.decide.history import began, transition
from statuspage.decide.measured import Measured, measure
from statuspage.model.result import CheckKey, CheckState, Result
from statuspage.model.site import Check, Component, Site
from statuspage.model.snapshot import Measurements
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.store.writer import Batch

log = logging.getLogger("statuspage.monitor")

_MOST_HELD = 200_000
"""Results held back while the store can't be written; past that the oldest go."""


_INATTENTION = timedelta(seconds=30)
"""So long without a decision (a machine asleep, a clock set), and no call counts as missed meanwhile."""

_UNSEEN = CheckState()


class Ledger:
    """Check states, the components' current spans, and what of them is not yet written.

    Bookkeeping over ``decide``: it neither reads a clock nor writes.
    """

    def __init__(self, held: Measurements, now: datetime) -> None:
        self._states = {key: state for key, state in held.states.items() if not _from_ahead(state, now)}
        self._spans = {id_: spans[-1] for id_, spans in held.spans.items() if spans}
        self._components: dict[str, Component] = {}
        self._checks: dict[CheckKey, Check] = {}
        self._called: tuple[Check, ...] = ()
        self._measured: dict[str, Measured] = {}
        self._touched: set[str] = set()
        alive_until = monitor_until(held.tick, now)
        self._silence = alive_until if alive_until is not None and alive_until < now else None
        self._floor = now if self._silence else min(held.tick or now, now)
        self._settled: datetime | None = None
        self._heard_from = now if self._silence or held.tick is None else self._floor
        self._listening: dict[CheckKey, datetime] = {}
        self._results: list[Result] = []
        self._changed: dict[CheckKey, CheckState] = {}
        self._begun: list[tuple[str, Span]] = []
        self.visible = False
        """Whether the page changes with what is not yet written."""
        self.believed_until: datetime | None = None
        """Until when all that was published may be believed; past it, readers call some of it unknown."""

    def rename(
        self, checks: Iterable[tuple[CheckKey, CheckKey]], components: Iterable[tuple[str, str]]
    ) -> None:
        """Carry over what is known under old names, where nothing is known under the new ones."""
        for old, new in checks:
            if old in self._states and new not in self._states:
                self._states[new] = self._changed[new] = self._states.pop(old)
                self._changed.pop(old, None)
                self._results = [replace(one, key=new) if one.key == old else one for one in self._results]
        for before, now in components:
            if before in self._spans and now not in self._spans:
                self._spans[now] = self._spans.pop(before)
                self._begun = [(now if id_ == before else id_, span) for id_, span in self._begun]

    def adopt(self, site: Site, now: datetime) -> None:
        """Take over a site whose files changed.

        What is no longer there ends as unknown. What other settings make of a component begins now:
        they say nothing of the past.
        """
        components = {one.id: one for one in site.components if one.checks}
        for id_ in [id_ for id_, span in self._spans.items() if span.status is not Status.UNKNOWN]:
            if id_ not in components:
                self._begin(id_, Span(now, None, Status.UNKNOWN, "no longer checked"))
            elif self._silence:
                before = measure(components[id_], self._states, self._silence)
                end = min(before.valid_until or self._silence, self._silence)
                start = max(end, self._spans[id_].start)
                self._begin(id_, Span(start, None, Status.UNKNOWN, "our monitoring did not run"))
        self._silence = None
        known, self._components = self._components, components
        self._measured = {id_: one for id_, one in self._measured.items() if id_ in components}
        checks = {check.key: check for check in site.checks}
        self._listening |= {key: now for key, check in checks.items() if self._checks.get(key) != check}
        self._checks = checks
        self._called = tuple(check for check in site.checks if check.grace is not None)
        self._touched = set(components)
        for id_, component in components.items():
            if id_ in known and known[id_] != component:
                self._decide(id_, now, start=now)
        self.visible = True

    def deaf(self, now: datetime) -> None:
        """Calls of services could not be heard: until ``now`` nobody was late."""
        self._heard_from = now

    def absorb(self, result: Result) -> bool:
        """Count one more result; whether it awaits confirmation."""
        check = self._checks.get(result.key)
        if check is None:
            return False
        before = self._states.get(result.key, _UNSEEN)
        state = advance(before, result, check)
        self._states[result.key] = self._changed[result.key] = state
        self._results.append(result)
        del self._results[:-_MOST_HELD]
        self._touched.add(result.key.component)
        if _shown(before) != _shown(state):
            self.visible = True
            said = state.outcome or "not confirmed"
            log.info("%s/%s is %s: %s", result.key.component, result.key.name, said, result.answer.reason)
        return awaits_confirmation(state)

    def settle(self, now: datetime) -> None:
        """Decide anew for every component that was answered for, or whose answers grew too old."""
        if self._settled is not None and abs(now - self._settled) > _INATTENTION:
            self._heard_from = now
        self._settled = now
        for check in self._called:
            listening = max(self._heard_from, self._listening.get(check.key, self._heard_from))
            absence = late(check, self._states.get(check.key, _UNSEEN), listening, now)
            if absence is not None:
                self.absorb(absence)
        for id_, measured in self._measured.items():
            if measured.stays_until is not None and measured.stays_until <= now:
                self._touched.add(id_)
        for id_ in self._touched & self._components.keys():
            self._decide(id_, now)
        self._touched.clear()

    def _decide(self, id_: str, now: datetime, start: datetime | None = None) -> None:
        before = self._measured.get(id_)
        measured = self._measured[id_] = measure(self._components[id_], self._states, now)
        if start is None:
            start = began(before, measured, now)
        span = transition(self._spans.get(id_), measured, start, self._floor, now)
        if span is not None:
            self._begin(id_, span)

    def replay(self, results: Iterable[Result]) -> None:
        """Count results that the store holds already but the states there do not yet know of."""
        for result in results:
            self.absorb(result)
        self._results.clear()

    def batch(
        self,
        now: datetime,
        *,
        publish: bool,
        offline_since: datetime | None = None,
        fetched_at: datetime | None = None,
        git_failing_since: datetime | None = None,
    ) -> Batch:
        """What is not yet written: the raw results, and what readers see only when it is time to publish."""
        if not publish:
            return Batch(now, self._results)
        return Batch(
            now,
            self._results,
            self._changed,
            self._begun,
            publish=True,
            offline_since=offline_since,
            fetched_at=fetched_at,
            git_failing_since=git_failing_since,
        )

    def written(self, batch: Batch) -> None:
        """This batch, the last one given, is in the store."""
        self._results = []
        if batch.publish:
            self.believed_until = earliest(*(one.valid_until for one in self._measured.values()))
            self._changed, self._begun, self.visible = {}, [], False

    def _begin(self, component: str, span: Span) -> None:
        self._spans[component] = span
        self._begun.append((component, span))
        self.visible = True


def _from_ahead(state: CheckState, now: datetime) -> bool:
    """Whether a state was decided on by a clock that has been set back since."""
    return state.last_known is not None and is_ahead(state.last_known.at, now)


def _shown(state: CheckState) -> tuple[object, ...]:
    """What of a check's state the page shows."""
    return state.outcome, state.unstable_since, state.blind_since
