"""The memory of all of serve's processes, with many checks and a visitor."""

import time
from collections.abc import Iterable
from pathlib import Path

import psutil

from bench.figures import CannotMeasure, Figure
from bench.load import load
from bench.processes import Serving, family, pss
from bench.settings import Settings
from bench.target import target
from bench.wire import get

_CHECKS = 1000
_EVERY = 10
_WANTED = 300.0  # MB
_VISIT_EVERY = 2.0  # seconds


def measure(settings: Settings) -> Iterable[Figure]:
    """Let it run for ten minutes while somebody looks at the page, then count."""
    if not Path("/proc/self/smaps_rollup").exists():
        return [Figure("memory", "skipped: no /proc/PID/smaps_rollup here")]
    minutes = 1 if settings.quick else 10
    with (
        target(settings.folder / "target.log") as asked,
        load(settings.folder, asked.address, checks=_CHECKS, every=_EVERY) as site,
    ):
        _visit(site.serving, minutes * 60.0)
        parts = [(_name(one), pss(one)) for one in family(site.serving.process)]
    total = sum(size for _, size in parts)
    name = f"memory: PSS of serve's {len(parts)} processes after {minutes} min"
    whole = Figure(name, f"{total:.0f} MB", wanted=f"<= {_WANTED:g} MB", met=total <= _WANTED)
    return [whole, *(Figure(f"memory: {name}", f"{size:.0f} MB") for name, size in parts)]


def _visit(serving: Serving, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if get(serving.port, "/").status != 200:
            raise CannotMeasure("The page does not answer.")
        time.sleep(_VISIT_EVERY)


def _name(process: psutil.Process) -> str:
    """What a process is for: the command that it runs, or of which it is a worker."""
    line = process.cmdline()
    command = next((word for word in ("monitor", "web", "serve") if word in line), process.name())
    parent = process.parent()
    return f"worker of {command}" if parent is not None and command in parent.cmdline() else command
