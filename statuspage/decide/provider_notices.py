"""Notices of other people's outages: that one affects us or puts us at risk, and that it is over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from statuspage.decide.provider import in_trouble
from statuspage.decide.standing import ORDER, Cause, Standing, causes, standings
from statuspage.model.snapshot import Snapshot
from statuspage.model.status import Status, Verdict


@dataclass(frozen=True, slots=True)
class Affecting:
    """Providers whose trouble is ours, or may become so, for one reason. With ``over`` it no longer is.

    ``verdict`` is the gravest that they have, or had.
    """

    cause: Cause
    verdict: Verdict
    over: bool = False

    @property
    def concerned(self) -> frozenset[str]:
        """The ids of the components that depend on any of them."""
        return frozenset(id_ for one in self.cause.standings for id_ in one.provider.dependents)


def affecting(told: Mapping[str, Verdict], page: Snapshot) -> tuple[dict[str, Verdict], list[Affecting]]:
    """What to tell of providers now, and the gravest verdict that was told of each then.

    ``told`` are those so far. Only what is graver is news, and that it is over: a component that comes and
    goes in somebody's long outage is told of by itself. Who can't be read is as before.
    """
    measured = frozenset(one.id for one in page.components if one.seen is not None)
    found, worse, over = dict[str, Verdict](), list[Standing](), list[Affecting]()
    for one in standings(page):
        id_ = one.provider.id
        last, now = told.get(id_), _gravest(one, measured)
        if now is not None and (last is None or ORDER.index(now) < ORDER.index(last)):
            found[id_] = now
            worse.append(one)
        elif last is not None and _is_over(one):
            over.append(Affecting(Cause((one,)), last, over=True))
        elif last is not None:
            found[id_] = last
    return found, [*_together(worse, found), *over]


def _gravest(one: Standing, measured: frozenset[str]) -> Verdict | None:
    """The gravest verdict that may be told: what checks can't say at the moment they soon will."""
    rows = (row for row in one.spoken if row.verdict is not Verdict.UNKNOWN or row.component not in measured)
    first = next(rows, None)
    return first.verdict if first is not None and in_trouble(one.provider) else None


def _is_over(one: Standing) -> bool:
    return one.provider.status is not Status.UNKNOWN and not (in_trouble(one.provider) and one.spoken)


def _together(worse: list[Standing], verdicts: Mapping[str, Verdict]) -> Iterator[Affecting]:
    for cause in causes(worse):
        of_each = (verdicts[one.provider.id] for one in cause.standings)
        yield Affecting(cause, min(of_each, key=ORDER.index))
