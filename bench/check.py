"""The CPU of a check, all in, beside a bare request; 1,000 checks every 10 s."""

from collections.abc import Iterable, Sequence
from statistics import mean

from bench.cost import cost
from bench.figures import Figure
from bench.settings import Settings

CHECKS = 1000
EVERY = 10

_MOST_RATIO = 1.6
_MOST_LATE = 0.01
_MOST_MEGABYTES = 150.0


def measure(settings: Settings) -> Iterable[Figure]:
    """Let the monitor ask, between two runs of bare requests."""
    count, seconds = (1500, 30.0) if settings.quick else (4000, 60.0)
    found = cost(settings.folder, checks=CHECKS, every=EVERY, seconds=seconds, count=count)
    watched = found.watched
    return [
        _beside("check: CPU of one http check, all in", watched.cpu, found.flat_out, _MOST_RATIO),
        _beside("check: the same, bare requests at its pace", watched.cpu, found.paced),
        late("check", watched.late),
        Figure(
            "check: questions put",
            f"{watched.done:,}",
            f"{found.due:,} due",
            f"{watched.done / found.due:.2f}",
        ),
        Figure(
            "check: the monitor's PSS",
            f"{watched.megabytes:.0f} MB",
            wanted=f"<= {_MOST_MEGABYTES:g} MB",
            met=watched.megabytes <= _MOST_MEGABYTES,
        ),
    ]


def late(name: str, share: float) -> Figure:
    """The line for the share of questions that were put more than a second late."""
    wanted = f"<= {_MOST_LATE:.0%}"
    return Figure(
        f"{name}: questions put more than 1 s late", f"{share:.2%}", wanted=wanted, met=share <= _MOST_LATE
    )


def _beside(name: str, spent: float, bare: Sequence[float], wanted: float | None = None) -> Figure:
    """CPU seconds of a check beside those of bare requests, measured before and after it."""
    ratio = spent / mean(bare)
    both = " and ".join(f"{one * 1e6:.0f}" for one in bare)
    limit, met = ("", None) if wanted is None else (f"<= {wanted:.2f}", ratio <= wanted)
    return Figure(
        name, f"{spent * 1e6:.0f} µs", f"{mean(bare) * 1e6:.0f} µs ({both})", f"{ratio:.2f}", limit, met
    )
