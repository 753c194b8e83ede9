"""Our own network: whether one of the reference addresses answered after a moment."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from statuspage.net.clock import Clock, TransportError
from statuspage.net.dial import dial
from statuspage.timeutil import utc_now

_TIMEOUT = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Sighting:
    """One look at the references: begun at ``began``, and when one answered (None: none did)."""

    began: datetime
    answered_at: datetime | None


class Lookout:
    """Looks at the references when it is asked to, one look at a time, in a thread of its own."""

    def __init__(self, tell: Callable[[Sighting], None]) -> None:
        self.targets: tuple[str, ...] = ()
        self._tell = tell
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None

    def want(self) -> None:
        """Ask for a look; ``tell`` gets what it finds."""
        self._wanted.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="reference", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            began = utc_now()
            self._tell(Sighting(began, utc_now() if _any_answers(self.targets) else None))


def _any_answers(targets: Sequence[str]) -> bool:
    """Whether any target takes a connection within 3 s; they are tried at the same time."""
    answered = threading.Event()
    left = threading.Semaphore(0)

    def knock(target: str) -> None:
        parts = urlsplit(target)
        try:
            dial(parts.hostname or "", parts.port or 0, Clock(_TIMEOUT)).close()
            answered.set()
        except TransportError:
            pass
        finally:
            left.release()

    for target in targets:
        threading.Thread(target=knock, args=(target,), name="knock", daemon=True).start()
    for _ in targets:
        left.acquire()
        if answered.is_set():
            return True
    return False
