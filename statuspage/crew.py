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
    not delay the end of the process. One that had nothing to do for ``idle`` seconds ends.
    """

    def __init__(self, work: Callable[[Check], None], idle: float = 60.0) -> None:
        self._work = work
        self._patience = idle
        self._waiting: deque[Check] = deque()
        self._lock = threading.Lock()
        self._idle: list[threading.Event] = []
        self._threads = 0
        threading.stack_size(_STACK)

    def put_all(self, checks: Sequence[Check]) -> None:
        """Have some checks asked. Call it again soon, if with none, for those that still wait."""
        with self._lock:
            wanted = len(self._waiting) + -(-len(checks) // _EACH)
            self._waiting.extend(checks)
            while wanted and self._idle:
                self._idle.pop().set()  # the last to fall idle, so that those who are not needed end
                wanted -= 1
            started = min(wanted, MOST - self._threads)
            self._threads += started
        for i in range(started):
            try:
                threading.Thread(target=self._serve, name="check", daemon=True).start()
            except RuntimeError:  # the machine allows no more: what waits is asked by those there are
                with self._lock:
                    self._threads -= started - i
                return

    def _serve(self) -> None:
        bell = threading.Event()
        while True:
            with self._lock:
                check = self._waiting.popleft() if self._waiting else None
                if check is None:
                    bell.clear()
                    self._idle.append(bell)
            if check is not None:
                self._work(check)
            elif not self._is_needed(bell):
                return

    def _is_needed(self, bell: threading.Event) -> bool:
        """Wait to be woken; False when nobody did for long: the thread counts no longer then."""
        if bell.wait(self._patience):
            return True
        with self._lock:
            if bell not in self._idle:  # woken at the last moment
                return True
            self._idle.remove(bell)
            self._threads -= 1
        return False
