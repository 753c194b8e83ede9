"""Host names to addresses, with a wait that ends.

``getaddrinfo`` can neither be timed nor cancelled, so it runs in helper threads of its own. Those
who ask for a host that is being looked up wait for that one lookup: there are never more threads
than different hosts, and a name server that is silent about one host holds up no other.
"""

import queue
import socket
import threading
from collections.abc import Sequence
from concurrent.futures import Future

Address = tuple[int, tuple[str | int, ...]]
"""The family and the socket address; its port means nothing."""

_MOST = 1024
"""Lookups at a time, and so the most threads."""

_IDLE = 30.0
"""Seconds after which a helper with nothing to do ends."""


class TooManyLookups(OSError):
    """No more lookups can be begun: too many are stuck."""


class _Helpers:
    """Threads for lookups: begun when none is free, ended when idle. Daemons, since a lookup may be stuck."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: dict[str, Future[Sequence[Address]]] = {}
        self._todo: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._free = 0  # helpers that wait and that nothing in the queue is meant for

    def begin(self, host: str) -> Future[Sequence[Address]]:
        """The lookup of this host that is under way, or a new one."""
        with self._lock:
            lookup = self._pending.get(host)
            if lookup is not None:
                return lookup
            if len(self._pending) >= _MOST:
                raise TooManyLookups(f"{_MOST} lookups of other names have no answer yet")
            if self._free:
                self._free -= 1
            else:
                self._start()
            lookup = self._pending[host] = Future()
            self._todo.put(host)
            return lookup

    def _start(self) -> None:
        try:
            threading.Thread(target=self._work, name="lookup", daemon=True).start()
        except RuntimeError as error:
            raise TooManyLookups(str(error)) from error

    def _work(self) -> None:
        while True:
            try:
                host = self._todo.get(timeout=_IDLE)
            except queue.Empty:
                with self._lock:
                    if self._free:
                        self._free -= 1
                        return
                continue
            self._look_up(host)

    def _look_up(self, host: str) -> None:
        found: list[Address] = []
        failed: Exception | None = None
        try:
            for family, _, _, _, address in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
                found.append((family, (str(address[0]), *address[1:])))
        except Exception as error:  # those who wait are told
            failed = error
        with self._lock:
            lookup = self._pending.pop(host)
            self._free += 1
        if failed is None:
            lookup.set_result(found)
        else:
            lookup.set_exception(failed)


_helpers = _Helpers()


def addresses_of(host: str, within: float) -> Sequence[Address]:
    """The addresses of a host in the order in which to try them.

    ``within`` is how many seconds to wait. Raises TimeoutError, socket.gaierror, or
    TooManyLookups when this machine can't begin another lookup.
    """
    return _helpers.begin(host).result(within)
