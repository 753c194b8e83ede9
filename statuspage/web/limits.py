"""How often what is not the page may be asked for: each worker counts for itself."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Response, current_app

EACH_SECOND = 10.0
AT_ONCE = 50.0


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Allows each kind of caller some calls at once, and then so many each second (a token bucket).

    Callers are told apart by what they have proved, never by their address: behind a proxy that is the
    proxy's. So who knows a secret is never kept out by who does not.
    """

    clock: Callable[[], float] = time.monotonic
    _buckets: dict[tuple[object, ...], _Bucket] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allow(self, *caller: object) -> bool:
        """Whether this kind of caller may be answered now; there must be few kinds."""
        with self._lock:
            now = self.clock()
            one = self._buckets.setdefault(caller, _Bucket(AT_ONCE, now))
            one.left, one.at = min(AT_ONCE, one.left + EACH_SECOND * (now - one.at)), now
            if one.left < 1:
                return False
            one.left -= 1
            return True


def too_many(*caller: object) -> Response | None:
    """What a caller is told who calls too often; None for any other."""
    limits: Limits = current_app.extensions.setdefault("limits", Limits())
    if limits.allow(*caller):
        return None
    headers = {"Cache-Control": "no-store", "Retry-After": "1"}
    return Response("Too many calls: wait a second.\n", 429, headers, content_type="text/plain")
