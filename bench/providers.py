"""What it costs to read a provider's document of 5 MB."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from bench.figures import Figure
from bench.settings import Settings
from statuspage.model.provider import Match
from statuspage.providers import Document, Options, read

_NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_SIZE = 5_000_000
_WANTED = 150.0
_WORDS = "Requests to the API of this region fail more often than usual; we look for the cause. " * 8


def measure(settings: Settings) -> Iterator[Figure]:
    """Read a status document and a feed, whole and narrowed, beside what parsing the JSON alone takes."""
    rounds = 3 if settings.quick else 9
    page = _page()
    bare = min(_spent(lambda: json.loads(page)) for _ in range(rounds))
    for name, match in (("5 MB status document", ()), ("the same, one component of it", ("Region 7 - *",))):
        spent = _reading("statuspage", page, match, rounds)
        against = f"JSON alone {bare:.0f} ms"
        yield Figure(
            name, f"{spent:.0f} ms", against, f"{spent / bare:.1f}", f"{_WANTED:.0f} ms", spent <= _WANTED
        )
    feed = _feed()
    yield Figure("5 MB feed", f"{_reading('rss', feed, (), rounds):.0f} ms")


def _reading(format_: str, body: bytes, match: tuple[str, ...], rounds: int) -> float:
    options = Options(Match(match))
    return min(_spent(lambda: read(format_, Document(body), options, _NOW)) for _ in range(rounds))


def _spent(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _page() -> bytes:
    """A page with 2,000 components and open incidents up to the size."""
    components = [
        {
            "id": f"c{i}",
            "name": f"Zone {i}",
            "status": "operational",
            "group": False,
            "group_id": f"g{i % 50}",
        }
        for i in range(2000)
    ]
    groups = [
        {"id": f"g{i}", "name": f"Region {i}", "status": "operational", "group": True} for i in range(50)
    ]
    whole = {
        "page": {"id": "p", "name": "Made", "updated_at": "2026-11-23T11:00:00.000Z"},
        "status": {"indicator": "minor", "description": "Minor Service Outage"},
        "components": [*components, *groups],
        "incidents": [_incident(0, components)],
    }
    one = len(json.dumps(whole["incidents"][0]))  # type: ignore[index]
    whole["incidents"] = [_incident(i, components) for i in range(_SIZE // one)]
    return json.dumps(whole).encode()


def _incident(number: int, components: list[dict[str, object]]) -> dict[str, object]:
    updates = [
        {"status": "investigating", "body": _WORDS, "display_at": f"2026-11-23T1{i}:00:00.000Z"}
        for i in range(2)
    ]
    return {
        "id": f"i{number}",
        "name": f"Errors in zone {number}",
        "status": "investigating",
        "impact": "minor",
        "started_at": "2026-11-23T10:00:00.000Z",
        "incident_updates": updates,
        "components": components[number % 1990 : number % 1990 + 3],
    }


def _feed() -> bytes:
    item = (
        "<item><title>Errors</title><guid>https://status.example.com/incidents/{}</guid>"
        "<pubDate>Mon, 23 Nov 2026 11:00:00 +0000</pubDate>"
        "<description>&lt;p&gt;&lt;strong&gt;Resolved&lt;/strong&gt; - "
        + _WORDS
        + "&lt;/p&gt;</description></item>"
    )
    items = "".join(item.format(i) for i in range(_SIZE // len(item)))
    return f"<rss version='2.0'><channel><title>Made</title>{items}</channel></rss>".encode()
