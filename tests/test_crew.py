"""Worker threads: everything is asked, and what hangs delays nobody else."""

import threading
import time

from statuspage.crew import Crew
from statuspage.model.site import Check
from tests.make import check
from tests.processes import until


def test_everything_is_asked_once() -> None:
    asked: list[Check] = []
    crew = Crew(asked.append)
    wanted = [check(f"c{i}") for i in range(500)]
    for i in range(0, 500, 50):
        crew.put_all(wanted[i : i + 50])
    until(lambda: len(asked) == 500, 10)
    assert {one.key for one in asked} == {one.key for one in wanted}


def test_what_hangs_delays_nobody_else() -> None:
    release, asked = threading.Event(), set[str]()

    def work(one: Check) -> None:
        if one.kind == "hangs":
            release.wait(30)
        asked.add(one.key.component)

    crew = Crew(work)
    crew.put_all([*(check(f"h{i}", kind="hangs") for i in range(60)), check("healthy")])
    start = time.monotonic()
    while "healthy" not in asked and time.monotonic() - start < 10:
        time.sleep(0.02)
        crew.put_all([])
    assert "healthy" in asked
    assert time.monotonic() - start < 2
    release.set()
    until(lambda: len(asked) == 61, 10)


def test_threads_are_used_again() -> None:
    crew, before = Crew(lambda _: None), threading.active_count()
    for _ in range(40):
        crew.put_all([check()])
        time.sleep(0.01)
    assert threading.active_count() - before < 10


class Hang:
    """Work that hangs until it is released; it knows the threads that did it."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.threads: set[threading.Thread] = set()
        self.done = 0

    def __call__(self, _: Check) -> None:
        self.threads.add(threading.current_thread())
        self.release.wait(30)
        self.done += 1

    @property
    def alive(self) -> int:
        """How many of these threads live."""
        return sum(thread.is_alive() for thread in list(self.threads))


def hanging(count: int, idle: float) -> tuple[Crew, Hang]:
    """A crew with so many checks that hang, each in a thread of its own."""
    hang = Hang()
    crew = Crew(hang, idle=idle)
    crew.put_all([check(f"h{i}") for i in range(count)])

    def all_hang() -> bool:
        crew.put_all([])
        return hang.alive == count

    until(all_hang, 10)
    return crew, hang


def test_threads_that_nobody_needs_end_and_others_come_when_they_are_needed() -> None:
    crew, hang = hanging(40, idle=0.2)
    hang.release.set()
    until(lambda: hang.done == 40 and not hang.alive, 10)
    crew.put_all([check("one"), check("more")])
    until(lambda: hang.done == 42 and not hang.alive, 10)


def test_under_a_steady_load_the_threads_of_a_past_hang_end_all_the_same() -> None:
    crew, hang = hanging(20, idle=0.5)
    hang.release.set()

    def few() -> bool:
        crew.put_all([check()])
        return hang.alive <= 3

    until(few, 10)
