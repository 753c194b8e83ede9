"""What was posted of the troubles of a made-up past, in words that fit any component."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from statuspage.demo.troubles import Trouble
from statuspage.model.post import Kind, State
from statuspage.model.site import Site
from statuspage.model.status import Status, Verdict
from statuspage.site.layout import plain_style
from statuspage.site.write import Entry, NewPost, post_text, section_text, slug

_MINUTE = timedelta(minutes=1)
_SPOKEN = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class _Story:
    """A kind of trouble in words: its title, with ``{name}``, and what each update says."""

    title: str
    investigating: str
    identified: str
    monitoring: str
    resolved: str


_STORIES: Mapping[Status, Sequence[_Story]] = {
    Status.DEGRADED_PERFORMANCE: (
        _Story(
            "Slow answers: {name}",
            "Pages open, but late: two to three seconds instead of a fraction of one. Nothing is lost. "
            "We are looking for the cause.",
            "A report that runs once a week reads far more than it should. We have stopped it.",
            "Answers are as fast as usual again. We keep watching.",
            "It has stayed fast. The report now runs at night, on a copy.",
        ),
        _Story(
            "Delays: {name}",
            "Since a few minutes ago everything takes longer than it should. It works if you wait.",
            "One of two machines was taken out for an update and not put back. It is coming back now.",
            "Both machines share the work again, and the delay is gone.",
            "No delay since. An update now ends by counting the machines that work.",
        ),
    ),
    Status.PARTIAL_OUTAGE: (
        _Story(
            "Some requests fail: {name}",
            "Part of what you ask for is answered with an error. Trying again often helps.",
            "This morning's new version has a mistake. We are going back to the one before.",
            "The version before is running, and the errors have stopped.",
            "No error since. The mistake is found, and there is now a test that finds it.",
        ),
        _Story(
            "Missing content: {name}",
            "Some pages open without their content. What you saved is safe.",
            "A disk that holds part of the content is not attached. We are attaching it.",
            "The content is back where it belongs.",
            "Every page that we tried is whole. The disk is now attached by a rule, not by hand.",
        ),
    ),
    Status.MAJOR_OUTAGE: (
        _Story(
            "Out of reach: {name}",
            "It does not answer at all. We are on it, and write again within half an hour.",
            "A machine stopped and its stand-in did not take over. We are starting it by hand.",
            "It answers again. Work that was under way when it stopped has to be begun anew.",
            "All is well since. The stand-in waited for a word that only the broken machine could give.",
        ),
    ),
}

_POSTMORTEM = """We have looked back at this with some distance.

- **What happened**: the trouble began with a change of ours, not with an attack and not with a supplier.
- **What took long**: finding out which of two machines was to blame.
- **What we change**: each change is now made on one machine first and left there for an hour."""


def posts(
    site: Site, found: Sequence[Trouble], *, history: timedelta, now: datetime, ahead: bool = True
) -> dict[str, str]:
    """The texts of posts by their file names: of every posted trouble, and an advisory.

    With ``ahead`` there is a maintenance to come, too.
    Each names what its trouble hit, from a few minutes after its start, and ends with it.
    """
    names = {one.id: one.name for one in site.components}
    write = partial(_file, site)
    told = [one for one in found if one.posted]
    incidents = [one for one in told if one.kind == "incident"]
    texts: dict[str, str] = {}
    for number, one in enumerate(told):
        if one.kind == "maintenance":
            texts |= write(*_maintenance_done(one))
        else:
            late = one is incidents[-1] or now - one.end < timedelta(days=3)
            worst = not late and len(one.statuses) == max(len(other.statuses) for other in incidents[:-1])
            texts |= write(*_incident(one, names, number, postmortem=worst))
    if history >= timedelta(days=3):
        provider = next((one.id for one in site.providers), "example-storage")
        texts |= write(*_advisory(now - history * 0.2, provider))
    if ahead and names:
        texts |= write(*_maintenance_ahead(site, now))
    return texts


def _file(site: Site, new: NewPost, entries: Sequence[Entry]) -> dict[str, str]:
    style = plain_style(site.zone)
    sections = "\n\n".join(section_text(entry, style) for entry in entries)
    first = entries[0].at if not new.starts else entries[-1].at
    day = f"{first.astimezone(site.zone):%Y-%m-%d}"
    return {f"{day}-{slug(new.title, list(new.components), new.kind)}.md": post_text(new, sections)}


def _incident(
    one: Trouble, names: Mapping[str, str], number: int, *, postmortem: bool
) -> tuple[NewPost, list[Entry]]:
    root, status = next(iter(one.statuses.items()))
    stories = _STORIES[status]
    story = stories[number % len(stories)]
    new = NewPost(
        Kind.INCIDENT, story.title.format(name=names[root]), State.INVESTIGATING, dict(one.statuses)
    )
    return new, list(_updates(one, story, postmortem))


def _updates(one: Trouble, story: _Story, postmortem: bool) -> Iterator[Entry]:
    """Posted minutes after it began; the update that calls it over is dated when it was."""
    first, over = _minute(one.start) + 3 * _MINUTE, _minute(one.end)
    lasts = over - first
    yield Entry(first, State.INVESTIGATING, story.investigating)
    if lasts > 4 * _MINUTE:
        yield Entry(_minute(first + lasts * 0.5), State.IDENTIFIED, story.identified)
    fine = dict.fromkeys(one.statuses, Status.OPERATIONAL)
    yield Entry(max(over, first + _MINUTE), State.MONITORING, story.monitoring, fine)
    yield Entry(over + timedelta(minutes=50), State.RESOLVED, story.resolved)
    if postmortem:
        yield Entry(_minute(over + timedelta(days=2, hours=3)), State.POSTMORTEM, _POSTMORTEM)


def _maintenance_done(one: Trouble) -> tuple[NewPost, list[Entry]]:
    starts = one.start - timedelta(minutes=20)
    new = NewPost(
        Kind.MAINTENANCE,
        "New disks for the storage",
        State.SCHEDULED,
        dict.fromkeys(one.statuses),
        starts=_spelled(starts),
        ends=_spelled(starts + timedelta(hours=2)),
    )
    return new, [
        Entry(
            starts - timedelta(days=8, hours=-4),
            State.SCHEDULED,
            "We move to new disks. Expect a break of about half an hour within these two hours.",
        ),
        Entry(starts + timedelta(minutes=2), State.IN_PROGRESS, "We have begun."),
        Entry(
            _minute(one.end) + 3 * _MINUTE,
            State.VERIFYING,
            "All runs from the new disks. We are comparing old and new.",
        ),
        Entry(
            starts + timedelta(minutes=95),
            State.COMPLETED,
            "Every file agrees. There is twice the room now.",
        ),
    ]


def _maintenance_ahead(site: Site, now: datetime) -> tuple[NewPost, list[Entry]]:
    day = (now + timedelta(days=6)).astimezone(site.zone)
    starts = day.replace(hour=6, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
    new = NewPost(
        Kind.MAINTENANCE,
        "A new core switch",
        State.SCHEDULED,
        dict.fromkeys(one.id for one in site.components[:6]),
        starts=_spelled(starts),
        ends=_spelled(starts + timedelta(hours=2)),
    )
    body = (
        "We replace the switch that our servers hang on. Expect two breaks of up to ten minutes. "
        "The present one has no fault, and we would like to keep it that way."
    )
    return new, [Entry(_minute(now - timedelta(hours=20)), State.SCHEDULED, body)]


def _advisory(at: datetime, provider: str) -> tuple[NewPost, list[Entry]]:
    begin = _minute(at)
    new = NewPost(
        Kind.ADVISORY,
        "A large storage provider is failing; our services are not affected",
        State.INVESTIGATING,
        provider=provider,
        verdict=Verdict.NOT_AFFECTED,
    )
    return new, [
        Entry(
            begin,
            State.INVESTIGATING,
            "Many websites are failing or loading without their pictures. Our own checks all pass; "
            "we are going through everything that we run to see whether any of it depends on that provider.",
            verdict=Verdict.UNKNOWN,
        ),
        Entry(
            begin + timedelta(minutes=25),
            State.IDENTIFIED,
            "All our services work without it. Other companies' services may still let you down today.",
            verdict=Verdict.NOT_AFFECTED,
        ),
        Entry(
            begin + timedelta(hours=4),
            State.RESOLVED,
            "The provider reports that all works again. We had no error that came from it.",
        ),
    ]


def _minute(instant: datetime) -> datetime:
    """The next whole minute."""
    whole = instant.replace(second=0, microsecond=0)
    return whole if whole == instant else whole + _MINUTE


def _spelled(instant: datetime) -> str:
    return f"{instant:{_SPOKEN}} UTC"
