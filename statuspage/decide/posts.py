"""Where a post stands at a moment, what it says of components, and how bad it was."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from statuspage.model.post import ENDED, Kind, Post, State
from statuspage.model.snapshot import Affected, PostNow
from statuspage.model.span import Span
from statuspage.model.status import Impact, Status
from statuspage.model.text import verbatim

_FINE = frozenset({Status.OPERATIONAL})
_IMPACT = {
    Status.DEGRADED_PERFORMANCE: Impact.MINOR,
    Status.PARTIAL_OUTAGE: Impact.MAJOR,
    Status.MAJOR_OUTAGE: Impact.CRITICAL,
}


def post_now(
    post: Post, names: Mapping[str, str], seen: Mapping[str, Sequence[Span]], now: datetime
) -> PostNow:
    """A post at ``now``.

    ``names`` gives the components their names, ``seen`` the measured spans of those that are
    measured, clipped to ``now``: a maintenance past its end is over once its components are fine.
    """
    if post.kind is Kind.MAINTENANCE and post.starts:
        state, ended_at = _maintenance(post, post.starts, post.ends, seen, now)
        started_at = post.starts
        overrunning = state is State.VERIFYING and post.ends is not None and now >= post.ends
    else:
        state, ended_at = post.updates[-1].state, _ended_at(post)
        started_at, overrunning = post.updates[0].at, False
    affected = _affected(post, names)
    return PostNow(
        post=post,
        state=state,
        impact=post.impact or _impact(post, affected),
        started_at=started_at,
        ended_at=ended_at,
        changed_at=max(post.updates[-1].at, ended_at or post.updates[-1].at),
        affected=affected,
        overrunning=overrunning,
    )


def says_of(post: PostNow) -> dict[str, Status]:
    """The statuses that an open post gives to components now; a maintenance only in its window."""
    if post.post.kind is Kind.MAINTENANCE:
        if post.state is not State.IN_PROGRESS and not (
            post.state is State.VERIFYING and not post.overrunning
        ):
            return {}
        return {one.id: one.now or Status.UNDER_MAINTENANCE for one in post.affected}
    if not post.open:
        return {}
    return {one.id: one.now for one in post.affected if one.now is not None}


def says_since(post: PostNow, component: str) -> datetime:
    """Since when an open post says of a component what it says now, with no other word between."""
    since = post.started_at
    if post.post.kind is Kind.MAINTENANCE:
        return since
    (since, says), *before = reversed(_words(post.post, component))
    for at, said in before:
        if said is not says:
            break
        since = at
    return since


def by_component(posts: Iterable[PostNow]) -> dict[str, list[PostNow]]:
    """The posts that name each component, in their order."""
    found: dict[str, list[PostNow]] = {}
    for post in posts:
        for one in post.affected:
            found.setdefault(one.id, []).append(post)
    return found


def place(post: PostNow) -> tuple[datetime, str]:
    """By what posts are put in order: when they began, and of one instant by their ids."""
    return post.started_at, post.post.id


def declared_spans(post: PostNow, component: str, now: datetime) -> list[Span]:
    """The stretches in which a post gave a component a status, up to ``now``."""
    if post.post.kind is Kind.MAINTENANCE:
        return _window(post, component, now)
    words = _words(post.post, component)
    ends = [*(at for at, _ in words[1:]), now]
    return [
        Span(at, end, status, verbatim(post.post.title), declared=True)
        for (at, status), end in zip(words, ends, strict=True)
        if status is not None and at < end
    ]


def _words(post: Post, component: str) -> list[tuple[datetime, Status | None]]:
    """What a post says of a component from each of its updates on; nothing once it is ended."""
    found: list[tuple[datetime, Status | None]] = []
    status = post.components.get(component)
    for update in post.updates:
        status = update.components.get(component, status)
        found.append((update.at, None if update.state in ENDED else status))
    return found


def _window(post: PostNow, component: str, now: datetime) -> list[Span]:
    named = {one.id: one.now or Status.UNDER_MAINTENANCE for one in post.affected}
    end = min(limit for limit in (now, post.post.ends, post.ended_at) if limit is not None)
    if component not in named or end <= post.started_at:
        return []
    return [Span(post.started_at, end, named[component], verbatim(post.post.title), declared=True)]


def _maintenance(
    post: Post, starts: datetime, ends: datetime | None, seen: Mapping[str, Sequence[Span]], now: datetime
) -> tuple[State, datetime | None]:
    """The state of a maintenance by its updates and the clock, and when it ended.

    One whose end is not known goes on until an update ends it.
    """
    said = post.updates[-1]
    if said.state in ENDED:
        return State.COMPLETED, _ended_at(post)
    if now < starts:
        return (said.state if said.state in (State.IN_PROGRESS, State.VERIFYING) else State.SCHEDULED), None
    if ends is None or now < ends:
        return (State.VERIFYING if said.state is State.VERIFYING else State.IN_PROGRESS), None
    fine_at = _all_fine_at([seen[id_] for id_ in post.components if id_ in seen], ends, now)
    if post.followed_at and post.followed_at <= now and not (fine_at and fine_at < post.followed_at):
        return State.COMPLETED, ends  # the next occurrence overruns in its place
    return (State.COMPLETED, fine_at) if fine_at else (State.VERIFYING, None)


def _all_fine_at(histories: Sequence[Sequence[Span]], after: datetime, now: datetime) -> datetime | None:
    """The first moment from ``after`` to ``now`` at which every history says fine."""
    later = {span.start for spans in histories for span in spans if span.start > after}
    for moment in (after, *sorted(later)):
        if moment <= now and all(_status_at(spans, moment) in _FINE for spans in histories):
            return moment
    return None


def _status_at(spans: Iterable[Span], moment: datetime) -> Status:
    for span in spans:
        if span.start <= moment and (span.end is None or moment < span.end):
            return span.status
    return Status.UNKNOWN


def _ended_at(post: Post) -> datetime | None:
    """When the last run of ending updates began; None while the post is open."""
    ended: datetime | None = None
    for update in reversed(post.updates):
        if update.state not in ENDED:
            break
        ended = update.at
    return ended


def _affected(post: Post, names: Mapping[str, str]) -> tuple[Affected, ...]:
    now: dict[str, Status | None] = dict(post.components)
    top: dict[str, Status | None] = dict(post.components)
    for update in post.updates:
        for id_, status in update.components.items():
            now[id_] = status
            before = top.get(id_)
            top[id_] = status if before is None or status.rank > before.rank else before
    return tuple(Affected(id_, names.get(id_, id_), top[id_], now[id_]) for id_ in now)


def _impact(post: Post, affected: Sequence[Affected]) -> Impact:
    if post.kind is Kind.MAINTENANCE:
        return Impact.MAINTENANCE
    troubles = [one.worst for one in affected if one.worst is not None and one.worst in _IMPACT]
    return _IMPACT[max(troubles, key=lambda status: status.rank)] if troubles else Impact.NONE
