"""Google Cloud and Google Workspace: ``incidents.json``, a history; what has no end goes on."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from statuspage.model.provider import Event, Match, Reading
from statuspage.model.status import Status
from statuspage.model.text import text
from statuspage.providers.clean import instant, key, line, mapping, names, past, sequence, web_address
from statuspage.providers.document import Document, Options, Unreadable, load_json, not_status
from statuspage.providers.liveness import SKEW, SPEAKS_WITHIN, alive_until, checked
from statuspage.providers.settle import Found, Told, settle

_IMPACTS = {
    "SERVICE_OUTAGE": Status.MAJOR_OUTAGE,
    "SERVICE_DISRUPTION": Status.DEGRADED_PERFORMANCE,
    "SERVICE_INFORMATION": Status.DEGRADED_PERFORMANCE,
    "AVAILABLE": Status.DEGRADED_PERFORMANCE,
}
_SEVERITIES = {
    "high": Status.MAJOR_OUTAGE,
    "medium": Status.DEGRADED_PERFORMANCE,
    "low": Status.DEGRADED_PERFORMANCE,
}
_HOME = "https://status.cloud.google.com/"
_PLACE = re.compile(r"[a-z]+-[a-z]+\d*(?:-[a-z])?")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>-])")


def read(document: Document, options: Options, now: datetime) -> Reading:
    """Read the history of incidents. Raises Unreadable."""
    listed = load_json(document)
    if not isinstance(listed, list):
        raise not_status("the JSON is not a list")
    if not listed:
        raise Unreadable(text("answers with nothing"), "the history has no incident, not even an old one")
    entries = [mapping(one) for one in listed]
    sound = [one for one in entries if _is_incident(one)]
    if not sound:
        raise not_status("the JSON lists no incidents")
    page = document.url or _HOME
    events = [_event(one, page, options.match, now) for one in sound if not _is_over(one, now)]
    newest = max((m for one in sound if (m := past(one.get("modified"), now))), default=None)
    limit = alive_until(newest, SPEAKS_WITHIN)
    broken = len(entries) - len(sound)
    told = Told(None, events=events, broken=broken, as_of=newest, valid_until=limit)
    reading = settle(told, options.match, now)
    return checked(reading, now) if newest else reading


def _is_incident(entry: Mapping[str, Any]) -> bool:
    return bool(key(entry.get("id")) and instant(entry.get("begin")) and key(entry.get("status_impact")))


def _is_over(entry: Mapping[str, Any], now: datetime) -> bool:
    """An end that lies ahead is none yet."""
    end = instant(entry.get("end"))
    return end is not None and end <= now + SKEW


def _event(entry: Mapping[str, Any], page: str, match: Match, now: datetime) -> Found:
    last = mapping(entry.get("most_recent_update"))
    event = Event(
        id=line(entry["id"]),
        title=line(_plain(entry.get("external_desc"))) or "–",
        status=_status(entry),
        started_at=past(entry.get("begin"), now),
        updated_at=past(last.get("when") or entry.get("modified"), now),
        url=_address(page, entry.get("uri")),
    )
    return Found(event, tuple(_things(entry, match)), _plain(last.get("text")))


def _status(entry: Mapping[str, Any]) -> Status:
    """By its impact, where that is a word that we know, else by its severity; open is never fine."""
    by_severity = _SEVERITIES.get(key(entry.get("severity")), Status.DEGRADED_PERFORMANCE)
    return _IMPACTS.get(key(entry.get("status_impact")), by_severity)


def _things(entry: Mapping[str, Any], match: Match) -> Iterator[tuple[str, ...]]:
    """Products and places. Where one of the two is not told, any may be meant."""
    products = [mapping(one) for one in sequence(entry.get("affected_products"))]
    places = [mapping(one) for one in sequence(entry.get("currently_affected_locations"))]
    places = places or [mapping(one) for one in sequence(entry.get("previously_affected_locations"))]
    for one in products:
        yield names((one.get("current_title") or one.get("title"), one.get("title"), one.get("id")))
    for one in places:
        yield names((one.get("title"), one.get("id")))
    if not products and not places:
        return
    for part in match.parts:
        if not (places if _PLACE.fullmatch(part) else products):
            yield (part,)


def _plain(said: object) -> object:
    """Markdown without the strokes that keep its signs from being read as such."""
    return _ESCAPED.sub(r"\1", said[:20_000]) if isinstance(said, str) else said


def _address(page: str, uri: object) -> str | None:
    try:
        return web_address(urljoin(page, uri)) if isinstance(uri, str) else None
    except ValueError:
        return None
