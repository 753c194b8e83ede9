"""Work that has to outlive a time without memory."""

import time
from collections.abc import Callable

_PAUSE = 1.0
"""Seconds until the next try."""


def keep_on(work: Callable[[], None]) -> None:
    """Do ``work`` until it returns; begin it again where there was no memory even to say what failed."""
    while True:
        try:
            return work()
        except MemoryError:
            time.sleep(_PAUSE)
