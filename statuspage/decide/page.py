"""What the page says: a component with its posts heard, and the worst of them all."""

from collections.abc import Sequence

from statuspage.decide.measured import Measured
from statuspage.decide.posts import says_of, says_since
from statuspage.model.day import Day
from statuspage.model.post import Kind
from statuspage.model.site import Component
from statuspage.model.snapshot import ComponentNow, PostNow, Uptime
from statuspage.model.span import Span
from statuspage.model.status import Status, worst
from statuspage.model.text import text, verbatim


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
    only makes it worse. Where several say the same, ``since`` and ``reason`` are of the one that began first.
    """
    status = measured.status if measured else Status.OPERATIONAL
    since = measured.since if measured else None
    reason = measured.reason if measured else text("no problem reported")
    for post in sorted(posts, key=lambda post: post.post.kind is not Kind.MAINTENANCE):
        said = says_of(post).get(component.id)
        if said is None:
            continue
        began = says_since(post, component.id)
        if said is status is not Status.OPERATIONAL:
            counts = since is None or began < since
        else:
            counts = post.post.kind is Kind.MAINTENANCE or said.rank > status.rank
        if counts:
            status, since, reason = said, began, verbatim(post.post.title)
    return ComponentNow(
        id=component.id,
        name=component.name,
        group=component.group,
        description=component.description,
        status=status,
        seen=measured.status if measured else None,
        seen_since=measured.since if measured else None,
        since=since,
        reason=reason,
        checked_at=measured.checked_at if measured else None,
        valid_until=measured.valid_until if measured else None,
        uptime=uptime,
        checks=measured.checks if measured else (),
        spans=tuple(spans),
        days=tuple(days),
        needs=tuple(component.depends_on),
    )


def page_status(statuses: Sequence[Status]) -> Status:
    """The worst of the statuses; a major outage only if all have it."""
    status = worst(statuses)
    if status is Status.MAJOR_OUTAGE and any(one is not status for one in statuses):
        return Status.PARTIAL_OUTAGE
    return status
