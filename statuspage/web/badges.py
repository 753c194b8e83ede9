"""Badges: a word about the page or a component, for other people's pages (shields.io has the shape)."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from flask import Blueprint, Response

from statuspage.decide.days import DAYS_SHOWN
from statuspage.decide.feed import concerning
from statuspage.decide.history import uptime_of_days
from statuspage.decide.standing_words import in_a_word
from statuspage.model.post import Kind
from statuspage.model.snapshot import PostNow, Snapshot
from statuspage.model.status import Status
from statuspage.model.text import Text, text, verbatim
from statuspage.web import words
from statuspage.web.answers import answer, for_all
from statuspage.web.badgesvg import Badge, Colour, badge_svg
from statuspage.web.filters import good_share
from statuspage.web.public import Arguments, component_of, public, snapshot
from statuspage.web.reach import standing_of
from statuspage.web.say import language, local, say_plain
from statuspage.web.shapes import BadgeBody

blueprint = Blueprint("badges", __name__)

_COLOUR: dict[Status, Colour] = {
    Status.OPERATIONAL: "brightgreen",
    Status.UNDER_MAINTENANCE: "blue",
    Status.UNKNOWN: "lightgrey",
    Status.DEGRADED_PERFORMANCE: "yellow",
    Status.PARTIAL_OUTAGE: "orange",
    Status.MAJOR_OUTAGE: "red",
}

_KEEP = 300
"""Seconds that shields.io keeps a badge at the least."""

_FAIR, _GOOD = 0.99, 0.999
"""Shares of good time from which uptime is yellow, and green."""


def status_badge(id_: str) -> Badge:
    """How the page or a component is."""
    now = snapshot()
    if id_ == "page":
        if now.status is Status.OPERATIONAL and not any(one.measured for one in now.components):
            return _badge(now.page.name, text("No problem reported"), Status.UNKNOWN)
        return _badge(now.page.name, words.STATUS[now.status], now.status)
    one = component_of(id_)
    measured = one.measured or one.status is not Status.OPERATIONAL
    return _badge(one.name, verbatim(words.state_of(one)), one.status if measured else Status.UNKNOWN)


def uptime_badge(id_: str, days: int) -> Badge:
    """The share of good time in the last so many days of the site, today among them."""
    one = component_of(id_)
    first = local(snapshot().generated_at).date() - timedelta(days=days - 1)
    told = uptime_of_days((day for day in one.days if day.date >= first), snapshot().generated_at)
    ratio = told.ratio
    label = text("{name}, {days} days", name=one.name, days=days)
    if ratio is None:
        return _coloured(label, text("nothing measured yet"), "lightgrey")
    colour: Colour = "brightgreen" if ratio >= _GOOD else "yellow" if ratio >= _FAIR else "red"
    return _coloured(label, good_share(ratio, told.measured), colour)


def last_incident_badge(id_: str) -> Badge:
    """When the last incident was, or since when one goes on."""
    now = snapshot()
    posts = now.posts if id_ == "page" else concerning(now.posts, component_of(id_).id)
    name = now.page.name if id_ == "page" else component_of(id_).name
    label = text("{name}: last incident", name=name)
    last = next((post for post in posts if post.post.kind is Kind.INCIDENT), None)
    if last is None:
        return _coloured(label, text("none"), "lightgrey")
    if last.open:
        return _coloured(label, text("since {day}", day=_day(last)), "orange")
    return _coloured(label, verbatim(_day(last)), "blue")


def provider_badge(id_: str) -> Badge:
    """Whether we are affected by a provider's trouble."""
    one = standing_of(id_)
    return _coloured(
        text("Affected by {name}?", name=one.provider.name), in_a_word(one), _COLOUR[words.SIGNS[one.verdict]]
    )


_MAKERS: dict[str, tuple[Callable[[str], Badge], bool, bool]] = {
    "": (status_badge, True, False),
    "/last-incident": (last_incident_badge, True, False),
    "/uptime-30d": (lambda id_: uptime_badge(id_, 30), False, True),
    "/uptime-90d": (lambda id_: uptime_badge(id_, DAYS_SHOWN), False, True),
}
"""What there is below ``/badges/ID``: how it is made, whether of the page, whether of measured ones only."""


def _add(rule: str, endpoint: str, make: Callable[[str], Badge], ids: Arguments) -> None:
    """Add the addresses of a badge: as a picture, and as data for shields.io."""

    def picture(id_: str) -> Response:
        return for_all(Response(badge_svg(make(id_)), content_type="image/svg+xml; charset=utf-8"))

    def data(id_: str) -> Response:
        made = make(id_)
        body: BadgeBody = {
            "schemaVersion": 1,
            "label": made.label,
            "message": f"{made.message}, {made.as_of}",
            "color": made.colour,
            "cacheSeconds": _KEEP,
        }
        return answer(body)

    blueprint.add_url_rule(f"{rule}.svg", f"{endpoint}_svg", public(ids)(picture))
    blueprint.add_url_rule(f"{rule}.json", f"{endpoint}_json", public(ids)(data))


def _ids(*, of_page: bool, measured: bool) -> Arguments:
    def ids(now: Snapshot) -> Iterator[dict[str, str]]:
        if of_page:
            yield {"id_": "page"}
        yield from ({"id_": one.id} for one in now.components if one.measured or not measured)

    return ids


for _name, (_make, _of_page, _measured) in _MAKERS.items():
    _endpoint = _name.strip("/").replace("-", "_") or "status"
    _add(f"/badges/<id_>{_name}", _endpoint, _make, _ids(of_page=_of_page, measured=_measured))

_add(
    "/badges/providers/<id_>",
    "provider",
    provider_badge,
    lambda now: ({"id_": one.id} for one in now.providers if one.shown),
)


def _badge(label: str, message: Text, status: Status) -> Badge:
    return _coloured(verbatim(label), message, _COLOUR[status])


def _coloured(label: Text, message: Text, colour: Colour) -> Badge:
    at = snapshot().generated_at
    as_of = text("as of {time} UTC, {day}", time=f"{at:%H:%M}", day=language().day_of_year(at.date()))
    return Badge(say_plain(label), say_plain(message), say_plain(as_of), colour)


def _day(post: PostNow) -> str:
    return language().day(local(post.started_at))
