"""Which outage is the root of the others: it is named once, the rest is marked."""

from collections.abc import Collection, Mapping

from statuspage.model.status import Status

_OUTAGE = frozenset({Status.PARTIAL_OUTAGE, Status.MAJOR_OUTAGE})


def roots(
    depends_on: Mapping[str, Collection[str]], statuses: Mapping[str, Status]
) -> dict[str, tuple[str, ...]]:
    """The roots of each component's trouble, for those that have any.

    A component in trouble that depends on one in a partial or major outage has that one's roots, or
    that one itself where it has none. ``depends_on`` has no loops; what it names beside components
    is passed over.
    """
    found: dict[str, tuple[str, ...]] = {}

    def roots_of(id_: str) -> tuple[str, ...]:
        if id_ not in found:
            failing = [other for other in depends_on.get(id_, ()) if statuses.get(other) in _OUTAGE]
            found[id_] = tuple(
                dict.fromkeys(root for other in failing for root in roots_of(other) or (other,))
            )
        return found[id_]

    return {id_: roots_of(id_) for id_, status in statuses.items() if status.is_trouble and roots_of(id_)}
