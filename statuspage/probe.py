"""Checks asked once, by hand, as the monitor would ask them; nothing is written down."""

import contextlib
import queue
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import BaseModel, SecretStr

from statuspage.checks import ask
from statuspage.decide.confirm import advance
from statuspage.decide.measured import Measured, measure
from statuspage.errors import StatusPageError
from statuspage.guard import Guard
from statuspage.model.result import Answer, CheckKey, CheckState, Result
from statuspage.model.site import Check, Component, Site
from statuspage.model.status import Outcome, Status
from statuspage.reference import Sighting
from statuspage.site.examples import key_of, spell
from statuspage.site.words import meant, quoted, spell_key
from statuspage.timeutil import format_duration, utc_now

_MOST = 256
"""Checks that are asked at the same time."""

_PATIENCE = 10.0
"""Seconds to wait for a look at our own network, which takes 3 s at most."""


class NotThere(StatusPageError):
    """There is no such component or check; the sentence names the nearest."""


@dataclass(frozen=True, slots=True)
class Probed:
    """One check's answer. ``status`` is what this check alone makes of its component once confirmed."""

    check: Check
    at: datetime
    answer: Answer
    status: Status

    @property
    def counts(self) -> bool:
        """Whether the page heeds it: not while it is paused, nor where the service calls by itself."""
        return self.check.paused is None and self.check.grace is None

    @property
    def is_fine(self) -> bool:
        """Whether it gives no cause for worry."""
        return self.answer.outcome is Outcome.OK or not self.counts


@dataclass(frozen=True, slots=True)
class Probe:
    """A component, its checks' answers, and what the page would say by them once confirmed."""

    component: Component
    probed: tuple[Probed, ...]
    outlook: Measured


def choose(site: Site, component: str | None, name: str | None) -> list[Component]:
    """The component with this id (None: all), with only its checks of this name (None: all).

    Raises NotThere.
    """
    ids = [one.id for one in site.components]
    if component is not None and component not in ids:
        raise NotThere(f"There is no component {quoted(component)}; {meant(component, ids)}")
    chosen = [one for one in site.components if component in (None, one.id)]
    if name is None:
        return chosen
    names = dict.fromkeys(check.key.name for one in chosen for check in one.checks)
    if name not in names:
        raise NotThere(f"There is no check {quoted(name)} there; {meant(name, names)}")
    named = [replace(one, checks=tuple(c for c in one.checks if c.key.name == name)) for one in chosen]
    return [one for one in named if one.checks]


def probe(site: Site, components: Sequence[Component]) -> list[Probe]:
    """Ask every check of these components once, all at the same time."""
    checks = [check for component in components for check in component.checks]
    with ThreadPoolExecutor(max(1, min(len(checks), _MOST)), "probe") as pool:
        asked = list(pool.map(lambda check: ask(check, utc_now()), checks))
    results = {result.key: result for result in _guarded(site, asked)}
    return [_probe(component, results) for component in components]


def _guarded(site: Site, results: Iterable[Result]) -> Iterator[Result]:
    """The results as they count: bad ones only where our own network is seen to work."""
    sightings: queue.SimpleQueue[Sighting] = queue.SimpleQueue()
    guard = Guard(sightings.put)
    guard.adopt(site)
    held: dict[CheckKey, Result] = {}
    for result in results:
        counting = guard.sift(result)
        yield from counting
        if not counting:
            held[result.key] = result
    with contextlib.suppress(queue.Empty):
        while held:
            for result in guard.heard(sightings.get(timeout=_PATIENCE)):
                del held[result.key]
                yield result
    yield from held.values()


def _probe(component: Component, results: Mapping[CheckKey, Result]) -> Probe:
    by_check = [(check, results[check.key]) for check in component.checks]
    states = {check.key: _confirmed(check, result) for check, result in by_check}
    now = max((result.at for _, result in by_check), default=utc_now())

    def outlook(*checks: Check) -> Measured:
        return measure(replace(component, checks=checks), states, now)

    probed = [Probed(check, result.at, result.answer, outlook(check).status) for check, result in by_check]
    return Probe(component, tuple(probed), outlook(*component.checks))


def _confirmed(check: Check, result: Result) -> CheckState:
    """What a check's state is once so many results say the same."""
    state = CheckState()
    for _ in range(max(check.fail_after, check.recover_after)):
        state = advance(state, result, check)
    return state


def question(check: Check) -> list[str]:
    """What is asked, as lines of the configuration; a secret is not shown."""
    options = check.options
    if not isinstance(options, BaseModel):
        return []
    return [f"{key} = {_spelled(value)}" for key, value in _written(options, always=("expect",))]


def _written(options: BaseModel, always: Sequence[str] = ()) -> Iterator[tuple[str, object]]:
    """Keys and values that somebody wrote, and some that go without saying."""
    for name, field in type(options).model_fields.items():
        value = getattr(options, name)
        if name in options.model_fields_set or (name in always and value not in (None, (), {})):
            yield key_of(name, field), value


def _spelled(value: object) -> str:
    """A value as TOML has it, near enough to be known again."""
    match value:
        case BaseModel():
            always = ("status",) if not value.model_fields_set else ()
            return _table(_written(value, always))
        case dict():
            return _table(value.items())
        case SecretStr():
            return '"(secret)"'
        case timedelta():
            return f'"{format_duration(value)}"'
        case (int(low), int(high)) if not isinstance(value, list):
            return str(low) if low == high else f'"{low}-{high}"'
        case tuple() | list():
            return f"[{', '.join(map(_spelled, value))}]"
    return spell(value)


def _table(items: Iterable[tuple[object, object]]) -> str:
    return "{ " + ", ".join(f"{spell_key(str(key))} = {_spelled(value)}" for key, value in items) + " }"
