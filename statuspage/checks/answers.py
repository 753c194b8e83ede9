"""What every kind of check says in the same words."""

from collections.abc import Mapping
from datetime import timedelta

from statuspage.model.result import Answer, Phases
from statuspage.model.status import Outcome
from statuspage.model.text import text
from statuspage.net.clock import Failure, TransportError

_FAILED: Mapping[Failure, Outcome] = {Failure.REDIRECTS: Outcome.WRONG, Failure.OURS: Outcome.ERROR}
"""The failures that are not ``down``."""


def failed(error: TransportError) -> Answer:
    """The answer when none came."""
    outcome = _FAILED.get(error.kind, Outcome.DOWN)
    return Answer(outcome, error.ms, error.sentence, f"{error.kind}: {error.detail}", error.phases)


def right(ms: float, slow_after: timedelta | None, phases: Phases, detail: str = "") -> Answer:
    """The answer when what came is what was expected: ok, or slow past ``slow_after``."""
    took = timedelta(milliseconds=round(ms))
    if slow_after is None or ms <= slow_after.total_seconds() * 1000:
        return Answer(Outcome.OK, ms, text("answers in {took}", took=took), detail, phases)
    reason = text("answers in {took}, expected under {limit}", took=took, limit=slow_after)
    return Answer(Outcome.SLOW, ms, reason, detail, phases)
