"""Amazon Web Services: ``currentevents``, JSON in UTF-16, and the feeds of status.aws.amazon.com.

The JSON lists what goes on or just ended; an empty list is all clear.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from statuspage.model.provider import Event, Match, Reading
from statuspage.model.status import Status, worst
from statuspage.providers import awsfeed
from statuspage.providers.awsfeed import may_mean
from statuspage.providers.clean import line, mapping, names, past, sequence
from statuspage.providers.document import Document, Options, load_json, not_status
from statuspage.providers.settle import Found, Told, settle

_STATUSES = {
    "0": Status.OPERATIONAL,
    "1": Status.DEGRADED_PERFORMANCE,
    "2": Status.DEGRADED_PERFORMANCE,
    "3": Status.PARTIAL_OUTAGE,
}
"""A 1 is mere information where the type of the event is no operational issue."""


def read(document: Document, options: Options, now: datetime) -> Reading:
    """Read the current events, or a feed. Raises Unreadable."""
    if document.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return awsfeed.read(document, options, now)
    listed = load_json(document)
    if not isinstance(listed, list):
        raise not_status("the JSON is not a list")
    entries = [mapping(one) for one in listed]
    sound = [one for one in entries if _is_event(one)]
    if entries and not sound:
        raise not_status("the JSON lists no events")
    events = [found for one in sound for found in _event(one, options.match, now)]
    return settle(Told(None, events=events, broken=len(entries) - len(sound)), options.match, now)


def _is_event(entry: Mapping[str, Any]) -> bool:
    return isinstance(entry.get("service"), str) and _code(entry.get("status")) in _STATUSES


def _code(said: object) -> str:
    return f"{said}" if isinstance(said, (str, int)) and not isinstance(said, bool) else ""


def _event(entry: Mapping[str, Any], match: Match, now: datetime) -> Iterator[Found]:
    """The event, unless it is over, or over for all that is asked for."""
    impacted = {id_: _names(id_, one) for id_, one in mapping(entry.get("impacted_services")).items()}
    wide = tuple(_wide(entry))
    touched = [id_ for id_, called in impacted.items() if match and _is_watched(called, wide, match)]
    status = _status(entry["status"], entry)
    if status is not Status.OPERATIONAL and touched:
        status = worst(_watched(_status(_current(entry, id_), entry)) for id_ in touched)
    elif match and match.touches([entry["service"]]) and not entry["service"].startswith("multipleservices"):
        status = _watched(status)
    if status is not Status.OPERATIONAL:
        unlisted = () if impacted else may_mean(entry["service"], match)
        yield _found(entry, status, now, (*impacted.values(), *wide, tuple(unlisted)))


def _is_watched(called: tuple[str, ...], wide: tuple[tuple[str, ...], ...], match: Match) -> bool:
    """Whether a listed service itself is asked for, not only its region."""
    around = (name for names_ in wide for name in names_)
    return any(match.picks(name) for name in called) and match.touches((*called, *around))


def _current(entry: Mapping[str, Any], id_: str) -> object:
    """The code of a listed service at present."""
    return mapping(entry["impacted_services"][id_]).get("current")


def _watched(status: Status) -> Status:
    return Status.MAJOR_OUTAGE if status is Status.PARTIAL_OUTAGE else status


def _status(said: object, entry: Mapping[str, Any]) -> Status:
    code = _code(said)
    if code == "1" and "OPERATIONAL_ISSUE" not in str(entry.get("arn", "OPERATIONAL_ISSUE"))[:2000]:
        return Status.UNKNOWN
    return _STATUSES.get(code, Status.UNKNOWN)


def _wide(entry: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """What the whole event is about: a service, or many, and a region."""
    yield names((entry.get("service_name"), entry.get("service")))
    yield names((entry.get("region_name"), _region(entry)))


def _names(id_: str, service: object) -> tuple[str, ...]:
    return names((mapping(service).get("service_name"), id_))


def _region(entry: Mapping[str, Any]) -> str:
    """The region's id, which stands in the fourth place of an ARN."""
    return "".join(str(entry.get("arn", ""))[:2000].split(":")[3:4])


def _found(
    entry: Mapping[str, Any], status: Status, now: datetime, things: tuple[tuple[str, ...], ...]
) -> Found:
    log = [mapping(one) for one in sequence(entry.get("event_log"))]
    last = log[-1] if log else {}
    event = Event(
        id=line(entry.get("arn")) or line(f"{entry['service']}_{entry.get('date')}"),
        title=line(entry.get("summary")) or "–",
        status=status,
        started_at=past(entry.get("date"), now),
        updated_at=past(last.get("timestamp"), now) or past(entry.get("date"), now),
        url="https://health.aws.amazon.com/health/status",
    )
    return Found(event, things, last.get("message"))
