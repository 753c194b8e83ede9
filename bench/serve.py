"""How many pages a second, beside nginx with the same bytes."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from bench import nginx
from bench.figures import CannotMeasure, Figure
from bench.processes import Serving, cpu, family, serving
from bench.settings import Settings
from bench.wire import get

_NAME = "serve: / a second, against nginx"
_WANTED = 0.40

_CONNECTIONS = 32
_RATE = re.compile(r"^Requests/sec:\s+([\d.]+)$", re.MULTILINE)
_COUNT = re.compile(r"^\s*(\d+) requests in ", re.MULTILINE)
_TROUBLE = re.compile(r"^\s*(Socket errors:.*|Non-2xx or 3xx responses:.*)$", re.MULTILINE)


def measure(settings: Settings) -> Iterable[Figure]:
    """Serve the demo's page and nginx's copy of it in turns, and compare the medians."""
    missing = [
        name for name, program in (("wrk", shutil.which("wrk")), ("nginx", nginx.PROGRAM)) if not program
    ]
    if missing:
        return [Figure(_NAME, f"skipped: no {' and no '.join(missing)} here", wanted=f">= {_WANTED:.2f}")]
    rounds, seconds = (3, 2) if settings.quick else (7, 4)
    log, place = settings.folder / "serve.log", settings.folder / "demo"
    ours: list[_Round] = []
    theirs: list[_Round] = []
    with (
        serving("demo", "--dir", str(place), log=log) as page,
        nginx.nginx(settings.folder / "nginx", get(page.port, "/")) as copy,
    ):
        for server in (page, copy):
            put_load(server, 1)
        for _ in range(rounds):
            ours.append(put_load(page, seconds))
            copy.show(get(page.port, "/").body)  # the page changes every few seconds
            theirs.append(put_load(copy, seconds))
    return _figures(ours, theirs)


@dataclass(frozen=True, slots=True)
class _Round:
    """Answers a second, and answers a CPU second of the server, which a busy machine changes less."""

    rate: float
    rate_of_cpu: float


def _figures(ours: list[_Round], theirs: list[_Round]) -> list[Figure]:
    first, second = median(one.rate for one in ours), median(one.rate for one in theirs)
    wanted = f">= {_WANTED:.2f}"
    whole = Figure(
        _NAME, f"{first:,.0f}", f"{second:,.0f}", f"{first / second:.2f}", wanted, first / second >= _WANTED
    )
    first, second = median(one.rate_of_cpu for one in ours), median(one.rate_of_cpu for one in theirs)
    name = "serve: / a CPU second of the server"
    return [whole, Figure(name, f"{first:,.0f}", f"{second:,.0f}", f"{first / second:.2f}")]


def put_load(server: Serving | nginx.Nginx, seconds: int, path: str = "/") -> _Round:
    """Ask for an address as fast as it goes. Raises CannotMeasure when some answers are wrong."""
    load = ("wrk", "-t", "1", "-c", str(_CONNECTIONS), "-d", f"{seconds}s", "-H", "Accept-Encoding: gzip")
    address = f"http://127.0.0.1:{server.port}{path}"
    processes = family(server.process)
    before = cpu(processes)
    done = subprocess.run([*load, address], capture_output=True, text=True, timeout=seconds + 30, check=False)
    spent = cpu(processes) - before
    rate, count, trouble = (look.search(done.stdout) for look in (_RATE, _COUNT, _TROUBLE))
    if rate is None or count is None or trouble is not None:
        raise CannotMeasure(f"wrk says: {trouble[1] if trouble else done.stderr.strip() or 'nothing'}.")
    return _Round(float(rate[1]), int(count[1]) / spent)
