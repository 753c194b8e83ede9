"""What depends on what, in the order in which it can be drawn."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from statuspage.model.provider import DEPENDENCY
from statuspage.model.snapshot import Snapshot
from statuspage.model.status import Status

MOST = 60
"""Things that a picture shows at most; of more, those that lead to a provider come first."""


@dataclass(frozen=True, slots=True)
class Node:
    """A component or a provider; ``needs`` are the keys of those that it depends on itself."""

    key: str
    name: str
    status: Status
    needs: tuple[str, ...] = ()

    @property
    def is_provider(self) -> bool:
        """Whether it is somebody else's."""
        return self.key.startswith(DEPENDENCY)

    @property
    def id(self) -> str:
        """Its id among its kind."""
        return self.key.removeprefix(DEPENDENCY)


def nodes(snapshot: Snapshot) -> dict[str, Node]:
    """All that depends on something or is depended on, by key: components first, as they are listed."""
    shown = [one for one in snapshot.providers if one.shown]
    known = {one.id for one in snapshot.components} | {DEPENDENCY + one.id for one in shown}
    found = {
        one.id: Node(one.id, one.name, one.status, tuple(key for key in one.needs if key in known))
        for one in snapshot.components
    }
    found |= {DEPENDENCY + one.id: Node(DEPENDENCY + one.id, one.name, one.status) for one in shown}
    needed = {key for one in found.values() for key in one.needs}
    return {key: one for key, one in found.items() if one.needs or key in needed}


def leading_to(key: str, among: Mapping[str, Node]) -> dict[str, Node]:
    """The part of a graph that leads to one of its things, that one included."""
    kept = {key}
    while more := {one.key for one in among.values() if not kept.isdisjoint(one.needs)} - kept:
        kept |= more
    return _only(among, kept)


def drawable(among: Mapping[str, Node]) -> dict[str, Node]:
    """The graph itself, or as much of it as a picture can show."""
    if len(among) <= MOST:
        return dict(among)
    kept = dict.fromkeys(key for key, one in among.items() if one.is_provider)
    for key in list(kept):
        kept |= dict.fromkeys(leading_to(key, among))
    return _only(among, set(list(kept | dict.fromkeys(among))[:MOST]))


def ordered(among: Mapping[str, Node]) -> Sequence[Node]:
    """Each thing before what it depends on, providers last, else as they are listed."""
    waiting = {key: sum(key in one.needs for one in among.values()) for key in among}
    found: list[Node] = []
    while waiting:
        free = [key for key, count in waiting.items() if count == 0] or list(waiting)[:1]
        key = next((key for key in free if not among[key].is_provider), free[0])
        del waiting[key]
        found.append(among[key])
        for need in among[key].needs:
            if need in waiting:
                waiting[need] -= 1
    return found


def _only(among: Mapping[str, Node], kept: Collection[str]) -> dict[str, Node]:
    return {
        key: Node(one.key, one.name, one.status, tuple(need for need in one.needs if need in kept))
        for key, one in among.items()
        if key in kept
    }
