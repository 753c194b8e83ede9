"""What every kind of check says in the same words."""

from collections.abc import Mapping
from datetime import timedelta

from statuspage.model.result import Answer, Phases
from statuspage.model.status import Outcome
from statuspage.net.clock import Failure, TransportError
from statuspage.timeutil import spell_ms

_FAILED: Mapping[Failure, Outcome] = {Failure.REDIRECTS: Outcome.WRONG, Failure.OURS: Outcome.ERROR}
"""The failures that are not ``down``."""


def failed(error: TransportError) -> Answer:
    """The answer when none came."""
    outcome = _FAILED.get(error.kind, Outcome.DOWN)
    return Answer(outcome, error.ms, error.sentence, f"{error.kind}: {error.detail}", error.phases)


def right(ms: float, slow_after: timedelta | None, phases: Phases, detail: str = "") -> Answer:
    """The answer when what came is what was expected: ok, or slow past ``slow_after``."""
    if slow_after is None or ms <= (limit := slow_after.total_seconds() * 1000):
        return Answer(Outcome.OK, ms, f"answers in {spell_ms(ms)}", detail, phases)
    reason = f"answers in {spell_ms(ms)}, expected under {spell_ms(limit)}"
    return Answer(Outcome.SLOW, ms, reason, detail, phases)
