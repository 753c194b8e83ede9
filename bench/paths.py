"""How many feeds, API files and badges a second, beside the page itself."""

import shutil
from collections.abc import Iterator
from statistics import median

from bench.figures import Figure
from bench.processes import Serving, serving
from bench.serve import put_load
from bench.settings import Settings

_WANTED = 0.80
_PATHS = (
    "/history.rss",
    "/updates.atom",
    "/updates.json",
    "/components/mail/updates.rss",
    "/api/v1/snapshot.json",
    "/api/v2/summary.json",
    "/badges/page.svg",
    "/maintenance.ics",
    "/embed/",
)


def measure(settings: Settings) -> Iterator[Figure]:
    """Ask the demo for each address in turns with ``/``, and compare."""
    wanted = f">= {_WANTED:.2f}"
    if shutil.which("wrk") is None:
        yield Figure("paths: a second, against /", "skipped: no wrk here", wanted=wanted)
        return
    rounds, seconds = (3, 1) if settings.quick else (7, 2)
    with serving("demo", "--dir", str(settings.folder / "demo"), log=settings.folder / "log") as page:
        put_load(page, 1)
        for path in _PATHS:
            rates = [(_rate(page, seconds, path), _rate(page, seconds, "/")) for _ in range(rounds)]
            ours, theirs = (median(those) for those in zip(*rates, strict=True))
            ratio = median(one / other for one, other in rates)  # of each pair, which others' load hits alike
            name = f"paths: {path} a second, against /"
            yield Figure(name, f"{ours:,.0f}", f"{theirs:,.0f}", f"{ratio:.2f}", wanted, ratio >= _WANTED)


def _rate(page: Serving, seconds: int, path: str) -> float:
    return put_load(page, seconds, path).rate
