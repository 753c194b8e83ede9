"""A process ends itself when its parent is gone, tried with real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

CHILD = """
import signal, sys, time
from statuspage import parent
if "deaf" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
parent.end_with_parent()
print("watching", flush=True)
time.sleep(60)
"""
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], *sys.argv[2:]], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""
NAMED = """
import os, sys, time
from statuspage import parent
parent.end_with_named_parent()
print(parent.VARIABLE in os.environ, flush=True)
time.sleep(float(sys.argv[1]))
"""


@pytest.fixture
def started() -> Iterator[list[psutil.Process]]:
    """Processes to end after the test, whatever became of it."""
    processes: list[psutil.Process] = []
    yield processes
    for process in processes:
        if process.is_running():
            process.kill()


def orphan(started: list[psutil.Process], *words: str) -> psutil.Process:
    """A child whose parent has just been killed."""
    command = [sys.executable, "-c", PARENT, CHILD, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        started.append(child)
        parent.kill()
    return child


def seconds_until_gone(process: psutil.Process) -> float:
    begin = time.monotonic()
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() - begin < 10, "still there"
        time.sleep(0.02)
    return time.monotonic() - begin


def run_named(value: str, seconds: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", NAMED, seconds],
        env={**os.environ, "STATUSPAGE_PARENT": value},
        capture_output=True,
        text=True,
        timeout=10,
    )


def test_a_child_ends_within_a_second_of_its_parent(started: list[psutil.Process]) -> None:
    assert seconds_until_gone(orphan(started)) < 1.9


def test_a_child_that_ignores_the_request_is_ended_two_seconds_later(started: list[psutil.Process]) -> None:
    assert 1.9 < seconds_until_gone(orphan(started, "deaf")) < 6


def test_a_parent_that_was_gone_before_the_call_counts_as_gone() -> None:
    assert run_named("999999999", "30").returncode == -signal.SIGTERM


@pytest.mark.parametrize("value", ["", "none"])
def test_without_a_named_parent_nothing_is_watched(value: str) -> None:
    assert run_named(value, "0.7").returncode == 0


def test_the_name_is_not_handed_on_and_a_living_parent_is_left_alone() -> None:
    done = run_named(str(os.getpid()), "0.7")
    assert (done.returncode, done.stdout) == (0, "False\n")
