"""Posts and answers of made-up states: what happens just now."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from statuspage.demo.past import REASONS as OF_STATUS
from statuspage.model.post import Kind, Post, State, Update
from statuspage.model.status import Outcome, Status, Verdict
from statuspage.model.text import Text

REASONS: Mapping[Outcome, Text] = {
    Outcome.OK: OF_STATUS[Status.OPERATIONAL],
    Outcome.SLOW: OF_STATUS[Status.DEGRADED_PERFORMANCE],
    Outcome.WRONG: OF_STATUS[Status.PARTIAL_OUTAGE],
    Outcome.DOWN: OF_STATUS[Status.MAJOR_OUTAGE],
}
"""Why a made-up answer is what it is."""

TOOK: Mapping[Outcome, float] = {
    Outcome.OK: 120.0,
    Outcome.SLOW: 2400.0,
    Outcome.WRONG: 95.0,
    Outcome.DOWN: 10_000.0,
}
"""How many milliseconds a made-up answer took."""

_MINUTE = timedelta(minutes=1)


def incident(name: str, root: str, leaning: Sequence[str], now: datetime) -> Post:
    """An outage of ``root``, which has that name, and of what leans on it; the cause was just found."""
    hit = {root: Status.MAJOR_OUTAGE, **dict.fromkeys(leaning, Status.PARTIAL_OUTAGE)}
    updates = (
        update(now - 24 * _MINUTE, State.INVESTIGATING, "It does not answer. We are looking for the cause."),
        update(
            now - 9 * _MINUTE,
            State.IDENTIFIED,
            "A machine stopped and its stand-in did not take over. We are starting it **by hand**, and "
            "expect it to answer within half an hour.\n\nNext word in 20 minutes, or sooner.",
        ),
    )
    return post("incident", Kind.INCIDENT, f"Out of reach: {name}", updates, components=dict(hit))


def dark(hit: Sequence[str], now: datetime) -> Post:
    """The power is out, and so is all of this."""
    said = update(now - 20 * _MINUTE, State.INVESTIGATING, "The power is out in our building.")
    down: dict[str, Status | None] = dict.fromkeys(hit, Status.MAJOR_OUTAGE)
    return post("dark", Kind.INCIDENT, "The power is out", (said,), components=down)


def planned(hit: Sequence[str], now: datetime) -> Post:
    """A maintenance that begins in three days."""
    starts = _hour(now + timedelta(days=3))
    said = update(now - timedelta(hours=5), State.SCHEDULED, "Expect two breaks of up to ten minutes.")
    return post(
        "planned",
        Kind.MAINTENANCE,
        "A new core switch",
        (said,),
        components=dict.fromkeys(hit),
        starts=starts,
        ends=starts + timedelta(hours=2),
    )


def under_way(hit: Sequence[str], starts: datetime, now: datetime) -> Post:
    """A maintenance that began at ``starts`` and goes on for more than an hour."""
    updates = (
        update(
            starts - timedelta(days=6), State.SCHEDULED, "We move to new disks. Expect a break of an hour."
        ),
        update(starts + 2 * _MINUTE, State.IN_PROGRESS, "We have begun to copy."),
    )
    return post(
        "maintenance",
        Kind.MAINTENANCE,
        "New disks for the storage",
        updates,
        components=dict.fromkeys(hit),
        starts=starts,
        ends=now + 100 * _MINUTE,
    )


def advisory(now: datetime) -> Post:
    """An outage of somebody else's, half an hour old, that does not reach us."""
    updates = (
        update(
            now - 31 * _MINUTE,
            State.INVESTIGATING,
            "Many websites are failing. Our own checks all pass; we are looking whether we depend on it.",
            Verdict.UNKNOWN,
        ),
        update(now - 6 * _MINUTE, State.IDENTIFIED, "None of our services uses it.", Verdict.NOT_AFFECTED),
    )
    title = "A large storage provider is failing; our services are not affected"
    return post(
        "advisory",
        Kind.ADVISORY,
        title,
        updates,
        provider="example-storage",
        verdict=Verdict.NOT_AFFECTED,
    )


def post(
    id_: str,
    kind: Kind,
    title: str,
    updates: tuple[Update, ...],
    *,
    components: Mapping[str, Status | None] | None = None,
    starts: datetime | None = None,
    ends: datetime | None = None,
    provider: str | None = None,
    verdict: Verdict | None = None,
) -> Post:
    """A made-up post."""
    return Post(
        id=f"made-up-{id_}",
        kind=kind,
        title=title,
        path=f"incidents/made-up-{id_}.md",
        updates=updates,
        components=components or {},
        starts=starts,
        ends=ends,
        provider=provider,
        verdict=verdict,
    )


def update(at: datetime, state: State, body: str, verdict: Verdict | None = None) -> Update:
    """A made-up update, dated to the minute."""
    minute = at.replace(second=0, microsecond=0)
    return Update(f"{minute:%Y%m%dT%H%MZ}-{state}", minute, state, body, verdict=verdict)


def _hour(instant: datetime) -> datetime:
    return instant.replace(minute=0, second=0, microsecond=0)
