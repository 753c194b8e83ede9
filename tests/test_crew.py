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
