"""What a notice says, and to which channels. Each is a text, to be said in the site's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import dropwhile, takewhile

from statuspage.decide.feed import clock_text
from statuspage.decide.notices import Change, Changed, FeedsChanged, GitChanged, Notice, Published, SiteFaulty
from statuspage.decide.provider_notices import Affecting
from statuspage.decide.sentence import clauses_of
from statuspage.decide.standing_words import SIGNS, answer, answers, reported
from statuspage.decide.statewords import STATE
from statuspage.model.notice import Channel, Event, What
from statuspage.model.post import ENDED, Kind
from statuspage.model.snapshot import ComponentNow, PostNow
from statuspage.model.status import Impact, Status, Verdict, worst
from statuspage.model.text import Text, joined, listed, text, texts, verbatim

_NAMED = 5
_MOST = 10
"""So many components or mistakes have a line of their own."""

_LONGEST = 300
"""Characters of a detail at most."""

_KIND = {
    Kind.INCIDENT: Event.INCIDENT,
    Kind.MAINTENANCE: Event.MAINTENANCE,
    Kind.ADVISORY: Event.ADVISORY,
}
_AS_BAD_AS = {
    Impact.MINOR: Status.DEGRADED_PERFORMANCE,
    Impact.MAJOR: Status.PARTIAL_OUTAGE,
    Impact.CRITICAL: Status.MAJOR_OUTAGE,
}


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in texts: one sentence, and lines below it. ``path`` is the page's that tells more.

    ``status`` is how bad it is now, ``components`` are the ids of those it names.
    """

    event: Event
    title: Text
    lines: tuple[Text, ...] = ()
    path: str = "/"
    status: Status | None = None
    components: tuple[str, ...] = ()


def for_channel(notice: Notice, channel: Channel) -> Notice | None:
    """The part of a notice that a channel wants to hear of; None for nothing."""
    match notice:
        case FeedsChanged():
            return notice if channel.what is What.FEEDS else None
        case Published():
            return notice if _wants_update(notice.item.post, channel) else None
        case Changed() if channel.what is What.EVENTS:
            wanted = tuple(one for one in notice.changes if _wants_change(one, notice.good, channel))
            return replace(notice, changes=wanted) if wanted else None
        case Affecting() if _wants_provider(notice, channel):
            return notice
        case SiteFaulty() if _wants(Event.SITE_FAULT, channel):
            return notice
        case GitChanged() if _wants(Event.GIT_FAILING, channel):
            return notice
    return None


def words(
    notice: Changed | Published | SiteFaulty | GitChanged | Affecting,
    names: Mapping[str, str],
    details: Mapping[str, str],
) -> Words:
    """What a notice says.

    ``names`` are those of all components; ``details`` are for operators, by component, and may be
    anything that a server says: whom a notice must not tell them has none.
    """
    match notice:
        case Published():
            return _published(notice)
        case SiteFaulty(faults):
            title = texts(
                "{count} mistake in the site’s files", "{count} mistakes in the site’s files", len(faults)
            )
            return Words(Event.SITE_FAULT, title, tuple(verbatim(fault) for fault in faults[:_MOST]))
        case GitChanged(since):
            return _git(since)
        case Affecting():
            return _affecting(notice, names)
        case Changed(changes, good=True):
            return _recovered(changes)
        case Changed(changes):
            return _fallen(changes, names, details)


def event_of(change: Change, *, good: bool) -> Event:
    """What a change of a component is."""
    if good:
        return Event.RECOVERED
    if change.status is Status.UNKNOWN:
        return Event.UNKNOWN
    return Event.DEGRADED if change.status is Status.DEGRADED_PERFORMANCE else Event.DOWN


def _wants(event: Event, channel: Channel) -> bool:
    return channel.what is What.EVENTS and (not channel.events or event in channel.events)


def _wants_change(change: Change, good: bool, channel: Channel) -> bool:
    of_interest = not channel.components or change.component.id in channel.components
    grave = change.worst.rank >= channel.at_least.rank
    return of_interest and grave and _wants(event_of(change, good=good), channel)


def _wants_provider(notice: Affecting, channel: Channel) -> bool:
    of_interest = not channel.components or bool(notice.concerned & channel.components)
    return (
        of_interest
        and SIGNS[notice.verdict].rank >= channel.at_least.rank
        and _wants(Event.PROVIDER, channel)
    )


def _wants_update(post: PostNow, channel: Channel) -> bool:
    if channel.what is What.FEEDS or (
        channel.what is What.EVENTS and not _wants(_KIND[post.post.kind], channel)
    ):
        return False
    named = {one.id for one in post.affected}
    if channel.components and named and not named & channel.components:
        return False
    bad = _AS_BAD_AS.get(post.impact, Status.OPERATIONAL)
    return post.post.kind is Kind.MAINTENANCE or bad.rank >= channel.at_least.rank


def _git(since: datetime | None) -> Words:
    if since is None:
        return Words(Event.GIT_FAILING, text("The site’s repository can be followed again"))
    title = text("The site’s repository can’t be followed since {since}", since=since)
    return Words(Event.GIT_FAILING, title, (text("New posts don’t arrive; the log says why."),))


def _affecting(notice: Affecting, names: Mapping[str, str]) -> Words:
    cause, first = notice.cause, notice.cause.standings[0]
    path = "/providers/" if len(cause.standings) > 1 else f"/providers/{first.provider.id}/"
    if notice.over:
        title = text("{provider} puts nothing of ours at risk any more", provider=cause.called)
        return Words(Event.PROVIDER, title, (answer(first, names),), path, Status.OPERATIONAL)
    spoken = [row for row in cause.rows if row.verdict is not Verdict.NOT_AFFECTED]
    return Words(
        Event.PROVIDER,
        text("{provider} {report}", provider=cause.called, report=reported(cause)),
        (
            *(said for verdict, said in answers(cause, names) if verdict is not Verdict.NOT_AFFECTED),
            *(row.evidence for row in spoken[:_MOST]),
        ),
        path,
        SIGNS[notice.verdict],
        tuple(row.component for row in spoken),
    )


def _published(notice: Published) -> Words:
    item = notice.item
    title = Text("[{state}] {title}", (("state", STATE[item.state]), ("title", item.post.post.title)))
    said = verbatim(item.update.body.strip()) if item.update else clock_text(item)
    affected = tuple(one.name for one in item.post.affected)
    anchor = f"#update-{item.update.id}" if item.update else ""
    now = [one.now or one.worst or Status.OPERATIONAL for one in item.post.affected]
    return Words(
        _KIND[item.post.post.kind],
        title,
        (
            *([said] if said else []),
            *([text("Concerns: {names}", names=listed(affected, _NAMED))] if affected else []),
        ),
        f"/incidents/{item.address}/{anchor}",
        Status.OPERATIONAL if item.state in ENDED else worst(now),
        tuple(one.id for one in item.post.affected),
    )


def _fallen(changes: Sequence[Change], names: Mapping[str, str], details: Mapping[str, str]) -> Words:
    now = [one.component for one in changes if one.brief is None]
    brief = [_was_brief(one) for one in changes if one.brief is not None]
    gravest = max(changes, key=lambda one: one.status.rank)
    lines = [_why(one.component, details.get(one.component.id, "")) for one in changes[:_MOST]]
    return Words(
        event_of(gravest, good=False),
        joined((*clauses_of(now, names), *brief)),
        tuple(line for line in lines if line),
        _path(changes),
        worst(one.component.status for one in changes),
        tuple(one.component.id for one in changes),
    )


def _recovered(changes: Sequence[Change]) -> Words:
    unknown = [one.component.name for one in changes if one.before is Status.UNKNOWN]
    bad = [one.component.name for one in changes if one.before is not Status.UNKNOWN]
    said = []
    if bad:
        said.append(texts("{names} works again", "{names} work again", len(bad), names=listed(bad, _NAMED)))
    if unknown:
        said.append(
            texts(
                "{names} is measured again, and works",
                "{names} are measured again, and work",
                len(unknown),
                names=listed(unknown, _NAMED),
            )
        )
    lines = [_lasted(one.component) for one in changes[:_MOST] if one.before is not Status.UNKNOWN]
    return Words(
        Event.RECOVERED,
        joined(tuple(said)),
        tuple(line for line in lines if line),
        _path(changes),
        Status.OPERATIONAL,
        tuple(one.component.id for one in changes),
    )


def _why(component: ComponentNow, detail: str) -> Text:
    """Why a component is as it is."""
    told = " ".join(detail.split())[:_LONGEST]
    if component.reason and told:
        return text("{name}: {reason} ({detail})", name=component.name, reason=component.reason, detail=told)
    return (
        text("{name}: {reason}", name=component.name, reason=component.reason)
        if component.reason
        else Text("")
    )


def _was_brief(change: Change) -> Text:
    name, since = change.component.name, change.brief.since if change.brief else None
    if since is None:
        return text("{name} works again", name=name)
    if change.status is Status.DEGRADED_PERFORMANCE:
        return text("{name} was slow or unstable at {since}, for a short while", name=name, since=since)
    return text("{name} was down at {since}, for a short while", name=name, since=since)


def _lasted(component: ComponentNow) -> Text:
    """Since when a component works, and how long it did not."""
    since = component.since
    if since is None:
        return Text("")
    seen = [span for span in reversed(component.spans) if not span.declared]
    past = dropwhile(lambda span: span.status is Status.OPERATIONAL, seen)
    bad = list(takewhile(lambda span: span.status is not Status.OPERATIONAL, past))
    if not bad:
        return text("{name} works since {since}.", name=component.name, since=since)
    lasted = (bad[0].end or since) - bad[-1].start
    return text(
        "{name} works again since {since}, after {lasted}.", name=component.name, since=since, lasted=lasted
    )


def _path(changes: Sequence[Change]) -> str:
    return f"/components/{changes[0].component.id}/" if len(changes) == 1 else "/"
