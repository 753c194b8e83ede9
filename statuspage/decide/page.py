"""What the page says: a component with its posts heard, the worst of them all, and one sentence."""

from collections.abc import Sequence

from statuspage.decide.measured import Measured
from statuspage.decide.posts import says_of
from statuspage.model.day import Day
from statuspage.model.post import Kind
from statuspage.model.site import Component
from statuspage.model.snapshot import ComponentNow, PostNow, Uptime
from statuspage.model.span import Span
from statuspage.model.status import Outcome, Status, worst

_NAMED = 3
"""So many components are named in the sentence before the rest is only counted."""


def component_now(
    component: Component,
    measured: Measured | None,
    posts: Sequence[PostNow],
    spans: Sequence[Span],
    uptime: Uptime | None,
    days: Sequence[Day] = (),
) -> ComponentNow:
    """A component with its checks' view (None: nothing measures it) and the posts laid over.

    A maintenance in its window sets the status whatever the checks see; an incident or advisory
    only makes it worse.
    """
    status = measured.status if measured else Status.OPERATIONAL
    since = measured.since if measured else None
    reason = measured.reason if measured else "no problem reported"
    for post in sorted(posts, key=lambda post: post.post.kind is not Kind.MAINTENANCE):
        said = says_of(post).get(component.id)
        if said is None:
            continue
        if post.post.kind is Kind.MAINTENANCE or said.rank > status.rank:
            status, since, reason = said, post.started_at, post.post.title
    return ComponentNow(
        id=component.id,
        name=component.name,
        group=component.group,
        description=component.description,
        status=status,
        seen=measured.status if measured else None,
        since=since,
        reason=reason,
        checked_at=measured.checked_at if measured else None,
        valid_until=measured.valid_until if measured else None,
        uptime=uptime,
        checks=measured.checks if measured else (),
        spans=tuple(spans),
        days=tuple(days),
    )


def page_status(statuses: Sequence[Status]) -> Status:
    """The worst of the statuses; a major outage only if all have it."""
    status = worst(statuses)
    if status is Status.MAJOR_OUTAGE and any(one is not status for one in statuses):
        return Status.PARTIAL_OUTAGE
    return status


def sentence(components: Sequence[ComponentNow]) -> str:
    """The whole page in one sentence that never claims more than is known."""
    if not components:
        return "No service is listed here yet."
    names = {one.id: one.name for one in components}
    said: dict[tuple[str, str], list[str]] = {}
    for one in sorted(components, key=lambda one: (bool(one.because_of), -one.status.rank)):
        if one.status is not Status.OPERATIONAL:
            root = _list([names[id_] for id_ in one.because_of])
            said.setdefault((f"because of {root}, " if root else "", manner(one)), []).append(one.name)
    fine = [one for one in components if one.status is Status.OPERATIONAL]
    if not said:
        return "All services work." if any(one.measured for one in fine) else "No problem is reported."
    if not fine and list(said) == [("", _MANNER[Status.UNKNOWN])]:
        return "No service was measured lately: how they are is not known."
    parts = [
        f"{why}{_list(those)} {'is' if len(those) == 1 else 'are'} {how}"
        for (why, how), those in said.items()
    ]
    rest = ["everything else works"] if any(one.measured for one in fine) else []
    text = "; ".join([*parts, *rest])
    return f"{text[0].upper()}{text[1:]}."


def manner(component: ComponentNow) -> str:
    """How a component is, in a word or two that follow “is”."""
    outcomes = {one.outcome for one in component.checks}
    if component.status is component.seen:
        if component.status is Status.DEGRADED_PERFORMANCE and Outcome.SLOW not in outcomes:
            return "unstable"
        if component.status is Status.PARTIAL_OUTAGE and Outcome.DOWN not in outcomes:
            return "answering wrongly"
    return _MANNER[component.status]


_MANNER = {
    Status.OPERATIONAL: "working",
    Status.DEGRADED_PERFORMANCE: "slow",
    Status.PARTIAL_OUTAGE: "partly down",
    Status.MAJOR_OUTAGE: "down",
    Status.UNDER_MAINTENANCE: "under maintenance",
    Status.UNKNOWN: "not known",
}


def _list(names: Sequence[str]) -> str:
    if len(names) > _NAMED:
        names = [*names[: _NAMED - 1], f"{len(names) - _NAMED + 1} more services"]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
