"""Rules that hold between keys, tables and components.

They look at what was written, so that they find their faults beside those of single values;
what is no id, no list or no duration at all is overlooked, since its own fault is told already.
"""

import graphlib
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta

from pydantic import TypeAdapter, ValidationError

from statuspage.errors import Fault
from statuspage.model.provider import DEPENDENCY
from statuspage.site.examples import spell
from statuspage.site.faults import Part, Place
from statuspage.site.schema import Rhythm
from statuspage.site.table import Interval, Length
from statuspage.site.words import hint, nearest, quoted, spell_key
from statuspage.timeutil import format_duration

_MOST_UNKNOWN = 100  # more are told once these are mended: finding what was meant takes a while
_MOST_LOOPS = 10
_READERS: Mapping[str, TypeAdapter[timedelta]] = {
    "every": TypeAdapter(Interval),
    "timeout": TypeAdapter(Length),
}

Table = Mapping[str, object]


def tables(value: object) -> dict[str, Table]:
    """The tables in a table, by key."""
    items = value.items() if isinstance(value, dict) else ()
    return {key: each for key, each in items if isinstance(each, dict)}


def list_of_tables(value: object) -> Iterator[tuple[int, Table]]:
    """The tables in a list, with their index."""
    for index, each in enumerate(value if isinstance(value, list) else ()):
        if isinstance(each, dict):
            yield index, each


def _texts(value: object) -> Iterator[tuple[Part, str]]:
    """The texts of a list by index, or the keys of a table by themselves."""
    if isinstance(value, dict):
        yield from ((key, key) for key in value)
    elif isinstance(value, list):
        yield from ((index, each) for index, each in enumerate(value) if isinstance(each, str))


def timeout_faults(table: Table, defaults: Table, place: Place) -> list[Fault]:
    """A timeout must not be longer than the interval. ``defaults`` hold what the table does not say."""
    every, timeout = (_duration(table, defaults, key) for key in ("every", "timeout"))
    if not {"every", "timeout"} & table.keys() or every is None or timeout is None or timeout <= every:
        return []
    by = "" if "timeout" in table else ", by default"
    rule = f"timeout is {format_duration(timeout)}{by}, longer than every, {format_duration(every)}."
    return [place.at("timeout").fault(rule, f'timeout = "{format_duration(every)}"')]


def _duration(table: Table, defaults: Table, key: str) -> timedelta | None:
    written = table.get(key, defaults.get(key, Rhythm.model_fields[key].default))
    try:
        return _READERS[key].validate_python(written)
    except ValidationError:
        return None


def dependency_faults(
    components: Mapping[str, Table], providers: Collection[str], place: Place
) -> list[Fault]:
    """A component depends on components and providers of this file, and never in a circle on itself."""
    upstream = [f"{DEPENDENCY}{id_}" for id_ in providers]
    faults: list[Fault] = []
    graph: dict[str, list[str]] = {}
    for name, table in components.items():
        graph[name] = []
        for part, other in _texts(table.get("depends_on")):
            if other in components:
                graph[name].append(other)
            elif other not in upstream and len(faults) < _MOST_UNKNOWN:
                faults.append(
                    _unknown_dependency(other, components, upstream, place.at(name, "depends_on", part))
                )
    return faults + [_loop_fault(loop, graph, place) for loop in _loops(graph)]


def _unknown_dependency(
    other: str, components: Mapping[str, Table], upstream: Collection[str], place: Place
) -> Fault:
    of_provider = other.startswith(DEPENDENCY)
    possible = [] if of_provider else [id_ for id_ in components if id_ != place.path[-3]]
    known = [*possible, *upstream]
    meant_one = f"{DEPENDENCY}{other}" if f"{DEPENDENCY}{other}" in upstream else nearest(other, known)
    right = meant_one or next(iter(known), None)
    example = f"depends_on = {spell([right] if right else [])}"
    kind, name = ("provider", other.removeprefix(DEPENDENCY)) if of_provider else ("component", other)
    return place.fault(f"There is no {kind} {quoted(name)}; {hint(meant_one, known)}", example)


def _loops(graph: Mapping[str, list[str]]) -> list[list[str]]:
    """Circles in a graph, each as ``[a, b, a]`` from the one written first; 10 at most."""
    order = {name: number for number, name in enumerate(graph)}
    left = {name: list(others) for name, others in graph.items()}
    loops: list[list[str]] = []
    while len(loops) < _MOST_LOOPS:
        try:
            graphlib.TopologicalSorter(left).prepare()
        except graphlib.CycleError as error:
            ring = error.args[1][:0:-1]  # it is listed against the arrows, with its first also last
            first = ring.index(min(ring, key=order.__getitem__))
            loop = [*ring[first:], *ring[:first], ring[first]]
            left[loop[0]] = [other for other in left[loop[0]] if other != loop[1]]
            loops.append(loop)
        else:
            break
    return loops


def _loop_fault(loop: list[str], graph: Mapping[str, list[str]], place: Place) -> Fault:
    names = [spell_key(name) for name in loop]
    shown = names if len(names) <= 12 else [*names[:6], "…", *names[-5:]]
    without = spell([other for other in graph[loop[0]] if other != loop[1]])
    rule = f"Dependencies go in a circle: {' → '.join(shown)}."
    return place.at(loop[0], "depends_on").fault(rule, f"depends_on = {without}")


def former_faults(named: Mapping[str, tuple[Table, Place]], what: str) -> list[Fault]:
    """An old name belongs to one thing and is nobody's present name. ``what`` is the word for a thing."""
    faults = []
    owners: dict[str, str] = {}
    for name, (table, place) in named.items():
        was = table.get("was")
        for part, old in _texts(was if isinstance(was, list) else None):
            if old in named:
                rule = f"{quoted(old)} is the present name of a {what}, so it can't be an old one."
            elif old in owners:
                rule = f"{quoted(old)} was already given as an old name of {owners[old]}."
            else:
                owners[old] = spell_key(name)
                continue
            faults.append(place.at("was", part).fault(rule, 'was = ["old-name"]'))
    return faults


def check_name(table: Table) -> str | None:
    """The name a check goes by: its own, else its kind; None when neither is text."""
    name = table.get("name", table.get("kind"))
    return name if isinstance(name, str) else None


def check_name_faults(checks: object, place: Place) -> list[Fault]:
    """Checks of one component have different names, now and before."""
    faults = []
    named: dict[str, tuple[Table, Place]] = {}
    for index, table in list_of_tables(checks):
        name = check_name(table)
        if name in named:
            rule = f"Two checks of this component are named {quoted(name)}: give each a name of its own."
            example = f"name = {spell(f'{name}-{index + 1}')}"
            faults.append(place.at(index, "name").fault(rule, example))
        elif name is not None:
            named[name] = (table, place.at(index))
    return faults + former_faults(named, "check")
