"""Notices of a real monitor: told once, whatever ends in between."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from statuspage.timeutil import format_instant, utc_now
from tests.letterbox import Letterbox, letterbox
from tests.processes import Running, running, until
from tests.servers import pages, response, serving

SITE = """
[site]
name = "Virtual Office"
url = "https://status.example.com"

[monitor]
every = "1s"
timeout = "1s"

[components.mail]
name = "Mail"
[[components.mail.checks]]
kind = "http"
url = "{service}/health"

[components.files]
name = "Files"
depends_on = ["mail"]
[[components.files.checks]]
kind = "http"
url = "{service}/files"
"""

EVENTS = """
[[notify]]
url = "${HOOK}"
kind = "webhook"
events = ["down", "degraded", "recovered"]
"""


class Service:
    """A service that can be broken."""

    def __init__(self) -> None:
        self.url = ""
        self.works = True

    def answer(self, _path: str, _heard: bytes) -> bytes:
        return response() if self.works else response(b"<!channel> out of T0P5ECRET", "503 No")


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    with serving(pages(made.answer)) as server:
        made.url = server.url
        yield made


@pytest.fixture
def box() -> Iterator[Letterbox]:
    with letterbox() as made:
        yield made


@contextmanager
def monitoring(site: Path, box: Letterbox) -> Iterator[Running]:
    """A monitor that has looked at everything."""
    number = len(list(site.parent.glob("*.log")))
    with running("monitor", str(site), log=site.parent / f"{number}.log", HOOK=box.url) as one:
        until(lambda: one.said().count(" is ok: ") >= 2 or number, what="answers")
        yield one


def write(tmp_path: Path, service: Service, more: str) -> Path:
    site = tmp_path / "site"
    (site / "incidents").mkdir(parents=True)
    (site / "statuspage.toml").write_text(SITE.format(service=service.url) + more)
    return site


def kill(one: Running) -> None:
    one.process.send_signal(signal.SIGKILL)
    one.process.wait()


def titles(box: Letterbox) -> list[str]:
    return [one.json["data"]["title"] for one in box.posted]


def test_a_fall_and_a_recovery_are_told_once_each_with_the_root_first(
    tmp_path: Path, service: Service, box: Letterbox
) -> None:
    with monitoring(write(tmp_path, service, EVENTS), box) as one:
        service.works = False
        until(lambda: box.posted, what="the fall")
        service.works = True
        until(lambda: len(box.posted) >= 2, what="the recovery")
        assert "T0P5ECRET" not in one.said()
    fell, back = box.posted
    assert fell.json["type"] == "down"
    title = fell.json["data"]["title"]
    assert title.startswith("Mail is down since ")
    assert "Files is down since " in title
    assert title.endswith(", because of Mail")
    assert "Times are in UTC." in fell.json["data"]["text"]
    assert fell.json["data"]["link"] == "https://status.example.com/"
    assert back.json["type"] == "recovered"
    assert back.json["data"]["title"] == "Mail and Files work again"
    assert " works again since " in back.json["data"]["text"]


def test_a_kill_before_the_notice_is_decided_loses_and_doubles_nothing(
    tmp_path: Path, service: Service, box: Letterbox
) -> None:
    site = write(tmp_path, service, EVENTS)
    with monitoring(site, box) as one:
        service.works = False
        until(lambda: " is down: " in one.said(), what="the fall")
        kill(one)
    assert box.posted == []
    with monitoring(site, box) as one:
        until(lambda: box.posted, what="the fall")
        service.works = True
        until(lambda: len(box.posted) >= 2, what="the recovery")
    assert [one.split(" ")[0] for one in titles(box)] == ["Mail", "Mail"]


def test_a_kill_while_a_channel_is_out_of_reach_loses_nothing(
    tmp_path: Path, service: Service, box: Letterbox
) -> None:
    site = write(tmp_path, service, EVENTS)
    box.status = 500
    with monitoring(site, box) as one:
        service.works = False
        until(lambda: "could not be sent and is tried again" in one.said(), what="the failure")
        assert "status 500" in one.said()
        assert "T0P5ECRET" not in one.said()
        kill(one)
    refused = len(box.posted)
    box.status = 200
    with monitoring(site, box) as one:
        until(lambda: len(box.posted) > refused, what="the notice")
        service.works = True
        until(lambda: len(box.posted) > refused + 1, what="the recovery")
    ids = [one.headers["webhook-id"] for one in box.posted]
    assert ids[refused] == ids[0]
    assert ids[refused + 1] != ids[0]


def test_a_kill_while_it_is_sent_sends_it_again_under_the_same_id(
    tmp_path: Path, service: Service, box: Letterbox
) -> None:
    site = write(tmp_path, service, EVENTS)
    box.shut.set()
    with monitoring(site, box) as one:
        service.works = False
        until(lambda: box.posted, what="the notice")
        kill(one)
    box.shut.clear()
    with monitoring(site, box) as one:
        until(lambda: len(box.posted) >= 2, what="the notice again")
        service.works = True
        until(lambda: len(box.posted) >= 3, what="the recovery")
    first, again, _ = (one.headers["webhook-id"] for one in box.posted)
    assert first == again


def test_a_channel_that_hangs_delays_neither_checks_nor_others(
    tmp_path: Path, service: Service, box: Letterbox
) -> None:
    with letterbox() as other:
        other.shut.set()
        more = f'{EVENTS}\n[[notify]]\nname = "slow"\nkind = "webhook"\nurl = "{other.url}"\n'
        with monitoring(write(tmp_path, service, more), box) as one:
            service.works = False
            until(lambda: box.posted and other.posted, what="the fall")
            service.works = True
            until(lambda: len(box.posted) >= 2, what="the recovery")
            assert len(other.posted) == 1
            assert one.said().count("/http is ok: ") == 4


def test_an_update_goes_to_the_list_without_details(tmp_path: Path, service: Service, box: Letterbox) -> None:
    more = f"""
[[notify]]
what = "updates"
kind = "webhook"
url = "{box.url}"
"""
    site = write(tmp_path, service, more)
    with monitoring(site, box):
        service.works = False
        now = format_instant(utc_now())
        text = f"---\ntitle: Mail is late\ncomponents: [mail]\n---\n## {now} — Investigating\nIt *waits*.\n"
        (site / "incidents" / "late.md").write_text(text)
        until(lambda: box.posted, what="the update")
    [one] = box.posted
    assert one.json["type"] == "incident"
    assert one.json["data"]["title"] == "[Investigating] Mail is late"
    assert one.json["data"]["text"] == "It *waits*.\nConcerns: Mail"
    assert one.json["data"]["link"].startswith("https://status.example.com/incidents/late/#update-")


def test_old_posts_and_a_restart_are_no_news(tmp_path: Path, service: Service, box: Letterbox) -> None:
    site = write(tmp_path, service, EVENTS.replace('"down", ', '"down", "incident", '))
    (site / "incidents" / "old.md").write_text(
        "---\ntitle: Old\n---\n## 2026-01-02 10:00 UTC — Resolved\nIt was.\n"
    )
    with monitoring(site, box) as one:
        kill(one)
    with monitoring(site, box):
        now = format_instant(utc_now())
        (site / "incidents" / "new.md").write_text(f"---\ntitle: New\n---\n## {now} — Resolved\nIt is.\n")
        until(lambda: box.posted, what="the new one")
    assert titles(box) == ["[Resolved] New"]


UPSTREAM = """
[providers.s3]
name = "S3"
format = "statuspage"
url = "{page}/api/v2/summary.json"
every = "1s"

[components.files]
name = "Files"
depends_on = ["provider:s3"]
[[components.files.checks]]
kind = "http"
url = "{service}/files"

[[notify]]
url = "${{HOOK}}"
kind = "webhook"
events = ["provider"]
"""


def summary(trouble: bool) -> bytes:
    """What a provider's page answers, in the shape that such pages have."""
    status = "major_outage" if trouble else "operational"
    page = {"id": "x", "name": "S3", "url": "https://s3.example", "updated_at": format_instant(utc_now())}
    body = {
        "page": page,
        "status": {"indicator": "critical" if trouble else "none", "description": "So it is"},
        "components": [{"id": "a", "name": "Storage", "status": status, "group": False}],
        "incidents": [],
        "scheduled_maintenances": [],
    }
    return response(json.dumps(body).encode())


def test_a_providers_trouble_is_told_once_over_a_kill_and_that_it_is_over(
    tmp_path: Path, service: Service, box: Letterbox
) -> None:
    trouble = [False]
    with serving(pages(lambda _path, _heard: summary(trouble[0]))) as upstream:
        head = SITE.partition("[components.files]")[0].format(service=service.url)
        more = UPSTREAM.format(page=upstream.url, service=service.url)
        site = write(tmp_path, service, "")
        (site / "statuspage.toml").write_text(head + more)
        with monitoring(site, box) as one:
            until(lambda: "s3 reports no trouble" in one.said(), what="the provider")
            trouble[0] = True
            until(lambda: box.posted, what="the trouble")
            kill(one)
        with monitoring(site, box) as one:
            trouble[0] = False
            until(lambda: "puts nothing of ours at risk" in str(titles(box)), what="that it is over")
    assert {posted.json["type"] for posted in box.posted} == {"provider"}
    by_id = {posted.headers["webhook-id"] for posted in box.posted}
    assert len(by_id) == 2
    assert "At risk: Files" in box.posted[0].json["data"]["text"]
