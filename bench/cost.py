"""What a check costs the monitor, beside a bare request."""

import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from bench.answered import answered, late_share
from bench.bare import bare_cpu
from bench.figures import CannotMeasure
from bench.load import Load, load
from bench.processes import cpu, pss
from bench.target import target

_SETTLING = 2.0
"""Seconds after every check was asked once and a whole interval: a round on the later grid has passed."""

_UNSEEN = 3.0
"""Seconds in which what was asked is surely written."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A stretch of the monitor's work: CPU seconds a check, the share of late ones, how many, and its PSS."""

    cpu: float
    late: float
    done: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class Cost:
    """The monitor's work, and CPU seconds of bare requests before and after it, flat out and at its pace."""

    watched: Watched
    due: int
    flat_out: tuple[float, ...]
    paced: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """A check by the monitor, all in, against a bare request."""
        return self.watched.cpu / mean(self.flat_out)


def cost(folder: Path, *, checks: int, every: int, seconds: float, count: int, each: int = 1) -> Cost:
    """Let the monitor ask so many checks for so many seconds, between two runs of ``count`` bare requests.

    ``each`` checks are of one component. ``seconds`` are whole intervals, two or more: else nothing
    shows who is late.
    """
    folder.mkdir(exist_ok=True)
    pace = checks / every
    flat_out: list[float] = []
    paced: list[float] = []
    with target(folder / "target.log") as asked:

        def ask_bare() -> None:
            flat_out.append(bare_cpu(f"{asked.address}/0", count))
            paced.append(bare_cpu(f"{asked.address}/0", count // 4, pace))

        ask_bare()
        with load(folder, asked.address, checks=checks, every=every, each=each) as site:
            time.sleep(every + _SETTLING)
            watched = _watch(site, seconds)
        ask_bare()
    return Cost(watched, round(pace * seconds), tuple(flat_out), tuple(paced))


def _watch(site: Load, seconds: float) -> Watched:
    monitor = site.serving.child("monitor")
    began, before = time.time(), cpu([monitor])
    time.sleep(seconds)
    after, ended = cpu([monitor]), time.time()
    megabytes = pss(monitor)
    time.sleep(_UNSEEN)
    asked = answered(site.database, began, ended)
    done = sum(len(instants) for instants in asked.values())
    if not done:
        raise CannotMeasure("The monitor did not ask.")
    return Watched((after - before) / done, late_share(asked, site.every), done, megabytes)
