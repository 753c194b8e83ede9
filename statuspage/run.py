"""A program under a deadline: no shell, little memory, and nothing of it left behind.

The program leads a session, and so a process group, of its own. When it ends, or its time does, the
whole group is killed. What has left the group on purpose, as a daemon does, lives on, but nobody
waits for it.
"""

import atexit
import contextlib
import errno
import os
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

_FLOOD = 16_000_000
"""Bytes that a program may print, kept or not, before it is taken for one without end."""

_LOOK_EVERY = 0.05
"""Seconds between two looks whether a program has ended, where the system can't tell when it does."""

_REAP = 0.5
"""Seconds to wait for the end of a killed program: one stuck in the kernel does not die at once."""

_INHERITED = ("PATH", "HOME", "LANG", "TZ")
"""All that a program gets to see of our own environment, which may hold secrets."""


class Ended(StrEnum):
    """How a program came to its end."""

    FINISHED = "finished"
    TIMEOUT = "timeout"
    FLOOD = "flood"
    UNSTARTED = "unstarted"


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a program.

    ``code`` is its exit code, or minus the signal that ended it; None unless it finished. ``out``
    and ``err`` are the first bytes that it printed. ``why`` is a sentence where it was not started.
    """

    code: int | None
    out: bytes
    err: bytes
    ms: float
    ended: Ended
    why: str = ""


def run(
    argv: Sequence[str],
    *,
    timeout: timedelta,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    max_output: int = 64_000,
) -> Ran:
    """Run a program to its end, ``timeout`` at most, and say what became of it. Never raises.

    ``argv`` is the program, looked for in PATH, and its arguments. It reads nothing, sees PATH,
    HOME, LANG and TZ and what ``env`` adds, and works in ``cwd`` (default: the root). Of each of its
    two outputs ``max_output`` bytes are kept; past 16 MB in all it is killed.
    """
    began = time.monotonic()
    where = cwd or Path("/")
    try:
        process = _start(argv, _environment(env or {}), where)
        try:
            ended, out, err = _attend(process, began + timeout.total_seconds(), max_output)
        finally:
            _finish(process)
    except (OSError, ValueError) as error:
        ms = (time.monotonic() - began) * 1000
        return Ran(None, b"", b"", ms, Ended.UNSTARTED, _why(argv[0], where, error))
    ms = (time.monotonic() - began) * 1000
    return Ran(process.returncode if ended is Ended.FINISHED else None, out, err, ms, ended)


def _start(argv: Sequence[str], env: Mapping[str, str], cwd: Path) -> "subprocess.Popen[bytes]":
    start = object()
    _starts.add(start)
    try:
        if _closing.is_set():
            raise OSError(errno.ECANCELED, os.strerror(errno.ECANCELED))
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env=env,
            cwd=cwd,
            bufsize=0,
        )
        _alive.add(process.pid)
    finally:
        _starts.discard(start)
    return process


def _environment(added: Mapping[str, str]) -> dict[str, str]:
    given = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    given |= {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**given, **added}


def _why(program: str, cwd: Path, error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        if not cwd.is_dir():
            return f"There is no folder {cwd} to run {program} in."
        if os.path.exists(program):
            return f"{program} can't be run: what its first line names is not there."
        return f"There is no program {program}."
    what = (isinstance(error, OSError) and error.strerror) or str(error)
    return f"{program} can't be run: {what}."


def _attend(process: "subprocess.Popen[bytes]", due: float, most: int) -> tuple[Ended, bytes, bytes]:
    """Wait for a program until ``due``, kill its group, and hand over what it printed."""
    with _Watch(process, most) as watch:
        ended = watch.until(due)
        _kill(process.pid)
        if ended is Ended.FINISHED:
            watch.take_rest()
        out, err = watch.kept
    return ended, out, err


class _Watch:
    """Takes in what a program prints until it ends."""

    def __init__(self, process: "subprocess.Popen[bytes]", most: int) -> None:
        self._process = process
        self._most = most
        self._taken = 0
        self._kept = {pipe.fileno(): bytearray() for pipe in (process.stdout, process.stderr) if pipe}

    def __enter__(self) -> "_Watch":
        self._selector = selectors.DefaultSelector()
        for fd in self._kept:
            os.set_blocking(fd, False)
            self._selector.register(fd, selectors.EVENT_READ)
        self._end = _end_of(self._process)
        if self._end is not None:
            self._selector.register(self._end, selectors.EVENT_READ)
        return self

    def __exit__(self, *_: object) -> None:
        self._selector.close()
        if self._end is not None:
            os.close(self._end)

    @property
    def kept(self) -> tuple[bytes, ...]:
        """The first bytes of both outputs."""
        return tuple(bytes(each) for each in self._kept.values())

    def until(self, due: float) -> Ended:
        """Take in output until the program ends, floods us, or ``due`` comes (monotonic seconds)."""
        while (left := due - time.monotonic()) > 0:
            if self._end is None and self._process.poll() is not None:
                return Ended.FINISHED
            for key, _ in self._selector.select(left if self._end is not None else min(left, _LOOK_EVERY)):
                if key.fd == self._end:
                    return Ended.FINISHED
                self._take(key.fd)
            if self._taken > _FLOOD:
                return Ended.FLOOD
        return Ended.TIMEOUT

    def take_rest(self) -> None:
        """Take in what is in the pipes, and wait for no more: others may hold them open."""
        for fd in self._kept:
            while self._take(fd) and self._taken <= _FLOOD:
                pass

    def _take(self, fd: int) -> bool:
        """Take in some of an output; whether there may be more."""
        try:
            some = os.read(fd, 65_536)
        except BlockingIOError:
            return False
        if not some:
            if fd in self._selector.get_map():
                self._selector.unregister(fd)
            return False
        kept = self._kept[fd]
        kept += some[: max(0, self._most - len(kept))]
        self._taken += len(some)
        return True


def _end_of(process: "subprocess.Popen[bytes]") -> int | None:
    """A file that can be read once the program has ended; None where the system has no such thing."""
    try:
        return os.pidfd_open(process.pid)
    except (AttributeError, OSError):
        return None


_alive: set[int] = set()
"""The groups of programs that run now."""

_starts: set[object] = set()
"""Starts of programs that are under way, in threads that may not see our own end coming."""

_closing = threading.Event()


def _kill(group: int) -> None:
    """Kill a whole group; its leader is not yet waited for, so that the number is still its own."""
    with contextlib.suppress(OSError):
        os.killpg(group, signal.SIGKILL)


def _finish(process: "subprocess.Popen[bytes]") -> None:
    """Kill what is left of a program and let go of it, whatever happened."""
    if process.returncode is None:
        _kill(process.pid)
    _alive.discard(process.pid)
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_REAP)


@atexit.register
def _kill_all() -> None:
    """No program outlives the process that wanted to know its answer."""
    _closing.set()
    due = time.monotonic() + _REAP
    while _starts and time.monotonic() < due:
        time.sleep(0.005)
    for group in list(_alive):
        _kill(group)
