"""A look at the page as it is served: its clock, its age, and what it loads from elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from statuspage.doctor.deadline import Deadline
from statuspage.doctor.examined import Examined, Level
from statuspage.glance.own import PATH, instant
from statuspage.timeutil import format_instant, utc_now
from statuspage.transport import Fetch, TransportError, fetch, prepare

_PATIENCE = timedelta(seconds=5)
_MOST_SNAPSHOT = 5_000_000
_CLOCK = timedelta(seconds=5)
"""So far may two clocks be apart: headers tell whole seconds, and answers take time."""

_LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "use": "href"}
_LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon"}


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What came of it: looks, and the addresses of other hosts that the page loads something from."""

    examined: tuple[Examined, ...]
    assets: tuple[str, ...] = ()


def see(url: str, deadline: Deadline) -> SeenPage:
    """Fetch the page and its ``snapshot.json``. Never raises."""
    began = utc_now()
    try:
        answer = fetch(prepare(url + "/"), timeout=min(_PATIENCE, deadline.left))
    except (TransportError, ValueError) as error:
        why = error.sentence if isinstance(error, TransportError) else error
        unseen = Examined("page", Level.UNKNOWN, f"The page can't be read: {why}.")
        return SeenPage((unseen, Examined("clock", Level.UNKNOWN, "No page to compare this clock with.")))
    page = Examined("page", Level.FINE, f"The page answers with status {answer.status}.")
    if answer.status != 200:
        page = Examined("page", Level.WARNING, f"The page answers with status {answer.status}, not with 200.")
    clock = clock_by(answer.headers, began, utc_now())
    age = _age(url, deadline)
    return SeenPage((page, clock, age), foreign(answer, url))


def clock_by(headers: Mapping[str, str], began: datetime, ended: datetime) -> Examined:
    """Compare this machine's clock with a Date header (RFC 9110, section 6.6.1) and an Age beside it."""
    try:
        dated = parsedate_to_datetime(headers.get("Date", "")).replace(tzinfo=UTC)
        dated += timedelta(seconds=int(headers.get("Age", "0")))
    except (ValueError, TypeError, OverflowError):
        return Examined("clock", Level.UNKNOWN, "The page tells no time to compare this clock with.")
    off = began - dated if began > dated else dated - ended
    off = max(timedelta(0), off)
    if off <= _CLOCK:
        return Examined("clock", Level.FINE, "This machine's clock agrees with that of the page's host.")
    way = "ahead of" if began > dated else "behind"
    return Examined(
        "clock",
        Level.WARNING,
        f"This machine's clock is {off.total_seconds():.0f} s {way} that of the page's host.",
        "Let the time service set it: timedatectl set-ntp true",
    )


def foreign(answer: Fetch, url: str) -> tuple[str, ...]:
    """Addresses, one a host, that the page at ``url`` leads on to or loads from, but for its own host."""
    parser = _Loaded()
    try:
        parser.feed(answer.body.decode("utf-8", "replace"))
    except (AssertionError, ValueError):  # html.parser, on markup that is none
        return ()
    own, hosts = urlsplit(url).hostname, dict[str, str]()
    for address in (answer.url, *parser.found):
        try:
            absolute = urljoin(answer.url, address)
            host = urlsplit(absolute).hostname
        except ValueError:
            continue
        if host and host != own:
            hosts.setdefault(host, absolute)
    return tuple(hosts.values())


class _Loaded(HTMLParser):
    """Collects what a browser fetches by itself to show a page; styles' own imports are not looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and not _LOADED_LINKS & set(given.get("rel", "").lower().split()):
            return
        if address := given.get(_LOADS.get(tag, "")):
            self.found.append(address.strip())


def _age(url: str, deadline: Deadline) -> Examined:
    """Whether the page that is served may still be believed."""
    try:
        answer = fetch(prepare(url + PATH), timeout=min(_PATIENCE, deadline.left), max_body=_MOST_SNAPSHOT)
        said = json.loads(answer.body) if answer.status == 200 and answer.whole else None
    except (TransportError, ValueError, RecursionError):
        said = None
    until = instant(said.get("valid_until")) if isinstance(said, dict) else None
    if until is None:
        return Examined("age", Level.UNKNOWN, "What the page says of its age could not be read.")
    if until <= utc_now():
        help_ = "See that its maker runs and can publish."
        told = f"The page that is served was to be believed until {format_instant(until)} only."
        return Examined("age", Level.WRONG, told, help_)
    return Examined("age", Level.FINE, f"The page may be believed until {format_instant(until)}.")
