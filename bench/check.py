"""The CPU of a check, all in, beside a bare request."""

import time
from collections.abc import Iterable
from statistics import mean

from bench.answered import answered, late_share
from bench.bare import bare_cpu
from bench.figures import CannotMeasure, Figure
from bench.load import Load, load
from bench.processes import cpu
from bench.settings import Settings
from bench.target import target

_CHECKS = 1000
_EVERY = 10
_WANTED = 1.8

_SETTLING = 12.0
"""Seconds after every check was asked once, so that a round on the later grid has passed."""

_UNSEEN = 3.0
"""Seconds in which what was asked is surely written."""


def measure(settings: Settings) -> Iterable[Figure]:
    """Let the monitor ask 1,000 checks every 10 s, between two runs of bare requests."""
    count, seconds = (1500, 30.0) if settings.quick else (4000, 60.0)
    pace = _CHECKS / _EVERY
    flat_out: list[float] = []
    paced: list[float] = []
    with target(settings.folder / "target.log") as origin:

        def ask_bare() -> None:
            flat_out.append(bare_cpu(f"{origin}/0", count))
            paced.append(bare_cpu(f"{origin}/0", count // 4, pace))

        ask_bare()
        with load(settings.folder, origin, checks=_CHECKS, every=_EVERY) as site:
            time.sleep(_SETTLING)
            cost, late, done = _watch(site, seconds)
        ask_bare()
    due = round(pace * seconds)
    return [
        _beside("check: CPU of one http check, all in", cost, flat_out, _WANTED),
        _beside("check: the same, bare requests at its pace", cost, paced),
        Figure("check: questions put more than 1 s late", f"{late:.2%}"),
        Figure("check: questions put", f"{done:,}", f"{due:,} due", f"{done / due:.2f}"),
    ]


def _beside(name: str, cost: float, bare: list[float], wanted: float | None = None) -> Figure:
    """CPU seconds of a check beside those of bare requests, measured before and after it."""
    ratio = cost / mean(bare)
    both = " and ".join(f"{one * 1e6:.0f}" for one in bare)
    limit, met = ("", None) if wanted is None else (f"<= {wanted:.2f}", ratio <= wanted)
    return Figure(
        name, f"{cost * 1e6:.0f} µs", f"{mean(bare) * 1e6:.0f} µs ({both})", f"{ratio:.2f}", limit, met
    )


def _watch(site: Load, seconds: float) -> tuple[float, float, int]:
    """CPU seconds of the monitor a check, the share of late checks, and how many were done."""
    monitor = site.serving.child("monitor")
    began, before = time.time(), cpu([monitor])
    time.sleep(seconds)
    after, ended = cpu([monitor]), time.time()
    time.sleep(_UNSEEN)
    asked = answered(site.database, began, ended)
    done = sum(len(instants) for instants in asked.values())
    if not done:
        raise CannotMeasure("The monitor did not ask.")
    return (after - before) / done, late_share(asked, site.every), done
