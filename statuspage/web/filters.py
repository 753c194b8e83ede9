"""How instants, durations and shares are written in templates."""

from datetime import datetime, timedelta

from markupsafe import Markup

from statuspage.decide.days import DAYS_SHOWN
from statuspage.model.snapshot import Uptime
from statuspage.site.images import Images
from statuspage.site.markdown import render
from statuspage.timeutil import format_instant
from statuspage.web.links import attachments
from statuspage.web.public import snapshot


def markdown(text: str, *, whole: bool = False) -> Markup:
    """Markdown as HTML, its images by addresses for this page; ``whole`` ones hold wherever it is read."""
    images = Images(attachments(whole=whole), snapshot().attachments)
    return Markup(render(text, images))  # noqa: S704 - cleaned by nh3


def when(instant: datetime, style: str = "full") -> Markup:
    """A ``<time>`` in the site's zone: ``full`` has date and time, ``day`` the date, ``clock`` the time.

    A time of the snapshot's own day is written without its date, except in ``full``.
    """
    local = instant.astimezone(snapshot().page.zone)
    today = snapshot().generated_at.astimezone(snapshot().page.zone).date()
    day = f"{local.day} {local:%b %Y}"
    text = {
        "full": f"{day}, {local:%H:%M %Z}",
        "day": day,
        "clock": f"{local:%H:%M:%S %Z}" if local.date() == today else f"{day}, {local:%H:%M %Z}",
        "short": f"{local:%H:%M}" if local.date() == today else f"{day}, {local:%H:%M}",
    }[style]
    return Markup('<time datetime="{}">{}</time>').format(format_instant(instant), text)


def lasting(span: timedelta) -> str:
    """A duration in its two largest units: ``2 h 5 min``, ``3 days 4 h``, ``40 s``."""
    seconds = int(span.total_seconds())
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    parts = [
        f"{days} {'day' if days == 1 else 'days'}" if days else "",
        f"{hours} h" if hours else "",
        f"{minutes} min" if minutes else "",
        f"{seconds % 60} s" if seconds < 60 else "",
    ]
    return " ".join([part for part in parts if part][:2])


def share(ratio: float) -> str:
    """A share of one as a percentage that is never rounded up to 100: ``99.93 %``."""
    hundredths = int(ratio * 10000)
    return "100 %" if hundredths == 10000 else f"{hundredths / 100:.2f} %"


def uptime_words(uptime: Uptime | None) -> Markup:
    """Uptime, its time and the share measured: ``90 days: 99.93 % of the 97.1 % measured``."""
    if uptime is None or uptime.ratio is None:
        return Markup("nothing measured yet")
    zone = snapshot().page.zone
    days = uptime.end.astimezone(zone).date() - uptime.start.astimezone(zone).date()
    if uptime.measured >= 0.9995:
        words = f"{share(uptime.ratio)} up"
    else:
        words = f"{share(uptime.ratio)} of the {int(uptime.measured * 1000) / 10:.1f} % measured"
    if days.days + 1 >= DAYS_SHOWN:
        return Markup("{} days: {}").format(DAYS_SHOWN, words)
    return Markup("{} since {}").format(words, when(uptime.start, "short"))


def after_words(html: Markup) -> Markup:
    """Rendered Markdown as it follows words in a paragraph that is still open."""
    opening = "<p>"
    return Markup(html[len(opening) :] if html.startswith(opening) else f"</p>{html}")  # noqa: S704 - clean before
