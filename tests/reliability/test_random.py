"""Calls of the system that fail at random (libfiu) under monitor and web server, for a while."""

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from statuspage.store.folder import DATABASE
from tests.processes import Running, free_port, running, until
from tests.reliability.maker import TOML
from tests.servers import pages, response, serving
from tests.web.made import write_site

pytestmark = [pytest.mark.world, pytest.mark.timeout(240)]

POST = "Mail is arriving late"
SECONDS = 25


class Failing:
    """``serve`` in whose children calls can be made to fail."""

    def __init__(self, page: Running, site: Path, control: Path) -> None:
        self.page, self.site, self._control = page, site, control

    def results(self) -> set[int]:
        """The instants of all results in the database, which is sound."""
        with closing(sqlite3.connect(self.site / ".statuspage" / DATABASE)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return {row[0] for row in db.execute("SELECT at FROM results")}

    def tell(self, order: str) -> None:
        """Give an order to every process below the supervisor; what is started later knows none."""
        below = [one.pid for part in ("monitor", "web") for one in self.page.children(part)]
        for pid in below:
            if Path(f"{self._control}-{pid}.in").exists():
                with suppress(subprocess.TimeoutExpired):
                    subprocess.run(
                        ["fiu-ctrl", "-f", str(self._control), "-c", order, str(pid)],
                        timeout=3,
                        check=False,
                        capture_output=True,
                    )


@pytest.fixture
def failing(tmp_path: Path) -> Iterator[Failing]:
    if shutil.which("fiu-run") is None:
        pytest.skip("libfiu is not installed")
    with serving(pages(lambda *_: response())) as service:
        toml = TOML.partition("[publish]")[0].format(url=service.url)
        site, port, control = write_site(tmp_path / "site", toml=toml), free_port(), tmp_path / "c"
        under = ("fiu-run", "-x", "-f", str(control))
        serve = "serve", str(site), "--port", str(port)
        with running(*serve, log=tmp_path / "log", port=port, under=under) as page:
            until(lambda: page.status_of("mail") == "operational", 40, "green")
            yield Failing(page, site, control)


@pytest.mark.parametrize("calls", ["posix/io/rw/*", "posix/io/oc/open", "posix/io/sync/*", "posix/mm/*"])
def test_calls_that_fail_at_random_lose_nothing(calls: str, failing: Failing) -> None:
    before, answers = failing.results(), 0
    failing.tell(f"enable_random name={calls},probability=0.02")
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with suppress(OSError, HTTPException):
            answers += failing.page.get()[0] == 200
        time.sleep(0.3)
    failing.tell(f"disable name={calls}")
    last = max(failing.results())
    until(lambda: failing.page.status_of("mail") == "operational", 60, "green again")
    until(lambda: max(failing.results()) > last, 60, "measured again")
    until(lambda: all(POST in failing.page.get("/history/2026-11/")[1] for _ in range(6)), 30, "the post")
    assert before <= failing.results()
    assert answers
