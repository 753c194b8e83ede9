"""An automatic incident as a post, which the page, the feeds and the API show like any other."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from statuspage.decide.automatic import Automatic, Part
from statuspage.decide.automatic_words import Fallen, Say, closed_with, joined_in, opened, over, title
from statuspage.decide.outages import how_bad
from statuspage.decide.posts import post_now
from statuspage.model.post import Kind, Post, State, Update
from statuspage.model.snapshot import PostNow


def automatic_post(incident: Automatic, names: Mapping[str, str], say: Say, now: datetime) -> PostNow:
    """The post of an incident at ``now``, in the words of ``say``; ``names`` are the components'.

    Of one whose place a post took, what was said until then.
    """
    first = [one for one in incident.parts if one.at == incident.opened_at]
    # The root is named first: the others are down because of it.
    first.sort(key=lambda one: one.component not in one.because)
    updates = _numbered(sorted(_updates(incident, first, names, say, now), key=lambda update: update.at))
    post = Post(
        id=incident.id,
        kind=Kind.INCIDENT,
        title=say(title([_fallen(one, names) for one in first]), incident.opened_at),
        path="",
        updates=tuple(updates),
        automatic=True,
    )
    shown = post_now(post, names, {}, now)
    recovered = [one.outage.recovered_at for one in incident.parts]
    return replace(
        shown,
        started_at=min(one.since for one in first),
        ended_at=None if shown.open else max((at for at in recovered if at is not None), default=None),
    )


def _updates(
    incident: Automatic, first: list[Part], names: Mapping[str, str], say: Say, now: datetime
) -> Iterable[Update]:
    until = incident.replaced_at
    for at, parts in _by_instant((one.at, one) for one in incident.parts):
        if until is None or at <= until:
            opens = at == incident.opened_at
            told = first if opens else parts
            fallen = [_fallen(one, names) for one in told]
            yield Update(
                id=f"{at:%Y%m%dT%H%MZ}-{State.INVESTIGATING}",
                at=at,
                state=State.INVESTIGATING,
                body=opened(fallen, at, say) if opens else joined_in(fallen, at, say),
                components={part.component: one.status for part, one in zip(told, fallen, strict=True)},
            )
    over_at = [one.outage.closed_at for one in incident.parts]
    for at, parts in _by_instant(
        (one.outage.closed_at, one)
        for one in incident.parts
        if one.outage.closed_at is not None and one.outage.closed_at <= now
    ):
        if until is None or at <= until:
            ends = all(one is not None and one <= at for one in over_at)
            yield _recovery(at, State.RESOLVED if ends else State.INVESTIGATING, parts, names, say)


def _recovery(at: datetime, state: State, parts: list[Part], names: Mapping[str, str], say: Say) -> Update:
    sentences = []
    for one in parts:
        since = one.outage.recovered_at or at
        sentences.append(
            over(names[one.component], since, since - one.since, one.outage.after, blind=one.outage.blind)
        )
    return Update(
        id=f"{at:%Y%m%dT%H%MZ}-{state}",
        at=at,
        state=state,
        body=closed_with(sentences, at, say),
        components={one.component: one.outage.after for one in parts},
    )


def _fallen(part: Part, names: Mapping[str, str]) -> Fallen:
    status, span = how_bad(part.run, part.at)
    return Fallen(names[part.component], status, part.since, span.reason)


def _by_instant(given: Iterable[tuple[datetime, Part]]) -> Iterable[tuple[datetime, list[Part]]]:
    for at, pairs in groupby(sorted(given, key=lambda pair: pair[0]), key=lambda pair: pair[0]):
        yield at, [part for _, part in pairs]


def _numbered(updates: Iterable[Update]) -> Iterable[Update]:
    """The updates with ids of their own: a second one of a minute and state ends in ``-2``."""
    count: dict[str, int] = {}
    for update in updates:
        count[update.id] = count.get(update.id, 0) + 1
        yield replace(update, id=f"{update.id}-{count[update.id]}") if count[update.id] > 1 else update
