"""Where what posts say and what is measured can't both be true."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from statuspage.decide.feed import AGE
from statuspage.errors import Fault, Severity
from statuspage.model.post import Kind, Post, State
from statuspage.model.snapshot import ComponentNow, PostNow, Snapshot
from statuspage.model.status import Status, Verdict
from statuspage.timeutil import format_instant

FINE_FOR = timedelta(hours=1)
"""So long all that an open incident names may work, and the incident be open, before that is odd."""

DOWN_FOR = timedelta(minutes=15)
"""So long an outage may go on before a post is missing."""

_OUTAGE = {Status.PARTIAL_OUTAGE: "partly down", Status.MAJOR_OUTAGE: "down"}
_IN_WINDOW = frozenset({State.IN_PROGRESS, State.VERIFYING})


class Sight(NamedTuple):
    """How a component is by measurement alone, since when, and whose outage is the root of its trouble."""

    status: Status
    since: datetime | None
    because_of: tuple[str, ...] = ()


def sight(component: ComponentNow) -> Sight | None:
    """What is measured of a component, whatever posts say of it; None where nothing measures it."""
    if component.seen is None:
        return None
    return Sight(component.seen, component.seen_since, component.because_of)


def sights(snapshot: Snapshot) -> dict[str, Sight]:
    """What is measured of each component that is measured."""
    return {one.id: found for one in snapshot.components if (found := sight(one)) is not None}


def contradictions(
    posts: Sequence[PostNow], names: Mapping[str, str], seen: Mapping[str, Sight], now: datetime
) -> Iterator[Fault]:
    """What posts say against what is ``seen``, as warnings.

    ``names`` are the components' names by id; one that is not in ``seen`` is not measured.
    """
    posts = [post for post in posts if not post.post.automatic]  # what nobody wrote contradicts nothing
    for post in posts:
        if _outlived(post, seen, now):
            rule = f"The incident is open, but all it names has been working {_since_all(post, seen)}."
            yield _warning(f"{post.post.path}:1", rule, f"## {_minute(now)} — Resolved")
        if _overruns(post, seen):
            rule = "The maintenance is past its end, not all it names is working, and no update closes it."
            yield _warning(f"{post.post.path}:1", rule, f"## {_minute(now)} — Completed")
    spoken_of = {one.id for post in posts if _speaks(post) for one in post.affected}
    for id_, one in seen.items():
        if id_ in spoken_of or not _is_long_down(one, now) or _all_in(one.because_of, spoken_of):
            continue
        rule = f"{names.get(id_, id_)} is {_OUTAGE[one.status]} {_since(one)}, and no post names it."
        yield _warning(
            f"statuspage.toml: components.{id_}",
            rule,
            f"a post with components: {{{id_}: {one.status}}}, or "
            f'statuspage incident open "…" --component {id_}={one.status} -m "…"',
        )


def denials(
    posts: Iterable[PostNow],
    names: Mapping[str, str],
    dependents: Mapping[str, Collection[str]],
    seen: Mapping[str, Sight],
) -> Iterator[Fault]:
    """Advisories that say we are not affected while what depends on the provider fails, as warnings.

    ``dependents`` are the ids of the components that have a path to each provider.
    """
    for post in posts:
        if not post.open or post.post.last_verdict is not Verdict.NOT_AFFECTED:
            continue
        named = {one.id for one in post.affected}
        for id_ in dependents.get(post.post.provider or "", ()):
            one = seen.get(id_)
            if one is not None and one.status.is_trouble and (not named or id_ in named):
                how = _OUTAGE.get(one.status, "slow or unstable")
                name, provider = names.get(id_, id_), post.post.provider
                rule = (
                    f"It says not_affected, but {name}, which depends on {provider}, is {how} {_since(one)}."
                )
                yield _warning(f"{post.post.path}:1", rule, f"Verdict: {Verdict.AT_RISK}, in an update")


def deleted(gone: Iterable[PostNow], known: Iterable[Post], now: datetime) -> Iterator[Fault]:
    """The posts whose files are gone while feeds would still carry them, as warnings.

    A post whose address is that of a ``known`` one, or an alias of it, was only renamed.
    """
    addresses = {name for post in known for name in (post.id, *post.aliases)}
    for post in gone:
        if post.post.id in addresses or not (post.open or now - post.changed_at < AGE):
            continue
        rule = "This post was deleted, but who reads the feeds still has it; its address leads nowhere."
        right = (
            f"put it back with git revert, or in the post that replaces it write aliases: [{post.post.id}]"
        )
        yield _warning(post.post.path, rule, right)


def _outlived(post: PostNow, seen: Mapping[str, Sight], now: datetime) -> bool:
    if post.post.kind is not Kind.INCIDENT or not post.open or not post.affected:
        return False
    long_ago = now - FINE_FOR
    found = [seen.get(one.id) for one in post.affected]
    return post.started_at <= long_ago and all(
        one is not None
        and one.status is Status.OPERATIONAL
        and one.since is not None
        and one.since <= long_ago
        for one in found
    )


def _overruns(post: PostNow, seen: Mapping[str, Sight]) -> bool:
    """Whether a maintenance goes on past its end, as far as that was measured."""
    found = [seen[one.id].status for one in post.affected if one.id in seen]
    return post.overrunning and any(status is not Status.OPERATIONAL for status in found)


def _speaks(post: PostNow) -> bool:
    """Whether a post explains how its components are: it is open, and a maintenance has begun."""
    return post.open and (post.post.kind is not Kind.MAINTENANCE or post.state in _IN_WINDOW)


def _is_long_down(one: Sight, now: datetime) -> bool:
    return one.status in _OUTAGE and one.since is not None and one.since <= now - DOWN_FOR


def _all_in(roots: Sequence[str], spoken_of: set[str]) -> bool:
    return bool(roots) and spoken_of.issuperset(roots)


def _since_all(post: PostNow, seen: Mapping[str, Sight]) -> str:
    return _since(max((seen[one.id] for one in post.affected), key=lambda one: one.since or post.started_at))


def _since(one: Sight) -> str:
    return f"since {_minute(one.since)}" if one.since else "for a while"


def _minute(at: datetime) -> str:
    return f"{format_instant(at).replace('T', ' ')[:16]} UTC"


def _warning(place: str, rule: str, example: str) -> Fault:
    return Fault(place, rule, example, Severity.WARNING)
