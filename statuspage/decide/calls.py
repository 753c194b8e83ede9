"""Checks that are not asked but called: whether a call is late."""

from datetime import datetime

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


def may_have_called(check: Check, state: CheckState, since: datetime, until: datetime) -> bool:
    """Whether a call may have come from ``since`` to ``until``, when nobody could hear it.

    One is expected at each further ``every`` after the last, ``grace`` sooner or later.
    """
    if check.grace is None or state.last_known is None or until - since >= check.every:
        return True
    last = state.last_known.at
    rounds = (until + check.grace - last) // check.every
    return rounds >= 1 and last + rounds * check.every + check.grace >= since


def _words(check: Check) -> Text:
    return text("has not called for longer than {every}", every=check.every)


def called(key: CheckKey, at: datetime, *, good: bool, ms: float, words: str) -> Result:
    """The result that a call amounts to; ``ms`` and ``words`` are what the service said of itself."""
    outcome = Outcome.OK if good else Outcome.DOWN
    reason = text("called") if good else text("called to say that it failed")
    return Result(key, at, Answer(outcome, ms, reason, words, certain=True))
