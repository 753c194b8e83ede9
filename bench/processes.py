"""Processes that are measured, started and surely ended."""

import contextlib
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.figures import CannotMeasure
from bench.wire import get

PYTHON = sys.executable

_LAST_LINES = 20
_PSS = re.compile(r"^Pss:\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Serving:
    """A running ``statuspage serve`` or ``demo``, and the port of its page."""

    process: psutil.Process
    port: int

    def child(self, command: str) -> psutil.Process:
        """The child that runs a command, ``monitor`` or ``web``."""
        for one in self.process.children():
            if command in one.cmdline():
                return one
        raise CannotMeasure(f"statuspage {command} does not run.")


def family(process: psutil.Process) -> list[psutil.Process]:
    """A process and all below it."""
    return [process, *process.children(recursive=True)]


def cpu(processes: Iterable[psutil.Process]) -> float:
    """CPU seconds, user and system, that processes used so far; what their children used is not in it."""
    return sum(times.user + times.system for times in (one.cpu_times() for one in processes))


def pss(process: psutil.Process) -> float:
    """Megabytes of memory that are the process's own, and its share of what it shares (proc(5)).

    Raises CannotMeasure where the system does not tell.
    """
    try:
        found = _PSS.search(Path(f"/proc/{process.pid}/smaps_rollup").read_text(encoding="ascii"))
    except OSError as error:
        raise CannotMeasure(f"The memory of process {process.pid} can't be read: {error}.") from error
    if found is None:
        raise CannotMeasure(f"Process {process.pid} does not tell its memory.")
    return int(found[1]) * 1024 / 1e6


def free_port() -> int:
    """A port of loopback that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(look: Callable[[], bool], seconds: float, what: str) -> None:
    """Look again and again until it is so. Raises CannotMeasure after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, psutil.Error, CannotMeasure):
            if look():
                return
        time.sleep(0.1)
    raise CannotMeasure(f"Not seen within {seconds:g} s: {what}.")


@contextmanager
def started(*command: str, log: Path) -> Iterator[psutil.Process]:
    """Run a program; afterwards it and everything below it is gone.

    Its last words go to stderr where something could not be measured.
    """
    with log.open("wb") as output:
        process = psutil.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    except CannotMeasure:
        said = log.read_text("utf-8", "replace").splitlines()[-_LAST_LINES:]
        print(f"--- {log.name}", *said, sep="\n", file=sys.stderr)
        raise
    finally:
        _end(process)


@contextmanager
def serving(*arguments: str, log: Path) -> Iterator[Serving]:
    """``statuspage`` with these arguments on a free port, once its page answers."""
    port = free_port()
    with started(PYTHON, "-m", "statuspage", *arguments, "--port", str(port), log=log) as process:
        until(lambda: get(port, "/").status == 200, 60, f"the page of statuspage {arguments[0]}")
        yield Serving(process, port)


def _end(process: psutil.Popen) -> None:
    """Ask the program to end, then end by force what is left of it and of those it started."""
    below: list[psutil.Process] = []
    with contextlib.suppress(psutil.Error):
        below = process.children(recursive=True)
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(psutil.TimeoutExpired, subprocess.TimeoutExpired):
            process.wait(10)
    for one in (process, *below):
        with contextlib.suppress(psutil.Error):
            one.kill()
    process.wait(10)
