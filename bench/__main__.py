"""Runs the measurements and prints one table: ``python -m bench [--only NAME …] [--quick]``."""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bench import build, check, crowd, feeds, hanging, many, memory, paths, providers, serve, view, year
from bench.figures import CannotMeasure, Figure, table
from bench.settings import Settings

BENCHES: Mapping[str, Callable[[Settings], Iterable[Figure]]] = {
    "serve": serve.measure,
    "paths": paths.measure,
    "view": view.measure,
    "feeds": feeds.measure,
    "build": build.measure,
    "check": check.measure,
    "many": many.measure,
    "hanging": hanging.measure,
    "crowd": crowd.measure,
    "memory": memory.measure,
    "year": year.measure,
    "providers": providers.measure,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; 0 whatever the figures are, 1 when something could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed and size.")
    parser.add_argument("--only", nargs="+", choices=BENCHES, metavar="NAME", help=", ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="shorter, and so rougher")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all that was started is ended
    figures: list[Figure] = []
    failed = False
    before = _load()
    for name in asked.only or BENCHES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        try:
            with tempfile.TemporaryDirectory(prefix=f"statuspage-bench-{name}-") as folder:
                figures += BENCHES[name](Settings(asked.quick, Path(folder)))
        except CannotMeasure as why:
            failed = True
            print(f"{name}: {why}", file=sys.stderr)
            figures.append(Figure(name, "not measured"))
    print(table(figures))
    print(f"\n{os.cpu_count()} CPUs; load average {before} before, {_load()} after")
    return int(failed)


def _load() -> str:
    return ", ".join(f"{one:.1f}" for one in os.getloadavg())


if __name__ == "__main__":
    sys.exit(main())
