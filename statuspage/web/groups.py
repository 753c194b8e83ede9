"""Components by their group, as the page folds them."""

from collections.abc import Sequence
from dataclasses import dataclass

from statuspage.model.snapshot import ComponentNow
from statuspage.model.status import Status, worst

_FEW = 15
"""So many components at most are all shown; of more, a group in which all is well is folded."""


@dataclass(frozen=True, slots=True)
class Group:
    """Components that belong together; those without a group are one without a name."""

    name: str | None
    members: tuple[ComponentNow, ...]
    unfolded: bool

    @property
    def status(self) -> Status:
        """The worst of its members'."""
        return worst(one.status for one in self.members)

    @property
    def spoken_for(self) -> tuple[ComponentNow, ...]:
        """The members that are as the group is."""
        return tuple(one for one in self.members if one.status is self.status)


def groups(components: Sequence[ComponentNow]) -> list[Group]:
    """The groups in the order in which they first appear."""
    found: dict[str | None, list[ComponentNow]] = {}
    for one in components:
        found.setdefault(one.group, []).append(one)
    few = len(components) <= _FEW
    return [
        Group(name, tuple(members), few or any(one.status is not Status.OPERATIONAL for one in members))
        for name, members in found.items()
    ]
