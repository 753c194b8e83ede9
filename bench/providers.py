"""What it costs to read providers: a document of 5 MB, and a hundred of them every minute."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.figures import Figure
from bench.settings import Settings
from bench.target import target
from statuspage.model.provider import Match, Provider
from statuspage.model.site import Site
from statuspage.model.snapshot import Measurements
from statuspage.providerbook import ProviderBook
from statuspage.providers import Document, Options, read
from statuspage.providers.fetch import Sources
from statuspage.providerwatch import Desk
from statuspage.store.folder import prepare
from statuspage.store.writer import Batch, Writer

_NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_SIZE = 5_000_000
_WANTED = 150.0
_MANY = 100
_EVERY = timedelta(seconds=60)
_MOST_SHARE = 0.02
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
    yield _every_minute(settings, rounds)


def _every_minute(settings: Settings, rounds: int) -> Figure:
    """Ask, read and write down all providers, every document as if it were new, and look at the CPU time."""
    document = settings.folder / "summary.json"
    document.write_bytes(_page(300, 40_000))
    folder = settings.folder / "data"
    prepare(folder)
    with target(settings.folder / "target.log", document) as asked:
        site = _site(asked.address)
        book, sources, writer = ProviderBook(Measurements()), Sources(site.url), Writer(folder)
        book.adopt(site, _NOW)
        began = time.process_time()
        for number in range(rounds):
            _round(site, sources, book, writer, _NOW + number * 2 * _EVERY)
        spent = (time.process_time() - began) / rounds
        writer.close()
    share = spent / _EVERY.total_seconds()
    size = document.stat().st_size / 1000
    return Figure(
        f"{_MANY} providers, {size:.0f} kB each, read every 60 s: share of a core",
        f"{share:.2%}",
        wanted=f"<= {_MOST_SHARE:.0%}",
        met=share <= _MOST_SHARE,
    )


def _round(site: Site, sources: Sources, book: ProviderBook, writer: Writer, now: datetime) -> None:
    for one in site.providers:
        Desk(book.absorb).hear(sources.look(one.url, now, _EVERY), (one,), now)
    book.settle(now)
    batch = book.batch(Batch(now, publish=True))
    writer.write(batch)
    book.written(batch)


def _site(address: str) -> Site:
    one = Provider("p", "Provider", "statuspage", address)
    return Site(
        name="Made",
        url="https://status.example.com",
        id="status.example.com,2026",
        zone=ZoneInfo("UTC"),
        providers=tuple(replace(one, id=f"p{number}", url=f"{address}/{number}") for number in range(_MANY)),
    )


def _reading(format_: str, body: bytes, match: tuple[str, ...], rounds: int) -> float:
    options = Options(Match(match))
    return min(_spent(lambda: read(format_, Document(body), options, _NOW)) for _ in range(rounds))


def _spent(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _page(count: int = 2000, size: int = _SIZE) -> bytes:
    """A page with so many components and open incidents up to the size."""
    components = [
        {
            "id": f"c{i}",
            "name": f"Zone {i}",
            "status": "operational",
            "group": False,
            "group_id": f"g{i % 50}",
        }
        for i in range(count)
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
    whole["incidents"] = [_incident(i, components) for i in range(size // one)]
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
        "components": components[number % (len(components) - 3) :][:3],
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
