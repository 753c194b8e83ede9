"""What can't be sent is tried again across restarts, given up after a day, and said in the page's health."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.store.folder import DATABASE
from statuspage.timeutil import format_instant, utc_now
from tests.letterbox import Letterbox, letterbox
from tests.processes import Running, serving_site, until
from tests.servers import CERTS

SITE = """
[site]
name = "Virtual Office"
url = "https://status.example.com"

[components.mail]
name = "Mail"

[components.files]
name = "Files"
"""
HUB = '\n[feeds]\nhub = "{url}"\n'
LIST = '\n[[notify]]\nname = "list"\nkind = "webhook"\nwhat = "updates"\nurl = "{url}"\n'
POST = "---\ntitle: Mail is late\ncomponents: [mail]\n---\n## {now} — Investigating\nIt waits.\n"
LOST = "A notice was given up in the last 24 hours: the monitor's log says which."
WORD = "Notices can't be sent: the monitor's log says why."
PLACE = "https://status.example.com"


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Letterbox]:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTS / "ca.pem"))
    with letterbox("good.pem") as made:
        yield made


def write(tmp_path: Path, more: str, box: Letterbox) -> Path:
    site = tmp_path / "site"
    (site / "incidents").mkdir(parents=True)
    (site / "statuspage.toml").write_text(SITE + more.format(url=box.url))
    return site


@contextmanager
def serving(site: Path) -> Iterator[Running]:
    """The page and its monitor, which has looked at all posts."""
    number = len(list(site.parent.glob("*.log")))
    with serving_site(site, site.parent / f"{number}.log") as one:
        until(lambda: told(site), what="what was told so far")
        yield one


def told(site: Path) -> bool:
    with closing(sqlite3.connect(site / ".statuspage" / DATABASE)) as db:
        return bool(db.execute("SELECT count(*) FROM told").fetchone()[0])


def publish(site: Path) -> Path:
    path = site / "incidents" / "late.md"
    path.write_text(POST.format(now=format_instant(utc_now())))
    return path


def age(site: Path, by: timedelta) -> None:
    """What waits in a stopped page's outbox, and its failing, as if it had begun so long before."""
    with closing(sqlite3.connect(site / ".statuspage" / DATABASE)) as db, db:
        db.execute("UPDATE outbox SET at = at - ?1, due = due - ?1", [by // timedelta(milliseconds=1)])
        db.execute("UPDATE failing SET since = since - ?", [by // timedelta(milliseconds=1)])
        db.execute("UPDATE heart SET notices_failing_since = (SELECT min(since) FROM failing)")
        db.execute(
            "UPDATE heart SET notices_given_up_at = notices_given_up_at - ?",
            [by // timedelta(milliseconds=1)],
        )


def says(one: Running) -> str:
    """What the page's health says in the open."""
    body = json.loads(one.get("/healthz")[1])
    return f"{body['status']} {' '.join(body['notes'])}".strip()


def topics(box: Letterbox) -> list[str]:
    return box.posted[-1].form["hub.url"]


def test_a_hub_that_fails_is_told_again_after_a_restart_and_then_of_what_is_gone(
    tmp_path: Path, box: Letterbox
) -> None:
    site = write(tmp_path, HUB, box)
    box.status = 503
    with serving(site) as one:
        path = publish(site)
        until(lambda: "could not be sent and is tried again" in one.said(), what="the failure")
        assert "status 503" in one.said()
        first = topics(box)
    assert f"{PLACE}/components/mail/history.atom" in first
    assert f"{PLACE}/incidents/late/updates.json" in first
    refused, box.status = len(box.posted), 202
    with serving(site) as one:
        until(lambda: len(box.posted) > refused, what="the same again")
        assert topics(box) == first
        path.unlink()
        until(lambda: len(box.posted) > refused + 1, what="the feeds that a post has left")
    of_mail = [f"{PLACE}/components/mail/{name}" for name in ("history.rss", "updates.json")]
    assert set(of_mail) <= set(topics(box))
    assert not [topic for topic in topics(box) if "/incidents/" in topic or "/files/" in topic]


def test_a_notice_is_given_up_after_a_day_with_a_word_for_another(tmp_path: Path, box: Letterbox) -> None:
    site = write(tmp_path, LIST, box)
    box.status = 503
    with serving(site) as one:
        publish(site)
        until(lambda: "could not be sent and is tried again" in one.said(), what="the failure")
        assert says(one) == "pass"
    age(site, timedelta(days=1))
    with serving(site) as one:
        until(lambda: "was given up: [Investigating] Mail is late" in one.said(), what="the end of trying")
        until(lambda: says(one) == f"warn {WORD} {LOST}", what="both words")
        box.status = 200
        path = site / "incidents" / "files.md"
        path.write_text(POST.format(now=format_instant(utc_now())).replace("Mail", "Files"))
        until(lambda: says(one) == f"warn {LOST}", what="the end of one word")
    age(site, timedelta(days=1))
    with serving(site) as one:
        until(lambda: says(one) == "pass", what="the end of the other")
    assert box.posted[-1].json["data"]["title"] == "[Investigating] Files is late"
