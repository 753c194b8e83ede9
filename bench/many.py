"""Ten thousand checks: whether one costs what it costs among a thousand."""

from collections.abc import Iterable
from statistics import mean

from bench.check import CHECKS, EVERY, late
from bench.cost import Cost, cost
from bench.figures import Figure
from bench.settings import Settings

_MANY = 10_000
_MANY_EVERY = 60
_EACH = 10  # of a component
_WITHIN = 0.2


def measure(settings: Settings) -> Iterable[Figure]:
    """Measure the same ratio at 1,000 checks every 10 s and at 10,000 every 60 s."""
    count, few_seconds, rounds = (1500, 30.0, 2) if settings.quick else (4000, 60.0, 3)
    few = cost(settings.folder / "few", checks=CHECKS, every=EVERY, seconds=few_seconds, count=count)
    seconds = float(rounds * _MANY_EVERY)
    many = cost(
        settings.folder / "many", checks=_MANY, every=_MANY_EVERY, each=_EACH, seconds=seconds, count=count
    )
    change, watched = many.ratio / few.ratio, many.watched
    return [
        _ratio(f"many: {CHECKS:,} checks every {EVERY} s, CPU of one", few),
        _ratio(f"many: {_MANY:,} checks every {_MANY_EVERY} s, CPU of one", many),
        Figure(
            "many: the second ratio against the first",
            f"{many.ratio:.2f}",
            f"{few.ratio:.2f}",
            f"{change:.2f}",
            f"{1 - _WITHIN:.2f} to {1 + _WITHIN:.2f}",
            abs(change - 1) <= _WITHIN,
        ),
        late("many", watched.late),
        Figure(
            "many: questions put", f"{watched.done:,}", f"{many.due:,} due", f"{watched.done / many.due:.2f}"
        ),
        Figure("many: the monitor's PSS", f"{watched.megabytes:.0f} MB"),
    ]


def _ratio(name: str, found: Cost) -> Figure:
    bare = mean(found.flat_out)
    return Figure(
        name, f"{found.watched.cpu * 1e6:.0f} µs", f"{bare * 1e6:.0f} µs bare", f"{found.ratio:.2f}"
    )
