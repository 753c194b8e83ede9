"""What the results of a check add up to: confirmation both ways, and instability.

A check turns worse to the mildest of its last ``fail_after`` results and better to the worst of
its last ``recover_after``, back-dated to the first of them. An ``error`` counts in neither.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from statuspage.decide.freshness import expiry, is_ahead
from statuspage.model.result import CheckState, Result, Seen
from statuspage.model.site import Check
from statuspage.model.status import Outcome
from statuspage.model.text import NOTHING, Text, text

_SPELLS = 3
"""So many bad spells within two windows of results are unstable."""


def advance(state: CheckState, result: Result, check: Check) -> CheckState:
    """The state of ``check`` after one more result, which is later than all before it."""
    outcome = result.answer.outcome
    if outcome is Outcome.ERROR:
        blind_since = (state.blind_since or result.at) if result.answer.blind else state.blind_since
        return replace(state, last=result, blind_since=blind_since)
    if state.blind_since or (state.last_known and result.at > expiry(check, state.last_known.at)):
        state = _after_gap(state, outcome)
    keep = max(check.fail_after, check.recover_after)
    certain = result.answer.certain or _undoes(state, outcome)
    state = replace(
        state,
        last=result,
        last_known=result,
        resumed=state.resumed or result.at,
        recent=(*state.recent, Seen(result.at, outcome, result.answer.reason))[-keep:],
        window=(*state.window, check.severity[outcome].is_trouble)[-check.window :],
        count=state.count + 1,
    )
    change = _confirmed(state, check, certain=certain)
    if change is not None:
        state = _turn(state, change)
    if outcome is state.outcome:
        state = replace(state, reason=result.answer.reason)
    return _settle(state, check)


def awaits_confirmation(state: CheckState) -> bool:
    """Whether the last result speaks against what is confirmed, so that asking soon would tell."""
    return state.last_known is not None and state.last_known.answer.outcome is not state.outcome


def instability(state: CheckState, check: Check) -> Text:
    """In public words, why the answers of a check that is not confirmed bad count as unstable; or nothing."""
    if state.outcome is not Outcome.OK:
        return NOTHING
    bad = sum(state.window)
    if len(state.window) == check.window and bad >= check.error_rate * check.window:
        return text("{failed} of the last {asked} checks failed", failed=bad, asked=check.window)
    if len(state.spells) == _SPELLS and state.count - state.spells[0] <= 2 * check.window:
        return text(
            "failed {times} times within the last {asked} checks", times=_SPELLS, asked=2 * check.window
        )
    return NOTHING


def unasked(state: CheckState) -> CheckState:
    """The state of a check that nobody asks any more: nothing is confirmed across the time until it is."""
    return replace(state, recent=(), window=(), unstable_since=None)


def set_back(state: CheckState, now: datetime) -> CheckState:
    """The state once the clock was set back to ``now``: of one that lies ahead it stays that it was bad."""
    dates = [state.since, state.last_known.at if state.last_known else None]
    if not any(date is not None and is_ahead(date, now) for date in dates):
        return state
    if state.outcome in (None, Outcome.OK):
        return CheckState()
    return CheckState(outcome=state.outcome, since=min(state.since or now, now), reason=state.reason)


def _after_gap(state: CheckState, outcome: Outcome) -> CheckState:
    """Forget what would be confirmed across a time that nobody saw.

    A good state that the first new answer contradicts is no longer known; a bad one stays until
    its recovery is confirmed.
    """
    state = replace(state, recent=(), window=(), resumed=None, unstable_since=None, blind_since=None)
    if state.outcome is Outcome.OK and outcome is not Outcome.OK:
        return replace(state, outcome=None, since=None, reason=NOTHING)
    return state


def _undoes(state: CheckState, outcome: Outcome) -> bool:
    """Whether a good answer follows a certain bad one that was all the trouble: a certificate was renewed."""
    before = state.last_known
    return (
        outcome is Outcome.OK
        and before is not None
        and before.answer.certain
        and before.answer.outcome is state.outcome
    )


def _confirmed(state: CheckState, check: Check, *, certain: bool) -> Seen | None:
    """The outcome that the last results establish anew, with the instant it began; None for no change."""
    current, last = state.outcome, state.recent[-1]
    good = last.outcome is Outcome.OK
    worse_than_now = last.outcome.badness > (current or Outcome.OK).badness
    if (certain and (worse_than_now or good) and last.outcome is not current) or (current is None and good):
        return last
    worse, better = state.recent[-check.fail_after :], state.recent[-check.recover_after :]
    if len(worse) == check.fail_after:
        mildest = min(reversed(worse), key=lambda seen: seen.outcome.badness)
        if mildest.outcome.badness > (current or Outcome.OK).badness:
            return mildest._replace(at=worse[0].at)
    if current is not None and len(better) == check.recover_after:
        harshest = max(reversed(better), key=lambda seen: seen.outcome.badness)
        if harshest.outcome.badness < current.badness:
            return harshest._replace(at=better[0].at)
    return None


def _turn(state: CheckState, change: Seen) -> CheckState:
    new_spell = change.outcome is not Outcome.OK and (state.outcome or Outcome.OK) is Outcome.OK
    spells: Sequence[int] = (*state.spells, state.count) if new_spell else state.spells
    return replace(
        state,
        outcome=change.outcome,
        since=change.at,
        reason=change.reason,
        window=(),
        spells=tuple(spells[-_SPELLS:]),
    )


def _settle(state: CheckState, check: Check) -> CheckState:
    """Note when instability begins and ends."""
    since: datetime | None = None
    if instability(state, check) and state.last_known:
        since = state.unstable_since or state.last_known.at
    return state if since == state.unstable_since else replace(state, unstable_since=since)
