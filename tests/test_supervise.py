"""Supervision of real programs: each dies alone, comes back, and leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from statuspage.supervise import Pace
from tests.processes import gone, until

SUPERVISOR = """
import functools, json, sys
from pathlib import Path
from statuspage.supervise import Child, Pace, supervise

def stalled(flag):
    if flag.with_suffix(".broken").exists():
        flag.with_suffix(".asked").touch()
        raise RuntimeError("the sign of life can't be read")
    return flag.exists()

folder, wanted, pace = Path(sys.argv[1]), json.loads(sys.argv[2]), json.loads(sys.argv[3])
children = [
    Child(name, tuple(command), functools.partial(stalled, folder / f"{name}.stalled"), essential)
    for name, command, essential in wanted
]
code = supervise(children, say=functools.partial(print, flush=True), pace=Pace(**pace))
print("heavy:", {"flask", "lxml", "granian"} & set(sys.modules), flush=True)
sys.exit(code)
"""
CHILD = """
import os, signal, subprocess, sys, time
from pathlib import Path
from statuspage import parent

pids, manner = Path(sys.argv[1]), sys.argv[2]
if "deaf" in manner:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if "watching" in manner:
    parent.end_with_named_parent()
if "helped" in manner:
    helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(f"{pids}.helper").write_text(str(helper.pid))
with pids.open("a") as file:
    file.write(f"{os.getpid()} {os.getppid()} {os.environ.get(parent.VARIABLE)}\\n")
if manner.isdecimal():
    sys.exit(int(manner))
time.sleep(60)
"""
QUICK = {"shortest": 0.05, "longest": 0.2}


class Run:
    """A running supervisor with children that note their process ids in files."""

    def __init__(self, folder: Path, *children: tuple[str, str], essential: str = "", **pace: float) -> None:
        self.folder = folder
        wanted = [
            (name, [sys.executable, "-c", CHILD, str(folder / name), manner], name == essential)
            for name, manner in children
            if manner != "missing"
        ]
        wanted += [(name, ["/no/such/program"], False) for name, manner in children if manner == "missing"]
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SUPERVISOR, str(folder), json.dumps(wanted), json.dumps(pace)],
                stdout=log,
                stderr=log,
            )

    def lives(self, name: str) -> list[list[str]]:
        """One entry for each start of a child: its id, its parent's, and the parent it was told of."""
        path = self.folder / name
        return [line.split() for line in path.read_text().splitlines()] if path.exists() else []

    def pid(self, name: str, start: int = 1) -> int:
        """The process id of a child at that start of it, waited for."""
        until(lambda: len(self.lives(name)) >= start)
        return int(self.lives(name)[start - 1][0])

    def helper(self, name: str) -> int:
        return int((self.folder / f"{name}.helper").read_text())

    def said(self, text: str) -> bool:
        return text in self.log.read_text()

    def end(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Exit code, and seconds that it took."""
        begin = time.monotonic()
        self.process.send_signal(number)
        return self.process.wait(timeout=10), time.monotonic() - begin


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Starts one supervisor; afterwards all that it ever started has to be gone."""
    runs: list[Run] = []

    def begin(*children: tuple[str, str], **options: Any) -> Run:
        runs.append(Run(tmp_path, *children, **options))
        return runs[-1]

    yield begin
    for run in runs:
        if run.process.poll() is None:
            run.process.terminate()
            run.process.wait(timeout=10)
    pids = [int(line.split()[0]) for run in runs for path in run.folder.glob("*") for line in lines(path)]
    left = [pid for pid in pids if not gone(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line.split()[0].isdecimal()]


def test_a_killed_child_is_back_within_five_seconds_while_the_other_goes_on(
    start: Callable[..., Run],
) -> None:
    run = start(("monitor", "live"), ("web", "live"))
    for name, other in (("monitor", "web"), ("web", "monitor")):
        neighbour = run.pid(other, max(1, len(run.lives(other))))
        os.kill(run.pid(name), signal.SIGKILL)
        killed = time.monotonic()
        run.pid(name, 2)
        assert time.monotonic() - killed < 5
        assert run.said(f"{name} ended by signal 9; starting it again in 0.5 s.")
        assert not gone(neighbour)
    states = [child.status() for child in psutil.Process(run.process.pid).children()]
    assert len(states) == 2
    assert psutil.STATUS_ZOMBIE not in states


def test_each_child_leads_a_session_of_its_own_and_is_told_its_parent(start: Callable[..., Run]) -> None:
    run = start(("monitor", "live"), ("web", "live"))
    for name in ("monitor", "web"):
        pid = run.pid(name)
        assert os.getpgid(pid) == os.getsid(pid) == pid
        assert run.lives(name)[0][1:] == [str(run.process.pid)] * 2


def test_the_rest_of_a_group_is_killed_before_another_leader_starts(start: Callable[..., Run]) -> None:
    run = start(("web", "helped"))
    leader, helper = run.pid("web"), run.helper("web")
    os.kill(leader, signal.SIGKILL)
    run.pid("web", 2)
    assert gone(helper)
    assert run.helper("web") != helper


def test_restarts_back_off_up_to_a_limit(start: Callable[..., Run]) -> None:
    run = start(("monitor", "7"), **QUICK)
    run.pid("monitor", 5)
    until(lambda: run.log.read_text().count("monitor ended with code 7") >= 4)
    pauses = [line.split()[-2] for line in run.log.read_text().splitlines()]
    assert pauses[:4] == ["0.05", "0.1", "0.2", "0.2"]


def test_a_long_life_makes_the_next_pause_short_again() -> None:
    pace = Pace()
    assert [pace.pause(0, 1), pace.pause(0.5, 1), pace.pause(16, 9), pace.pause(30, 0)] == [0.5, 1, 30, 30]
    assert pace.pause(30, 10) == 0.5


def test_a_stalled_child_is_killed_and_started_again(start: Callable[..., Run]) -> None:
    run = start(("monitor", "live"), grace=0.5)
    pid = run.pid("monitor")
    os.kill(pid, signal.SIGSTOP)
    (run.folder / "monitor.stalled").touch()
    until(lambda: run.said("monitor has stalled and was ended; starting it again in 0.5 s."))
    (run.folder / "monitor.stalled").unlink()
    assert gone(pid)
    assert not gone(run.pid("monitor", 2))


def test_a_sign_of_life_that_is_old_already_at_the_start_gives_a_child_its_grace(
    start: Callable[..., Run],
) -> None:
    run = start(("monitor", "live"), ("web", "7"), grace=60)
    (run.folder / "monitor.stalled").touch()
    run.pid("web", 3)  # 1.5 s later
    assert len(run.lives("monitor")) == 1


def test_a_sign_of_life_that_cannot_be_read_ends_nothing(start: Callable[..., Run]) -> None:
    run = start(("monitor", "live"), grace=0)
    pid = run.pid("monitor")
    (run.folder / "monitor.broken").touch()
    until((run.folder / "monitor.asked").exists)
    assert not gone(pid)
    assert run.end()[0] == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_with_code_0_and_without_delay(start: Callable[..., Run], number: int) -> None:
    run = start(("monitor", "live"), ("web", "helped"))
    pids = [run.pid("monitor"), run.pid("web"), run.helper("web")]
    code, seconds = run.end(number)
    assert code == 0
    assert seconds < 1.5
    until(lambda: all(gone(pid) for pid in pids), 1)
    assert run.said("heavy: set()")


def test_what_does_not_end_when_asked_is_killed_within_three_seconds(start: Callable[..., Run]) -> None:
    run = start(("monitor", "deaf helped"), ("web", "live"))
    pids = [run.pid("monitor"), run.helper("monitor"), run.pid("web")]
    code, seconds = run.end()
    assert code == 0
    assert seconds < 3
    until(lambda: all(gone(pid) for pid in pids), 1)


def test_an_essential_child_that_cannot_start_ends_everything_with_its_code(
    start: Callable[..., Run],
) -> None:
    run = start(("monitor", "live"), ("web", "1"), essential="web")
    assert run.process.wait(timeout=10) == 1
    assert run.said("web could not start; ending.")


def test_an_essential_child_that_fails_later_is_started_again(start: Callable[..., Run]) -> None:
    run = start(("web", "1"), essential="web", first_start=0, **QUICK)
    run.pid("web", 3)
    assert run.process.poll() is None


def test_any_other_child_that_cannot_start_leaves_the_rest_running(start: Callable[..., Run]) -> None:
    run = start(("monitor", "1"), ("web", "live"), ("extra", "missing"), **QUICK)
    run.pid("monitor", 3)
    until(lambda: run.said("extra could not be started (No such file or directory)"))
    assert len(run.lives("web")) == 1
    assert not gone(run.pid("web"))


def test_a_child_that_stays_off_on_purpose_is_asked_again_after_the_longest_pause(
    start: Callable[..., Run],
) -> None:
    run = start(("monitor", "3"), ("web", "live"))
    until(lambda: run.said("monitor stays off for now; starting it again in 30 s."))
    assert not gone(run.pid("web"))


def test_children_end_themselves_when_the_supervisor_is_killed(start: Callable[..., Run]) -> None:
    run = start(("monitor", "watching"), ("web", "watching"))
    pids = [run.pid("monitor"), run.pid("web")]
    run.process.kill()
    run.process.wait()
    until(lambda: all(gone(pid) for pid in pids), 3)
