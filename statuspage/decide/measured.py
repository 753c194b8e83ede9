"""What the checks of a component say of it, before any post is heard."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from statuspage.decide.confirm import instability
from statuspage.decide.freshness import earliest, latest, valid_until
from statuspage.model.result import CheckKey, CheckState
from statuspage.model.site import Check, Component
from statuspage.model.snapshot import CheckNow
from statuspage.model.status import Outcome, Status

_NEVER = CheckState()


@dataclass(frozen=True, slots=True)
class Measured:
    """A component as its checks see it.

    ``since`` is when that began. History begins it at ``onset`` if it is worse than before, at
    ``relief`` if it is better: neither reaches back over a time that nobody saw.
    """

    status: Status
    since: datetime | None
    onset: datetime | None
    relief: datetime | None
    reason: str
    checked_at: datetime | None
    valid_until: datetime | None
    checks: tuple[CheckNow, ...]


@dataclass(frozen=True, slots=True)
class _Voice:
    """A fresh check's contribution; it was seen without a gap from ``seen_since`` on."""

    status: Status
    since: datetime
    seen_since: datetime
    reason: str


def measure(component: Component, states: Mapping[CheckKey, CheckState], now: datetime) -> Measured:
    """The worst of the component's fresh checks.

    A major outage of some but not all of them is a partial outage; with no fresh check the
    status is unknown.
    """
    checks = [(check, states.get(check.key, _NEVER)) for check in component.checks]
    shown = tuple(check_now(check, state, now) for check, state in checks)
    voices = [
        _voice(check, state)
        for (check, state), one in zip(checks, shown, strict=True)
        if one.outcome is not None
    ]
    checked_at = latest(one.checked_at for one in shown)
    believed = latest(one.valid_until for one in shown)
    if not voices:
        ended = believed if believed is not None and believed <= now else None
        why = _why_unknown(component)
        return Measured(Status.UNKNOWN, ended, ended, ended, why, checked_at, None, shown)
    top = max(voices, key=lambda voice: voice.status.rank)
    agreeing = [voice for voice in voices if voice.status is top.status]
    status = top.status
    if status is Status.MAJOR_OUTAGE and len(agreeing) < len(voices):
        status = Status.PARTIAL_OUTAGE
    began = max if status is Status.OPERATIONAL else min
    return Measured(
        status=status,
        since=began(voice.since for voice in agreeing),
        onset=min(voice.seen_since for voice in agreeing),
        relief=max(voice.seen_since for voice in voices),
        reason=top.reason,
        checked_at=checked_at,
        valid_until=believed,
        checks=shown,
    )


def check_now(check: Check, state: CheckState, now: datetime) -> CheckNow:
    """One check at ``now``; its outcome is None when it is paused, unconfirmed or stale."""
    until = valid_until(check, state)
    known = check.paused is None and state.blind_since is None and until is not None and now < until
    return CheckNow(
        name=check.key.name,
        kind=check.kind,
        outcome=state.outcome if known else None,
        since=state.since if known else None,
        reason=_reason(check, state) if known else f"paused: {check.paused}" if check.paused else "",
        checked_at=state.last_known.at if state.last_known else None,
        valid_until=None if check.paused else earliest(until, state.blind_since),
        ms=state.last_known.answer.ms if state.last_known else None,
    )


def _voice(check: Check, state: CheckState) -> _Voice:
    status = check.severity[state.outcome or Outcome.OK]
    since, resumed = state.since, state.resumed
    if state.unstable_since:
        status, since = Status.DEGRADED_PERFORMANCE, state.unstable_since
    if since is None or resumed is None:
        raise ValueError(f"{check.key} is confirmed but does not say since when")
    return _Voice(status, since, max(since, resumed), _reason(check, state))


def _reason(check: Check, state: CheckState) -> str:
    return instability(state, check) or state.reason


def _why_unknown(component: Component) -> str:
    paused = [check.paused for check in component.checks if check.paused is not None]
    if paused and len(paused) == len(component.checks):
        return f"checks are paused: {paused[0]}"
    return "not measured lately"
