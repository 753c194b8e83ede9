"""The page seen from outside: whether it can be reached, and still be believed."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from statuspage.errors import StatusPageError
from statuspage.glance.read import read_page
from statuspage.model.notice import Channel, Event, Message, What
from statuspage.model.status import Status
from statuspage.notify import NotSent, send
from statuspage.sitefiles import open_site
from statuspage.timeutil import format_instant, utc_now

log = logging.getLogger("statuspage.watch")


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen of a page; ``words`` is one sentence."""

    good: bool
    words: str

    def __str__(self) -> str:
        return self.words


def look(url: str, now: datetime) -> Sight:
    """Ask the page at ``url`` for its state. Never raises; 20 s at most."""
    try:
        page = read_page(url)
    except StatusPageError as error:
        return Sight(False, str(error))
    if page.valid_until is not None and page.valid_until <= now:
        made = f", made {format_instant(page.at)}," if page.at else ""
        return Sight(
            False, f"What {url} says{made} may be believed no more since {format_instant(page.valid_until)}."
        )
    return Sight(True, f"{url} can be reached and is up to date.")


class Watcher:
    """Looks at a page, and has a site's ``[[notify]]`` told when that turns bad, and good again.

    Twice in a row it must be bad before anybody is told. Raises SiteError where the site can't be used.
    """

    def __init__(self, url: str, site: Path | None) -> None:
        self._url = url.rstrip("/")
        self._channels = open_site(site).site.channels if site is not None else ()
        self._bad_before = False
        self._told: dict[str, bool] = {}
        """By channel: whether it was last told that the page is good."""

    def look(self) -> Sight:
        """What is seen now. Never raises."""
        now = utc_now()
        sight = look(self._url, now)
        if sight.good or self._bad_before:
            for channel in self._channels:
                if self._told.get(channel.name, True) is not sight.good:
                    self._tell(channel, sight, now)
        self._bad_before = not sight.good
        return sight

    def _tell(self, channel: Channel, sight: Sight, now: datetime) -> None:
        """A channel that fails is told the next time."""
        event = Event.RECOVERED if sight.good else Event.UNKNOWN
        if channel.what is not What.EVENTS or (channel.events and event not in channel.events):
            return
        title = "The status page is up to date again" if sight.good else "The status page can't be believed"
        status = Status.OPERATIONAL if sight.good else Status.UNKNOWN
        id_ = f"watch-{format_instant(now)}-{event}"
        message = Message(id_, now, event, title, sight.words, f"{self._url}/", status)
        try:
            send(channel, message, now)
        except NotSent as error:
            log.warning("The notice for %s could not be sent and is tried again. %s", channel.name, error)
        else:
            self._told[channel.name] = sight.good
