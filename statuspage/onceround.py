"""One round of a monitor that does not run all the time: what is still to be heard, and when it is over."""

import time
from datetime import timedelta

from statuspage.model.result import CheckKey
from statuspage.model.site import Site

_LONGEST = 300.0
"""Seconds after which a round is over though some changes are still not confirmed."""

_LINGER = 3.0
"""Seconds that notices of the last answers are given to come up."""

_NOTICES = 30.0
"""Seconds that notices may then take; those that are not sent are tried in the next round."""


class Round:
    """Every check is asked, and again until what it says is confirmed; every provider is read once."""

    def __init__(self, every: timedelta | None) -> None:
        self.every = every
        self._open: set[CheckKey | str] | None = None
        self._began = time.monotonic()
        self._settled: float | None = None

    def adopt(self, site: Site) -> None:
        """Take over the site; a round goes by the site as it was at its beginning."""
        if self._open is None:
            asked = {one.key for one in site.checks if one.paused is None and one.grace is None}
            self._open = asked | {one.id for one in site.providers}

    def heard(self, which: CheckKey | str, *, confirmed: bool = True) -> None:
        """A check or a provider answered."""
        if confirmed and self._open is not None:
            self._open.discard(which)

    def is_over(self, *, busy: bool) -> bool:
        """Whether all is heard; ``busy``: a notice is under way."""
        clock = time.monotonic()
        if self._settled is None and (self._open == set() or clock - self._began >= _LONGEST):
            self._settled = clock
        if self._settled is None:
            return False
        spent = clock - self._settled
        return spent >= _LINGER and (not busy or spent >= _NOTICES)
