"""Real processes of the command, started and surely ended."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psutil

from statuspage.store.faults import StoreLocked

Found = TypeVar("Found")


def free_port() -> int:
    """A port of loopback that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(look: Callable[[], Found | None], seconds: float = 20.0, what: str = "") -> Found:
    """Look again and again until something true is seen; AssertionError after so many seconds.

    What is gone or locked for a moment is looked at again.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException, psutil.Error, StoreLocked):
            found = look()
            if found:
                return found
        time.sleep(0.05)
    raise AssertionError(f"not seen within {seconds} s: {what}")


def gone(pid: int) -> bool:
    """Whether a process has ended; that nobody may have collected it yet does not matter."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@dataclass
class Running:
    """A running command, and the page that it serves, if it does."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def get(self, path: str = "/", headers: dict[str, str] | None = None) -> tuple[int, str, dict[str, str]]:
        """Ask the page: status, body and headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.getheaders()}
        finally:
            connection.close()

    def snapshot(self) -> dict[str, Any]:
        """The page as data."""
        data: dict[str, Any] = json.loads(self.get("/api/v1/snapshot.json")[1])
        return data

    def status_of(self, component: str) -> str:
        """How a component is, by the page."""
        found = [one["status"] for one in self.snapshot()["components"] if one["id"] == component]
        return str(found[0])

    @property
    def root(self) -> psutil.Process:
        """The process that was started."""
        return psutil.Process(self.process.pid)

    def children(self, command: str) -> list[psutil.Process]:
        """The processes below this one that run a command such as ``monitor`` or ``web``."""
        below = self.root.children(recursive=True)
        return [one for one in below if command in one.cmdline()]

    def said(self) -> str:
        """What the command printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextmanager
def running(
    *arguments: str, log: Path, port: int = 0, under: Sequence[str] = (), **env: str
) -> Iterator[Running]:
    """Run the command; afterwards it and everything that it started is gone.

    ``under`` is a program with its arguments that gets the command as more of them, and runs it.
    """
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*under, sys.executable, "-m", "statuspage", *arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **env},
        )
    below: list[psutil.Process] = []
    try:
        yield Running(process, port, log)
    finally:
        with contextlib.suppress(psutil.Error):
            below = psutil.Process(process.pid).children(recursive=True)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
        process.kill()
        process.wait()
        for one in below:
            with contextlib.suppress(psutil.Error):
                one.kill()


@contextmanager
def serving_site(site: Path, log: Path, *arguments: str) -> Iterator[Running]:
    """``statuspage serve`` on a free port, once its page answers."""
    port = free_port()
    with running("serve", str(site), "--port", str(port), *arguments, log=log, port=port) as one:
        until(lambda: one.get()[0] == 200, what="the page")
        yield one


def command(
    *arguments: str, seconds: float = 60, cwd: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "statuspage", *arguments],
        capture_output=True,
        text=True,
        timeout=seconds,
        cwd=cwd,
        check=False,
    )
