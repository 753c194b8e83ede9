"""The reference guard: a bad answer counts only once our own network was seen to work after it began."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from statuspage.decide.freshness import monitor_until
from statuspage.model.result import Result
from statuspage.model.site import Site
from statuspage.model.snapshot import Measurements
from statuspage.model.status import Outcome
from statuspage.model.text import text
from statuspage.reference import Lookout, Sighting

_LOOK_AGAIN = 5.0
"""Seconds between two looks while our network does not answer."""


class Guard:
    """Holds bad answers back until it is known whether they are the service's or our own.

    Used by one thread; the lookout's findings come back to it through :meth:`heard`.
    """

    def __init__(self, tell: Callable[[Sighting], None]) -> None:
        self._lookout = Lookout(tell)
        self._guarded: dict[object, bool] = {}
        self._held: list[Result] = []
        self._answered_at: datetime | None = None
        self._looked = float("-inf")
        self.offline_since: datetime | None = None

    def adopt(self, site: Site) -> None:
        """Take over a site's references; without any, every answer counts."""
        self._lookout.targets = site.reference
        self._guarded = {check.key: check.reference for check in site.checks} if site.reference else {}
        if not site.reference:
            self.offline_since = None

    def resume(self, held: Measurements, now: datetime) -> None:
        """Go on from what the store holds: our network may be as it was when the last monitor ended.

        Where that was too long ago, nobody looked meanwhile, and nothing is known of it.
        """
        alive_until = monitor_until(held.tick, now, held.rounds)
        if alive_until is not None and alive_until > now:
            self.offline_since = held.offline_since

    def sift(self, result: Result) -> list[Result]:
        """What of an answer counts now: itself, or nothing yet."""
        bad = result.answer.outcome not in (Outcome.OK, Outcome.ERROR)
        if not bad or not self._guarded.get(result.key, False) or result.answer.certain:
            return [result]
        if self._answered_at is not None and self._answered_at >= result.at:
            return [result]
        self._held.append(result)
        self._lookout.want()
        return []

    def heard(self, sighting: Sighting) -> list[Result]:
        """What counts after a look: the answers held back so far, as they are or as ``error``."""
        if not self._guarded:  # they were taken away meanwhile: every answer counts
            settled, self._held, self.offline_since = self._held, [], None
            return settled
        if sighting.answered_at is not None:
            self._answered_at, self.offline_since = sighting.answered_at, None
            settled = [one for one in self._held if one.at <= sighting.answered_at]
        else:
            settled = [_blind(one) for one in self._held if one.at <= sighting.began]
            if settled:
                self.offline_since = self.offline_since or min(one.at for one in settled)
        self._held = [one for one in self._held if one.key not in {each.key for each in settled}]
        if self._held:
            self._lookout.want()
        return settled

    def look_again(self, clock: float) -> None:
        """While our network does not answer, look every few seconds whether it does again."""
        if self.offline_since is not None and clock - self._looked >= _LOOK_AGAIN:
            self._looked = clock
            self._lookout.want()


def _blind(result: Result) -> Result:
    answer = replace(
        result.answer,
        outcome=Outcome.ERROR,
        reason=text("could not be checked: our own network did not answer"),
        blind=True,
    )
    return replace(result, answer=answer)
