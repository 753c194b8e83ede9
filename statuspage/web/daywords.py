"""Days and months in words."""

from datetime import date, timedelta
from math import ceil

from markupsafe import Markup

from statuspage.decide.bar import Stretch
from statuspage.model.status import Status
from statuspage.model.text import Text, text
from statuspage.web.say import language, say, say_plain

_MINUTE = timedelta(minutes=1)

_WORST_FIRST = sorted(set(Status) - {Status.OPERATIONAL}, key=lambda status: -status.rank)


def day_name(day: date) -> str:
    """A day of a bar: ``22 Nov``; which year it is of goes without saying."""
    return language().day_of_year(day)


def month_name(month: date) -> str:
    """A month: ``November 2026``."""
    return language().month(month)


def spent(stretch: Stretch) -> Markup:
    """How days were spent that were not simply good: ``down 26 min, slow or unstable 5 min``."""
    day = stretch.first.day
    if day is None:
        return say(text("not measured"))
    seconds = [(status, day.seconds.get(status, 0.0)) for status in _WORST_FIRST]
    said = [
        say_plain(_spent(status, whole_minutes(timedelta(seconds=spent))))
        for status, spent in seconds
        if spent >= 1
    ]
    return say(", ".join(said))


def whole_minutes(span: timedelta) -> timedelta:
    """How long something was wrong, up to the minute: it is never told shorter than it was."""
    return span if span < _MINUTE else _MINUTE * ceil(span / _MINUTE)


def _spent(status: Status, span: timedelta) -> Text:
    time = language().lasting(span)
    match status:
        case Status.MAJOR_OUTAGE:
            return text("down {time}", time=time)
        case Status.PARTIAL_OUTAGE:
            return text("partly down {time}", time=time)
        case Status.DEGRADED_PERFORMANCE:
            return text("slow or unstable {time}", time=time)
        case Status.UNDER_MAINTENANCE:
            return text("maintenance {time}", time=time)
    return text("not measured {time}", time=time)
