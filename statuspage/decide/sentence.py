"""The whole page in one sentence, and how a component is in a word."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum, auto
from typing import NamedTuple

from statuspage.model.snapshot import ComponentNow
from statuspage.model.status import Outcome, Status
from statuspage.model.text import Text, joined, listed, text, texts

_NAMED = 3
"""So many components are named in the sentence before the rest is only counted."""

_CLAUSES = 3
"""So many clauses are said before what is left is only counted."""

_CROWD = 6
"""Of more in trouble, those that are too many to name are only counted."""

_NEVER = datetime.max.replace(tzinfo=UTC)


class Manner(Enum):
    """How a component is, as people say it."""

    WORKING = auto()
    UNDER_MAINTENANCE = auto()
    UNKNOWN = auto()
    UNSTABLE = auto()
    SLOW = auto()
    WRONG = auto()
    PARTLY_DOWN = auto()
    DOWN = auto()


class _Those(NamedTuple):
    """What is said at once: components that are one way because of the same roots."""

    manner: Manner
    roots: tuple[str, ...]


def sentence(components: Sequence[ComponentNow]) -> Text:
    """The whole page in one sentence that never claims more than is known."""
    if not components:
        return text("No service is listed here yet.")
    said = _grouped(components)
    fine = [one for one in components if one.status is Status.OPERATIONAL]
    measured = [one for one in fine if one.measured]
    unseen = len(measured) < len(fine)
    if not said:
        if not measured:
            return text("No problem is reported.")
        return text("All services that we measure work.") if unseen else text("All services work.")
    if len(components) > _NAMED and not measured and (everything := _everything(said, components, fine)):
        return text("{clauses}.", clauses=everything)
    unknown = said.get(_Those(Manner.UNKNOWN, ()), [])
    if not measured and len(said) == 1 and (len(unknown) > _NAMED or (unknown and not fine)):
        return text("No service was measured lately: how they are is not known.")
    clauses = _short(said, components)
    unsaid = sum(len(found) for found in list(said.values())[_CLAUSES:])
    if unsaid:
        more = texts("{count} more service has trouble", "{count} more services have trouble", unsaid)
        clauses = [*clauses[:_CLAUSES], more]
    if measured:
        rest = text("everything else that we measure works") if unseen else text("everything else works")
        clauses.append(rest)
    return text("{clauses}.", clauses=joined(tuple(clauses)))


def crowd(components: Sequence[ComponentNow]) -> list[list[ComponentNow]]:
    """Those in trouble by how they are, worst first, where they are so many that the sentence names few."""
    said = _grouped(components)
    if sum(map(len, said.values())) <= _CROWD or len(components) == sum(map(len, said.values())):
        return []
    found: dict[Manner, list[ComponentNow]] = {}
    for those, members in said.items():
        found.setdefault(those.manner, []).extend(members)
    return [found[one] for one in sorted(found, key=lambda one: -one.value)]


def clauses_of(components: Sequence[ComponentNow], names: Mapping[str, str]) -> tuple[Text, ...]:
    """How those that do not work are, in clauses: roots first, once, then what is down because of them.

    ``names`` are those of all components, by id.
    """
    return tuple(_clause(those, found, names) for those, found in _grouped(components).items())


def clause_since(component: ComponentNow, since: datetime | None) -> Text:
    """How the checks of a component have it, as a clause: ``Mail is slow since 17:39``."""
    seen = component.status if component.seen is None else component.seen
    return _clause(_Those(manner(replace(component, status=seen)), ()), [replace(component, since=since)], {})


def _short(said: Mapping[_Those, Sequence[ComponentNow]], components: Sequence[ComponentNow]) -> list[Text]:
    """The clauses of the sentence; in a crowd of several manners, what has many names is only counted."""
    names = {one.id: one.name for one in components}
    crowded = len(said) > 1 and sum(map(len, said.values())) > _CROWD
    return [
        _clause(those, found, names, _count(found) if crowded and len(found) > _NAMED else None)
        for those, found in said.items()
    ]


def _count(found: Sequence[ComponentNow]) -> Text:
    return texts("{count} service", "{count} services", len(found))


def _everything(
    said: Mapping[_Those, Sequence[ComponentNow]],
    components: Sequence[ComponentNow],
    fine: Sequence[ComponentNow],
) -> Text | None:
    """All services in one clause where all that is measured is in trouble of one manner; else None."""
    bad = [one for found in said.values() for one in found]
    manner, *others = dict.fromkeys(those.manner for those in said)
    if others or manner is Manner.UNKNOWN or (fine and not all(one.measured for one in bad)):
        return None
    names = text("All services that we measure") if fine else text("All services")
    because = {those.roots for those in said if those.roots}
    alone = {one.id for one in bad if not one.because_of}
    roots = because.pop() if len(because) == 1 else ()
    named = {one.id: one.name for one in components}
    return _clause(_Those(manner, roots if alone <= set(roots) else ()), bad, named, names)


def _grouped(components: Sequence[ComponentNow]) -> dict[_Those, list[ComponentNow]]:
    said: dict[_Those, list[ComponentNow]] = {}
    for one in sorted(components, key=lambda one: (bool(one.because_of), -one.status.rank)):
        if one.status is not Status.OPERATIONAL:
            said.setdefault(_Those(manner(one), one.because_of), []).append(one)
    return said


def manner(component: ComponentNow) -> Manner:
    """How a component is; what its checks saw tells more than its status."""
    outcomes = {one.outcome for one in component.checks}
    if component.status is component.seen:
        if component.status is Status.DEGRADED_PERFORMANCE and Outcome.SLOW not in outcomes:
            return Manner.UNSTABLE
        if component.status is Status.PARTIAL_OUTAGE and Outcome.DOWN not in outcomes:
            return Manner.WRONG
    return _MANNER[component.status]


_MANNER = {
    Status.OPERATIONAL: Manner.WORKING,
    Status.DEGRADED_PERFORMANCE: Manner.SLOW,
    Status.PARTIAL_OUTAGE: Manner.PARTLY_DOWN,
    Status.MAJOR_OUTAGE: Manner.DOWN,
    Status.UNDER_MAINTENANCE: Manner.UNDER_MAINTENANCE,
    Status.UNKNOWN: Manner.UNKNOWN,
}


def _clause(
    those: _Those, found: Sequence[ComponentNow], names: Mapping[str, str], called: Text | None = None
) -> Text:
    """How some components are, who are ``called`` so instead of by their names.

    Where they became so one after the other, only of the first it is said since when; it is named first.
    """
    found = sorted(found, key=lambda one: _minute(one.since))
    began = found[0].since
    at_once = all(_minute(one.since) == _minute(began) for one in found)
    who = ("names", called or listed((one.name for one in found), _NAMED))
    if began is None or not at_once:
        said = replace(_IS[those.manner], count=len(found), values=(who,))
    else:
        said = replace(_IS_SINCE[those.manner], count=len(found), values=(who, ("since", began)))
    if began is not None and not at_once:
        said = text("{clause}, the first since {since}", clause=said, since=began)
    if not those.roots:
        return said
    return text(
        "{clause}, because of {roots}", clause=said, roots=listed((names[id_] for id_ in those.roots), _NAMED)
    )


def _minute(moment: datetime | None) -> datetime:
    """The minute that a moment is written as; of one that nobody knows, one after all others."""
    return moment.replace(second=0, microsecond=0) if moment else _NEVER


# Whole clauses: each language has its own order of words.
_IS = {
    Manner.SLOW: texts("{names} is slow", "{names} are slow", 1),
    Manner.UNSTABLE: texts("{names} is unstable", "{names} are unstable", 1),
    Manner.WRONG: texts("{names} is answering wrongly", "{names} are answering wrongly", 1),
    Manner.PARTLY_DOWN: texts("{names} is partly down", "{names} are partly down", 1),
    Manner.DOWN: texts("{names} is down", "{names} are down", 1),
    Manner.UNDER_MAINTENANCE: texts("{names} is under maintenance", "{names} are under maintenance", 1),
    Manner.UNKNOWN: texts("{names} is not known", "{names} are not known", 1),
}

_IS_SINCE = {
    Manner.SLOW: texts("{names} is slow since {since}", "{names} are slow since {since}", 1),
    Manner.UNSTABLE: texts("{names} is unstable since {since}", "{names} are unstable since {since}", 1),
    Manner.WRONG: texts(
        "{names} is answering wrongly since {since}", "{names} are answering wrongly since {since}", 1
    ),
    Manner.PARTLY_DOWN: texts(
        "{names} is partly down since {since}", "{names} are partly down since {since}", 1
    ),
    Manner.DOWN: texts("{names} is down since {since}", "{names} are down since {since}", 1),
    Manner.UNDER_MAINTENANCE: texts(
        "{names} is under maintenance since {since}", "{names} are under maintenance since {since}", 1
    ),
    Manner.UNKNOWN: texts("{names} is not known since {since}", "{names} are not known since {since}", 1),
}
