"""Worker threads, as many as are busy at once."""

import threading
from collections import deque
from collections.abc import Callable, Sequence

from statuspage.model.site import Check

MOST = 4096
"""Threads at most: so many checks may hang at once before a healthy one is asked late."""

_EACH = 25
"""So many checks are first given to one thread: to wake a thread costs more than to ask a quick service."""

_STACK = 512 * 1024
"""Bytes of a thread's stack, since there may be many."""


class Crew:
    """Hands checks to threads. What nobody began since the last time gets a thread of its own each.

    The threads are daemons, unlike those of ``concurrent.futures``: a question that hangs must
    not delay the end of the process.
    """

    def __init__(self, work: Callable[[Check], None]) -> None:
        self._work = work
        self._waiting: deque[Check] = deque()
        self._changed = threading.Condition()
        self._idle = 0
        self._threads = 0
        threading.stack_size(_STACK)

    def put_all(self, checks: Sequence[Check]) -> None:
        """Have some checks asked. Call it again soon, if with none, for those that still wait."""
        with self._changed:
            wanted = len(self._waiting) + -(-len(checks) // _EACH)
            self._waiting.extend(checks)
            woken = min(wanted, self._idle)
            self._idle -= woken
            self._changed.notify(woken)
            started = min(wanted - woken, MOST - self._threads)
            self._threads += started
        for i in range(started):
            try:
                threading.Thread(target=self._serve, name="check", daemon=True).start()
            except RuntimeError:  # the machine allows no more: what waits is asked by those there are
                with self._changed:
                    self._threads -= started - i
                return

    def _serve(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._idle += 1
                    self._changed.wait()
                check = self._waiting.popleft()
            self._work(check)
