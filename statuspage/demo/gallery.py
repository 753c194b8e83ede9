"""Everything that a page can be made of, each thing once: for a look at all parts of a theme."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.demo import plots
from statuspage.demo.past import make_past
from statuspage.demo.states import Scene, snapshot_of, with_outcomes
from statuspage.model.post import INCIDENT_STATES, MAINTENANCE_STATES, Kind, Post, State, Update
from statuspage.model.result import CheckKey, CheckState
from statuspage.model.site import Check, Component, Site
from statuspage.model.snapshot import Measurements
from statuspage.model.status import Impact, Outcome, Status, Verdict
from statuspage.snapshot import take
from statuspage.web.parts import Parts

_MINUTE = timedelta(minutes=1)

_OUTCOMES: Mapping[str, Outcome] = {
    "slow": Outcome.SLOW,
    "wrong": Outcome.WRONG,
    "down": Outcome.DOWN,
    "leaning": Outcome.DOWN,
    "closed": Outcome.DOWN,
}
_VERDICTS = ("fine", "slow", "wrong", "down", "unknown", "maintenance", "incident", "empty")

SAMPLE = Site("Virtual Office", "http://127.0.0.1", "127.0.0.1,2026", ZoneInfo("Europe/London"))
"""A site for a look at the default theme."""


def gallery(site: Site, now: datetime) -> Parts:
    """All parts of a page at ``now``, under the name, in the zone and the language of ``site``."""
    bare = replace(site, components=_components(), providers=(), posts=(), attachments=(), git=None)
    past = make_past(bare, history=timedelta(days=90), seed=2, now=now)
    scene = with_outcomes(Scene(bare, past, now, now, now), _OUTCOMES)
    posts = tuple(_posts(now))
    states = {
        key: CheckState() if key.component == "unknown" else state for key, state in scene.past.states.items()
    }
    held = Measurements(states, scene.past.spans, tick=now, changed_at=now)
    taken = take(replace(bare, posts=posts), held, now, LIVE_VALIDITY)
    whole = replace(taken, latencies=past.latencies)
    return Parts(
        whole,
        {state: snapshot_of(site, state, now) for state in _VERDICTS},
        {state: snapshot_of(site, state, now) for state in ("provider", "affected")},
    )


def _components() -> tuple[Component, ...]:
    """One for each way in which a component can be."""
    return (
        _component("works", "Works"),
        _component("slow", "Slow"),
        _component("wrong", "Answers wrongly"),
        _component("down", "Down"),
        _component("leaning", "Down since another is", "down"),
        _component("closed", "Under maintenance"),
        _component("unknown", "Not known"),
        Component("desk", "Not measured", "Parts"),
        Component("told", "Not measured, a post tells", "Parts"),
        Component("alone", "Without a group and a check"),
    )


def _component(id_: str, name: str, *needs: str) -> Component:
    check = Check(CheckKey(id_, "http"), "http", None, timedelta(seconds=60), timedelta(seconds=10))
    return Component(
        id_,
        name,
        "Parts",
        "What it is, in a few words",
        depends_on=dict.fromkeys(needs, ""),
        checks=(check, replace(check, key=CheckKey(id_, "sign-in"))),
    )


def _posts(now: datetime) -> Iterator[Post]:
    """A post in each state of each kind, with every impact and verdict."""
    for state, impact in zip(INCIDENT_STATES, (None, *Impact), strict=False):
        if impact is not Impact.MAINTENANCE:
            yield replace(_incident(state, now), impact=impact)
    for state in MAINTENANCE_STATES:
        yield _maintenance(state, now)
    yield _overrunning(now)
    for verdict in Verdict:
        one = plots.advisory(now)
        yield replace(
            one, id=f"made-up-{verdict}", title=f"Somebody else's outage: {_words(verdict)}", verdict=verdict
        )


def _incident(state: State, now: datetime) -> Post:
    until = INCIDENT_STATES[: INCIDENT_STATES.index(state) + 1]
    begin = now - timedelta(hours=3)
    updates = tuple(
        plots.update(
            begin + 20 * _MINUTE * number, one, _BODY if one is state else "Next word in half an hour."
        )
        for number, one in enumerate(until)
    )
    return plots.post(
        f"incident-{state}",
        Kind.INCIDENT,
        f"An incident that is at: {state}",
        updates,
        components={"told": Status.PARTIAL_OUTAGE},
    )


def _maintenance(state: State, now: datetime) -> Post:
    starts = {
        State.SCHEDULED: now + timedelta(days=2),
        State.IN_PROGRESS: now - 20 * _MINUTE,
        State.VERIFYING: now - timedelta(hours=1),
        State.COMPLETED: now - timedelta(days=2),
    }[state]
    until = MAINTENANCE_STATES[: MAINTENANCE_STATES.index(state) + 1]
    said: list[Update] = [plots.update(now - timedelta(days=5), State.SCHEDULED, _BODY)]
    said += [
        plots.update(starts + 10 * _MINUTE * number, one, "So far all went well.")
        for number, one in enumerate(until)
        if number
    ]
    return plots.post(
        f"maintenance-{state}",
        Kind.MAINTENANCE,
        f"A maintenance that is: {_words(state)}",
        tuple(said),
        components={"closed": None},
        starts=starts,
        ends=starts + timedelta(hours=2),
    )


def _overrunning(now: datetime) -> Post:
    """A maintenance whose end has come while what it names does not work."""
    starts = now - timedelta(hours=3)
    return plots.post(
        "maintenance-overrunning",
        Kind.MAINTENANCE,
        "A maintenance that takes longer",
        (plots.update(starts, State.IN_PROGRESS, _BODY),),
        components={"down": None},
        starts=starts,
        ends=now - 15 * _MINUTE,
    )


def _words(word: str) -> str:
    return word.replace("_", " ")


_BODY = """It takes up to **ten minutes**, and *nothing* is lost. `code` and
[a link](https://example.com/) stand here.

- one thing
- another

| what | how long |
| --- | --- |
| this | 5 min |"""
