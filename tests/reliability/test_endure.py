"""Faults of the machine under a running maker: the page stays, nothing published is lost, and all is mended
by itself once the fault is gone."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from datetime import datetime
from http.client import HTTPException
from pathlib import Path

import pytest

from statuspage.store.folder import DATABASE
from statuspage.timeutil import format_instant, utc_now
from tests.processes import command, free_port, running, until
from tests.reliability import faults
from tests.reliability.maker import Maker, making, remount, small_disk, told_in, without_rights
from tests.web.made import write_site, write_store

pytestmark = pytest.mark.timeout(180)

POST = "Mail is arriving late"


@pytest.fixture
def maker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Maker]:
    name = request.node.name
    with ExitStack() as stack:
        data = stack.enter_context(small_disk(tmp_path / "data")) if "disk" in name else None
        under = without_rights() if "permission" in name else ()
        yield stack.enter_context(making(tmp_path, data=data, under=under))


def results(maker: Maker) -> set[int]:
    """The instants of all results in the database, which is sound."""
    with closing(sqlite3.connect(maker.data / DATABASE)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {row[0] for row in db.execute("SELECT at FROM results")}


def copy_is_whole(maker: Maker) -> bool:
    """Whether what was published is there, with what was posted."""
    return POST in (maker.www / "history/2026-11/index.html").read_text()


def page_is_whole(maker: Maker) -> bool:
    """Whether the page is served, with what was posted."""
    pages = [maker.web.get(path) for path in ("/", "/history/2026-11/")]
    return all(code == 200 for code, *_ in pages) and POST in pages[1][1]


def checked_at(maker: Maker) -> str:
    return str(maker.web.snapshot()["components"][0]["checked_at"])


def name(fault: faults.Fault) -> str:
    return fault.__name__.replace("_", " ")


def goes_on(maker: Maker, since: datetime) -> None:
    """All three work, as they did before, without anybody starting them anew."""
    began = format_instant(since)
    until(lambda: checked_at(maker) > began, 40, "measured again")
    until(lambda: maker.web.status_of("mail") == "operational" and page_is_whole(maker), 10, "green again")
    until(lambda: told_in(maker.www)["generated_at"] > began, 40, "published again")
    until(lambda: maker.health()[0] == 200, 20, "health")
    assert [part.process.poll() for part in maker.processes] == [None, None, None]


SECONDS: dict[faults.Fault, int] = {faults.database_locked: 60}
"""So long faults last; others 4 s."""


@pytest.mark.parametrize(
    "fault",
    [
        faults.disk_full,
        faults.permission_lost,
        faults.no_file_handles,
        faults.no_memory,
        pytest.param(faults.database_locked, marks=pytest.mark.world),
    ],
    ids=name,
)
def test_nothing_is_lost_and_it_goes_on_by_itself(fault: faults.Fault, maker: Maker) -> None:
    before = results(maker)
    with fault(maker):
        end = time.monotonic() + SECONDS.get(fault, 4)
        while time.monotonic() < end:
            assert page_is_whole(maker)
            assert copy_is_whole(maker)
            time.sleep(0.2)
        ended = utc_now()
    goes_on(maker, ended)
    assert before <= results(maker)


@pytest.mark.parametrize("fault", [faults.web_without_file_handles, faults.web_without_memory], ids=name)
def test_without_handles_or_memory_the_web_server_serves_on_afterwards(
    fault: faults.Fault, maker: Maker
) -> None:
    with fault(maker):
        end = time.monotonic() + 4
        while time.monotonic() < end:
            with suppress(OSError, HTTPException):  # it may be refused, and must not be the end
                maker.web.get()
            assert copy_is_whole(maker)
        ended = utc_now()
    goes_on(maker, ended)


def test_from_a_disk_that_may_only_be_read_the_page_is_served(tmp_path: Path) -> None:
    """What a monitor left there when the disk failed; a new one says why it can't begin."""
    with small_disk(tmp_path / "data") as data:
        site = write_site(tmp_path / "site")
        write_store(data)
        where, port = (str(site), "--data", str(data)), free_port()
        remount(data, "ro")
        with running("web", *where, "--port", str(port), log=tmp_path / "log", port=port) as page:
            until(lambda: POST in page.get("/history/2026-11/")[1], what="the page")
            assert page.status_of("desk") == "operational"
        refused = command("monitor", *where)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert "can't be written" in refused.stderr
