"""A process ends itself when the one that started it is gone.

Nobody tells a process that its parent was killed: it goes on, holding a port or
a lock. So each child of ``serve``, and each worker of the web server, looks.
"""

import os
import signal
import threading
import time

VARIABLE = "STATUSPAGE_PARENT"
"""In a child's environment: the process id of the parent to watch."""

_LOOK_EVERY = 0.5  # seconds
_GRACE = 2.0  # seconds between the wish to end and the end


def end_with_parent(expected: int | None = None) -> None:
    """Start a thread that ends this process once its parent is gone, and return.

    ``expected`` is the parent's process id (default: that of the present parent).
    Given, it covers a parent that ended before this call. The end is a SIGTERM to
    this process, within half a second, and 2 s later ``os._exit(1)``.
    """
    parent = os.getppid() if expected is None else expected
    threading.Thread(target=_watch, args=(parent,), name="end-with-parent", daemon=True).start()


def end_with_named_parent() -> None:
    """Call :func:`end_with_parent` for the process that the environment names, if it names one.

    The name is taken out of the environment: it is not meant for programs started from here.
    Where there is none, as under a server that somebody else runs, nothing is watched.
    """
    named = os.environ.pop(VARIABLE, "")
    if named.isdecimal():
        end_with_parent(int(named))


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)
