"""A crowd of visitors while a thousand services are asked: whether anybody waits, or anything is late."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from statistics import quantiles

from bench.answered import answered, late_share
from bench.check import CHECKS, EVERY, late
from bench.figures import Figure
from bench.load import load
from bench.settings import Settings
from bench.target import target

_VISITS, _QUICK = 50_000, 15_000
_A_SECOND = 500
_PATIENCE = 10.0
_POPULAR = 20
"""So many components have pages that anybody looks at."""

_MOST_MILLISECONDS = 100.0
_UNSEEN = 3.0
"""Seconds in which what was asked is surely written."""

_OTHERS = (
    "/history/",
    "/components/service-{}/",
    "/api/v1/snapshot.json",
    "/api/v2/summary.json",
    "/history.rss",
    "/badges/service-{}.svg",
    "/embed/",
    "/static/page.css",
)
"""Every second visit is to one of these, the rest to the first page."""


def measure(settings: Settings) -> Iterable[Figure]:
    """Send visitors at an even pace, each on a connection of their own, and look at the checks meanwhile."""
    visits = _QUICK if settings.quick else _VISITS
    with (
        target(settings.folder / "target.log") as asked,
        load(settings.folder, asked.address, checks=CHECKS, every=EVERY) as site,
    ):
        time.sleep(EVERY + 2.0)
        began = time.time()
        took = asyncio.run(_crowd(site.serving.port, visits))
        ended = time.time()
        time.sleep(_UNSEEN)
        put = answered(site.database, began, ended)
    good = [one for one in took if one is not None]
    first = [one for one in took[::2] if one is not None]
    return [
        Figure(
            f"crowd: of {visits:,} visits in {ended - began:.0f} s, not answered well",
            f"{visits - len(good):,}",
            wanted="0",
            met=len(good) == visits,
        ),
        _slowest("crowd: / at the 99th percentile", first, _MOST_MILLISECONDS),
        _slowest("crowd: any address at the 99th percentile", good),
        late("crowd", late_share(put, EVERY)),
        Figure(
            "crowd: questions put",
            f"{sum(map(len, put.values())):,}",
            f"{CHECKS * (ended - began) / EVERY:,.0f} due",
        ),
    ]


def _slowest(name: str, took: Sequence[float], most: float | None = None) -> Figure:
    found = quantiles(took, n=100)[98] * 1000
    if most is None:
        return Figure(name, f"{found:.0f} ms")
    return Figure(name, f"{found:.0f} ms", wanted=f"<= {most:g} ms", met=found <= most)


async def _crowd(port: int, visits: int) -> list[float | None]:
    """Seconds from when each visitor was to come until all was read; None where it was not answered well."""
    begin = time.monotonic()
    coming = []
    for number in range(visits):
        due = begin + number / _A_SECOND
        if (early := due - time.monotonic()) > 0:
            await asyncio.sleep(early)
        coming.append(asyncio.create_task(_visit(port, _address(number), due)))
    return await asyncio.gather(*coming)


def _address(number: int) -> str:
    turn, other = divmod(number, 2)
    return _OTHERS[turn % len(_OTHERS)].format(turn % _POPULAR) if other else "/"


async def _visit(port: int, address: str, due: float) -> float | None:
    try:
        async with asyncio.timeout(_PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(
                f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n"
                "Connection: close\r\n\r\n".encode("ascii")
            )
            head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
            writer.close()
    except (OSError, TimeoutError):
        return None
    whole = f"content-length: {len(body)}\r\n".encode() in head.lower() + b"\r\n"
    return time.monotonic() - due if head.startswith(b"HTTP/1.1 200 ") and whole else None
