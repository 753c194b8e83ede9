"""``/maintenance.ics``: planned work, for calendars to subscribe to (RFC 5545, RFC 5546, RFC 7986).

It says what was planned, not what is: its bytes change only with its events.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from statuspage.decide.posts import place
from statuspage.model.post import Kind
from statuspage.model.snapshot import PostNow, Snapshot
from statuspage.model.text import text
from statuspage.site.markdown import plain
from statuspage.timeutil import from_ms
from statuspage.web import words
from statuspage.web.answers import for_all
from statuspage.web.links import absolute
from statuspage.web.prints import print_of
from statuspage.web.public import public, snapshot
from statuspage.web.say import say_plain

if TYPE_CHECKING:
    from icalendar import Event

blueprint = Blueprint("calendar", __name__)

_KEPT = timedelta(days=90)
"""So long maintenance that is over stays in the calendar."""

_LOOK_AGAIN = timedelta(hours=1)

_MOST_WORDS = 2000
"""Letters of an update at most; the page has the rest."""

_UNTIL_KNOWN = timedelta(hours=1)
"""How long an event is drawn whose end is not known."""


@blueprint.get("/maintenance.ics")
@public(made_of=lambda now: [print_of(now, post) for post in _listed(now)])
def maintenance_ics() -> Response:
    """Maintenance to come, that goes on, and of the last 90 days."""
    from icalendar import Calendar

    now = snapshot()
    posts = _listed(now)
    calendar = Calendar()
    calendar.add("prodid", "-//statuspage//maintenance//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = say_plain(text("{name}: maintenance", name=now.page.name))
    for key in ("name", "x-wr-calname"):
        calendar.add(key, name)
    calendar.add("url", absolute("pages.index"))
    calendar.add("refresh-interval", _LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for post in posts:
        calendar.add_component(_event(post))
    response = Response(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response.last_modified = max(map(_changed_at, posts), default=from_ms(0))
    return for_all(response)


def _listed(now: Snapshot) -> list[PostNow]:
    return sorted((post for post in now.of_kind(Kind.MAINTENANCE) if _is_in(post, now)), key=place)


def _is_in(post: PostNow, now: Snapshot) -> bool:
    """What was called off stays until it would be past, so that calendars take it out."""
    kept = timedelta() if post.called_off else _KEPT
    return post.open or now.generated_at < _end(post) + kept


def _event(post: PostNow) -> "Event":
    from icalendar import Event

    written, changed = post.post, _changed_at(post)
    event = Event()
    # The authority of the site's id, not its host: an event stays the same when the page moves.
    event.add("uid", f"{written.id}@{snapshot().page.id.partition(',')[0]}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("created", written.updates[0].at)
    event.add("sequence", _sequence(post))
    event.add("dtstart", post.started_at)
    event.add("dtend", _end(post))
    event.add("summary", written.title)
    event.add("description", _description(post))
    event.add("url", absolute("pages.incident", id_=written.id))
    event.add("status", "CANCELLED" if post.called_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    if post.affected:
        event.add("categories", [one.name for one in post.affected])
    return event


def _description(post: PostNow) -> str:
    """Every update, newest first, in plain words."""
    told: Iterable[str] = (
        f"{say_plain(words.STATE[update.state])}: {plain(update.body, _MOST_WORDS)}"
        for update in reversed(post.post.updates)
    )
    return "\n\n".join(told)


def _end(post: PostNow) -> datetime:
    """The end that was planned; a calendar shows no event that ends before it begins."""
    ends = post.post.ends or post.started_at + _UNTIL_KNOWN
    return max(ends, post.started_at)


def _changed_at(post: PostNow) -> datetime:
    """When somebody last changed it; that the clock moves on changes nothing here."""
    said = [update.at for update in post.post.updates]
    return max(*said, post.post.changed_at or said[0])


def _sequence(post: PostNow) -> int:
    """Which revision it is (RFC 5546, section 2.1.4).

    The seconds from its first word to its last change: nobody counts revisions here, and this grows with
    each, whatever else is forgotten. One that is called off counts one more.
    """
    lasted = _changed_at(post) - post.post.updates[0].at
    return max(0, round(lasted.total_seconds())) + int(post.called_off)
