"""Fingerprints of posts, each made once a snapshot: what pages of the past are made of."""

import hashlib
from collections.abc import Callable

from statuspage.model.snapshot import PostNow, Snapshot
from statuspage.web.once import once


def print_of(now: Snapshot, post: PostNow) -> str:
    """What changes with anything that a post says or is."""
    return prints(now)(post)


def prints(now: Snapshot) -> Callable[[PostNow], str]:
    """The same for many posts of a snapshot."""
    return once(_Prints, now).of


class _Prints:
    def __init__(self, _: Snapshot) -> None:
        self._made: dict[int, tuple[PostNow, str]] = {}

    def of(self, post: PostNow) -> str:
        known = self._made.get(id(post))
        if known is None or known[0] is not post:
            known = self._made[id(post)] = post, hashlib.sha256(repr(post).encode()).hexdigest()
        return known[1]
