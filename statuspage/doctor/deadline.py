"""One end for everything that the doctor asks."""

import time
from datetime import timedelta

from statuspage.net.clock import Clock


class Deadline:
    """A moment by which all looks are over; each gets a part of what is left."""

    def __init__(self, within: timedelta) -> None:
        self._due = time.monotonic() + within.total_seconds()

    def clock(self, most: timedelta) -> Clock:
        """A clock for one question: ``most`` at most."""
        return Clock(min(most, self.left))

    @property
    def left(self) -> timedelta:
        """What is left; a millisecond at least, so that a late question ends in its usual error."""
        return timedelta(seconds=max(0.001, self._due - time.monotonic()))
