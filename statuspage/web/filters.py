"""How instants, durations and shares are written in templates."""

from datetime import datetime, timedelta

from markupsafe import Markup

from statuspage.decide.days import DAYS_SHOWN
from statuspage.model.snapshot import Uptime
from statuspage.model.text import Text, text
from statuspage.site.images import Images
from statuspage.site.markdown import render
from statuspage.web.links import attachments
from statuspage.web.public import snapshot
from statuspage.web.say import language, local, say, timed, today


def markdown(text: str, *, whole: bool = False) -> Markup:
    """Markdown as HTML, its images by addresses for this page; ``whole`` ones hold wherever it is read."""
    images = Images(attachments(whole=whole), snapshot().attachments)
    return Markup(render(text, images))  # noqa: S704 - cleaned by nh3


def when(instant: datetime, style: str = "full") -> Markup:
    """A ``<time>`` in the site's zone: ``full`` has date and time, ``day`` the date, ``clock`` the time.

    A time of the snapshot's own day is written without its date, except in ``full``.
    """
    return timed(instant, _by_the_clock(local(instant), style), style)


def _by_the_clock(moment: datetime, style: str) -> str:
    said = language()
    if style == "day":
        return said.day(moment)
    if style == "short":
        return said.instant(moment, today())
    if style == "full" or moment.date() != today():
        return f"{said.day(moment)}, {said.clock(moment)} {moment.tzname()}"
    clock = said.clock(moment, seconds=True)
    return f"{clock} {moment.tzname()}" if style == "clock" else clock


def lasting(span: timedelta) -> str:
    """A duration in its two largest units: ``2 h 5 min``, ``3 days 4 h``, ``40 s``."""
    return language().lasting(span)


def share(ratio: float) -> str:
    """A share of one as a percentage that is never rounded up to 100: ``99.93 %``."""
    hundredths = int(ratio * 10000)
    return language().percent(hundredths / 10000, 0 if hundredths == 10000 else 2)


def good_share(ratio: float, measured: float) -> Text:
    """The share of good time, and of what: ``99.93 % up``, ``99.93 % of the 97.12 % measured``."""
    if measured >= 1:
        return text("{share} up", share=share(ratio))
    return text("{share} of the {measured} measured", share=share(ratio), measured=share(measured))


def uptime_words(uptime: Uptime | None) -> Markup:
    """Uptime, its time and the share measured: ``90 days: 99.93 % of the 97.12 % measured``."""
    if uptime is None or uptime.ratio is None:
        return say(text("nothing measured yet"))
    days = local(uptime.end).date() - local(uptime.start).date()
    said = good_share(uptime.ratio, uptime.measured)
    if days.days + 1 >= DAYS_SHOWN:
        return say(text("{days} days: {uptime}", days=DAYS_SHOWN, uptime=said))
    return say(text("{uptime} since {start}", uptime=said, start=uptime.start))


def after_words(html: Markup) -> Markup:
    """Rendered Markdown as it follows words in a paragraph that is still open."""
    opening = "<p>"
    return Markup(html[len(opening) :] if html.startswith(opening) else f"</p>{html}")  # noqa: S704 - clean before
