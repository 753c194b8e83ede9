"""What the checks of a component say of it, before any post is heard."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from statuspage.decide.confirm import instability
from statuspage.decide.freshness import earliest, is_ahead, latest, valid_until
from statuspage.model.result import CheckKey, CheckState, Result
from statuspage.model.site import Check, Component
from statuspage.model.snapshot import CheckNow
from statuspage.model.status import Outcome, Status, worst
from statuspage.model.text import NOTHING, Text, text

_NEVER = CheckState()


@dataclass(frozen=True, slots=True)
class Voice:
    """What one check says: a status since ``began``, or nothing (None) since then.

    ``began`` does not reach back over a time that nobody saw; None: it never said anything.
    ``outcome`` is the confirmed one that it rests on, which is ok while answers come and go.
    """

    status: Status | None
    began: datetime | None
    outcome: Outcome | None = None
    reason: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Measured:
    """A component as its checks see it, ``since`` when that began.

    ``voices`` tell by check what this is made of; ``stays_until`` is when the first of them falls
    silent if no answer comes.
    """

    status: Status
    since: datetime | None
    reason: Text
    checked_at: datetime | None
    valid_until: datetime | None
    stays_until: datetime | None
    checks: tuple[CheckNow, ...]
    voices: Mapping[str, Voice]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A fresh check: its status, since when it is confirmed, and why."""

    status: Status
    since: datetime
    reason: Text
    voice: Voice


def measure(component: Component, states: Mapping[CheckKey, CheckState], now: datetime) -> Measured:
    """The worst of the component's fresh checks.

    A major outage of some but not all of them is a partial outage; with no fresh check the
    status is unknown.
    """
    checks = [(check, states.get(check.key, _NEVER)) for check in component.checks]
    shown = tuple(check_now(check, state, now) for check, state in checks)
    heard = {
        check.key.name: _heard(check, state)
        for (check, state), one in zip(checks, shown, strict=True)
        if one.outcome is not None
    }
    voices = {one.name: heard[one.name].voice if one.name in heard else _silent(one, now) for one in shown}
    checked_at = latest(one.checked_at for one in shown)
    believed = latest(one.valid_until for one in shown)
    if not heard:
        ended = believed if believed is not None and believed <= now else None
        why = _why_unknown(component, [state for _, state in checks])
        return Measured(Status.UNKNOWN, ended, why, checked_at, None, None, shown, voices)
    status, reason = together([(one.status, one.reason) for one in heard.values()])
    top = worst(one.status for one in heard.values())
    agreeing = [one for one in heard.values() if one.status is top]
    began = max if status is Status.OPERATIONAL else min
    return Measured(
        status=status,
        since=began(one.since for one in agreeing),
        reason=reason,
        checked_at=checked_at,
        valid_until=believed,
        stays_until=earliest(*(one.valid_until for one in shown if one.name in heard)),
        checks=shown,
        voices=voices,
    )


def together(heard: Collection[tuple[Status, Text]]) -> tuple[Status, Text]:
    """The status and reason that those of the fresh checks make.

    The worst counts, but a major outage of some and not all of them is a partial one; with none,
    nothing is known.
    """
    if not heard:
        return Status.UNKNOWN, text("not measured lately")
    top, reason = max(heard, key=lambda one: one[0].rank)
    if top is Status.MAJOR_OUTAGE and any(status is not top for status, _ in heard):
        top = Status.PARTIAL_OUTAGE
    return top, reason


def check_now(check: Check, state: CheckState, now: datetime) -> CheckNow:
    """One check at ``now``; its outcome is None when it is paused, unconfirmed or stale."""
    until = valid_until(check, state)
    known = check.paused is None and state.blind_since is None and until is not None and now < until
    if state.last_known is not None and is_ahead(state.last_known.at, now):
        known = False  # the clock was set back since
    return CheckNow(
        name=check.key.name,
        kind=check.kind,
        outcome=state.outcome if known else None,
        since=state.since if known else None,
        reason=_reason(check, state) if known else _paused(check),
        checked_at=state.last_known.at if state.last_known else None,
        valid_until=None if check.paused else earliest(until, state.blind_since),
        ms=state.last_known.answer.ms if state.last_known else None,
    )


def _heard(check: Check, state: CheckState) -> _Heard:
    status = check.severity[state.outcome or Outcome.OK]
    since, resumed = state.since, state.resumed
    if state.unstable_since:
        status, since = Status.DEGRADED_PERFORMANCE, state.unstable_since
    if since is None or resumed is None:
        raise ValueError(f"{check.key} is confirmed but does not say since when")
    reason = _reason(check, state)
    return _Heard(status, since, reason, Voice(status, max(since, resumed), state.outcome, reason))


def _silent(one: CheckNow, now: datetime) -> Voice:
    until = one.valid_until
    return Voice(None, until if until is not None and until <= now else None)


def _reason(check: Check, state: CheckState) -> Text:
    return instability(state, check) or state.reason


def _paused(check: Check) -> Text:
    return text("paused: {why}", why=check.paused) if check.paused else NOTHING


def _why_unknown(component: Component, states: Sequence[CheckState]) -> Text:
    paused = [check.paused for check in component.checks if check.paused is not None]
    if paused and len(paused) == len(component.checks):
        return text("checks are paused: {why}", why=paused[0])
    if any(state.blind_since for state in states):
        return text("our own network does not answer")
    if all(check.grace is not None for check in component.checks) and not any(one.last for one in states):
        return text("has not called yet")
    failed = [state.last.answer.reason for state in states if state.last and _is_error(state.last)]
    return failed[0] if failed else text("not measured lately")


def _is_error(result: Result) -> bool:
    return result.answer.outcome is Outcome.ERROR
