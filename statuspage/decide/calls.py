"""Checks that are not asked but called: whether a call is late."""

from datetime import datetime, timedelta

from statuspage.model.result import Answer, CheckKey, CheckState, Result
from statuspage.model.site import Check
from statuspage.model.status import Outcome
from statuspage.model.text import Text, text


def late(check: Check, state: CheckState, listening: datetime | None, now: datetime) -> Result | None:
    """The result that a call's absence amounts to, when there is one to note.

    Due at the last call + ``every`` + ``grace``, counted from ``listening`` where one may have come unheard
    before, and again after each further ``every``, so that the absence stays fresh. A check
    that was never called, or is paused, is not late: nothing is known of it.
    """
    if check.grace is None or check.paused is not None or state.last_known is None:
        return None
    last = state.last_known
    if last.answer.outcome is Outcome.DOWN and last.answer.reason == _words(check):
        return Result(check.key, now, last.answer) if now >= last.at + check.every else None
    due = max(last.at, listening or last.at) + check.every + check.grace
    if now < due:
        return None
    return Result(check.key, due, Answer(Outcome.DOWN, 0.0, _words(check), certain=True))


def listening_after(
    check: Check, state: CheckState, listening: datetime | None, silence: tuple[datetime, datetime]
) -> datetime:
    """From when on lateness counts, after a silence in which no call could be heard.

    From its end where a call may have come, or would be late already: nobody is late in hindsight.
    Otherwise the silence does not count, as when the clock was set forward.
    """
    since, until = silence
    if state.last_known is None or check.grace is None:
        return until
    heard = max(state.last_known.at, listening or state.last_known.at)
    is_due = heard + check.every + check.grace <= until
    if is_due or _may_have_called(check.every, check.grace, state.last_known.at, silence):
        return until
    return heard + max(until - since, timedelta())


def _may_have_called(
    every: timedelta, grace: timedelta, last: datetime, silence: tuple[datetime, datetime]
) -> bool:
    """Whether a call may have come: one is expected at each further ``every``, ``grace`` sooner or later."""
    since, until = silence
    rounds = (until + grace - last) // every
    return until - since >= every or (rounds >= 1 and last + rounds * every + grace >= since)


def _words(check: Check) -> Text:
    return text("has not called for longer than {every}", every=check.every)


def called(key: CheckKey, at: datetime, *, good: bool, ms: float, words: str) -> Result:
    """The result that a call amounts to; ``ms`` and ``words`` are what the service said of itself."""
    outcome = Outcome.OK if good else Outcome.DOWN
    reason = text("called") if good else text("called to say that it failed")
    return Result(key, at, Answer(outcome, ms, reason, words, certain=True))
