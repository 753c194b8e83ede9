"""Worker threads, as many as are busy at once."""

import queue
import threading
from collections.abc import Callable

from statuspage.model.site import Check

MOST = 4096
"""Threads at most: so many checks may hang at once before a healthy one is asked late."""

_STACK = 512 * 1024
"""Bytes of a thread's stack, since there may be many."""


class Crew:
    """Hands checks to threads; a new thread begins only when none is idle.

    The threads are daemons, unlike those of ``concurrent.futures``: a question that hangs must
    not delay the end of the process.
    """

    def __init__(self, work: Callable[[Check], None]) -> None:
        self._work = work
        self._waiting: queue.SimpleQueue[Check] = queue.SimpleQueue()
        self._idle = threading.Semaphore(0)
        self._threads = 0
        threading.stack_size(_STACK)

    def put(self, check: Check) -> None:
        """Have a check asked."""
        self._waiting.put(check)
        if not self._idle.acquire(blocking=False) and self._threads < MOST:
            self._threads += 1
            threading.Thread(target=self._serve, name=f"check-{self._threads}", daemon=True).start()

    def _serve(self) -> None:
        while True:
            self._work(self._waiting.get())
            self._idle.release()
