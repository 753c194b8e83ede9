"""Keeps programs alive, each able to die alone: what ends is started again.

Every child leads a session, and so a process group, of its own. When the leader
ends, whatever is left of its group is killed before another is started.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType, TracebackType

from statuspage import parent

STAYS_OFF = 3
"""Exit code of a child that stays off on purpose: it is started again only after the longest pause."""

_COULD_NOT_START = (1, 2)  # exit codes of a command that has said what is wrong


@dataclass(frozen=True, slots=True)
class Child:
    """A program to keep alive.

    ``stalled`` is asked each second; True ends the child by force. An exception counts
    as False: what can't be told is no reason to end a child. When an ``essential`` child
    ends with code 1 or 2 at its very first start, everything ends with that code.
    """

    name: str
    command: tuple[str, ...]
    stalled: Callable[[], bool] | None = None
    essential: bool = False


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait, in seconds.

    A restart waits ``shortest``, then twice as long each time up to ``longest``; a child
    that has lived for ``settled`` begins anew. ``first_start`` is how soon an end counts
    as never having started, ``grace`` how old a child is before it may be called stalled
    (its last sign of life may be its predecessor's), ``patience`` how long a child
    may take to end when told to.
    """

    shortest: float = 0.5
    longest: float = 30.0
    settled: float = 10.0
    first_start: float = 10.0
    grace: float = 60.0
    patience: float = 2.0

    def pause(self, last: float, lived: float) -> float:
        """The pause before a restart, after a pause of ``last`` (0: none yet) and a life of ``lived``."""
        if lived >= self.settled or not last:
            return self.shortest
        return min(last * 2, self.longest)


def supervise(children: Sequence[Child], *, say: Callable[[str], None], pace: Pace | None = None) -> int:
    """Start the children and keep them alive until SIGTERM or SIGINT; return the exit code.

    The code is 0 when the end was wanted, else that of the essential child that could not start.
    Call it from the main thread. ``say`` gets one plain line for each event.
    """
    pace = pace or Pace()
    keepers = [_Keeper(child, say, pace) for child in children]
    with _Signals() as signals:
        try:
            while not signals.stop:
                for keeper in keepers:
                    code = keeper.look(time.monotonic())
                    if code is not None:
                        return code
                signals.wait(min([1.0, *(keeper.waits(time.monotonic()) for keeper in keepers)]))
            return 0
        finally:
            _end(keepers, signals, time.monotonic() + pace.patience)


def _end(keepers: Sequence["_Keeper"], signals: "_Signals", deadline: float) -> None:
    """Ask the leaders to end; at the deadline, or once all have, kill what is left of their groups.

    Only leaders are asked: they end what they started, and in order.
    """
    for keeper in keepers:
        keeper.ask_to_end()
    while any(keeper.running() for keeper in keepers) and time.monotonic() < deadline:
        signals.wait(max(deadline - time.monotonic(), 0.0))
    for keeper in keepers:
        keeper.kill()


class _Keeper:
    """One child: running, or waiting for its next start."""

    def __init__(self, child: Child, say: Callable[[str], None], pace: Pace) -> None:
        self._child = child
        self._say = say
        self._pace = pace
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._start_at = 0.0
        self._asked_at = 0.0
        self._pause = 0.0
        self._starts = 0

    def look(self, now: float) -> int | None:
        """Do what is due; return an exit code when everything is to end with it."""
        if self._process is None:
            if now >= self._start_at:
                self._start(now)
            return None
        code = self._process.poll()
        if code is not None:
            return self._ended(code, now)
        if self._stalled(now):
            self.kill()
            self._restart("has stalled and was ended", self._next_pause(now), now)
        return None

    def waits(self, now: float) -> float:
        """Seconds until the next start; for a running child, whose end is a signal, without end."""
        return max(self._start_at - now, 0.0) if self._process is None else float("inf")

    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ask_to_end(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def kill(self) -> None:
        """Kill the group, its leader's orphans included, and wait for it (at most 1 s)."""
        process, self._process = self._process, None
        if process is None:
            return
        # At once after the leader's end, never later: its number may then be another's.
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says the latter of zombies
            os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1.0)
        _reap_group(process.pid)

    def _start(self, now: float) -> None:
        self._started = self._asked_at = now
        self._starts += 1
        try:
            self._process = subprocess.Popen(
                self._child.command,
                stdin=subprocess.DEVNULL,
                env={**os.environ, parent.VARIABLE: str(os.getpid())},
                start_new_session=True,
            )
        except OSError as error:
            self._restart(f"could not be started ({error.strerror})", self._next_pause(now), now)

    def _ended(self, code: int, now: float) -> int | None:
        self.kill()
        first = self._starts == 1 and now - self._started < self._pace.first_start
        if self._child.essential and first and code in _COULD_NOT_START:
            self._say(f"{self._child.name} could not start; ending.")
            return code
        how = f"ended by signal {-code}" if code < 0 else f"ended with code {code}"
        pause = self._next_pause(now)
        if code == STAYS_OFF:
            how, pause = "stays off for now", self._pace.longest
        self._restart(how, pause, now)
        return None

    def _restart(self, how: str, pause: float, now: float) -> None:
        self._pause = pause
        self._start_at = now + pause
        self._say(f"{self._child.name} {how}; starting it again in {pause:g} s.")

    def _next_pause(self, now: float) -> float:
        return self._pace.pause(self._pause, now - self._started)

    def _stalled(self, now: float) -> bool:
        if self._child.stalled is None or now - self._started < self._pace.grace or now - self._asked_at < 1:
            return False
        self._asked_at = now
        try:
            return self._child.stalled()
        except Exception:
            return False


def _reap_group(group: int) -> None:
    """Reap the orphans of a killed group: as process 1 of a container we are their parent (at most 0.5 s)."""
    for _ in range(50):
        try:
            pid, _ = os.waitpid(-group, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            time.sleep(0.01)


class _Signals:
    """Notes SIGTERM and SIGINT in ``stop``; these and a child's end cut a wait short."""

    def __init__(self) -> None:
        self.stop = False

    def __enter__(self) -> "_Signals":
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._fd_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD)
        self._before = {number: signal.signal(number, self._note) for number in numbers}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._fd_before)
        self._reader.close()
        self._writer.close()

    def wait(self, seconds: float) -> None:
        """Sleep for so many seconds, or until a signal comes."""
        ready, _, _ = select.select([self._reader], [], [], seconds)
        if ready:
            self._reader.recv(4096)

    def _note(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  a handler's signature
        if number != signal.SIGCHLD:
            self.stop = True
