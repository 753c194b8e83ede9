"""Fingerprints of posts, each made once a snapshot: what pages of the past are made of."""

import hashlib

from statuspage.model.snapshot import PostNow, Snapshot
from statuspage.web.once import once


def print_of(now: Snapshot, post: PostNow) -> str:
    """What changes with anything that a post says or is."""
    made = once(_made, now)
    known = made.get(id(post))
    if known is None or known[0] is not post:
        known = made[id(post)] = post, hashlib.sha256(repr(post).encode()).hexdigest()
    return known[1]


def _made(_: Snapshot) -> dict[int, tuple[PostNow, str]]:
    return {}
