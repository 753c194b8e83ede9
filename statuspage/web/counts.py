"""Counts that many threads raise at once, and that never go back."""

import threading
from itertools import count


class Count:
    """A count of what happened. Raising it takes no lock."""

    def __init__(self) -> None:
        self._next, self._read = count(), 0
        self._lock = threading.Lock()

    def up(self) -> None:
        """One more."""
        next(self._next)

    @property
    def value(self) -> int:
        """How many there were; looking costs a step of the counter, which is taken off again."""
        with self._lock:
            found = next(self._next) - self._read
            self._read += 1
            return found
