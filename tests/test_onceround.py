"""``statuspage monitor --once``: a monitor for machines that only lend an hour now and then."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from statuspage.build import build
from statuspage.decide.freshness import monitor_until
from statuspage.store.reader import Reader
from statuspage.timeutil import parse_instant, utc_now
from tests.make import at
from tests.processes import command, free_port

TOML = """
[site]
name = "Office"
url = "https://status.example.com"
[monitor]
every = "60s"
[components.mail]
name = "Mail"
[[components.mail.checks]]
kind = "tcp"
address = "127.0.0.1:{port}"
confirm_every = "1s"
[[components.mail.checks]]
kind = "heartbeat"
token = "secret-secret-secret"
every = "1h"
"""


def write(root: Path) -> Path:
    root.mkdir()
    (root / "statuspage.toml").write_text(TOML.replace("{port}", str(free_port())))
    return root


def mail(site: Path, out: Path, minutes: float) -> dict[str, Any]:
    """What a page that is built so many minutes later says of the component."""
    moment = utc_now() + timedelta(minutes=minutes)
    build(site, site / ".statuspage", out, now=moment, valid_for=timedelta(hours=1))
    found: dict[str, Any] = json.loads((out / "api/v1/snapshot.json").read_text())["components"][0]
    return found


def test_a_round_confirms_what_it_sees_and_holds_until_the_next(tmp_path: Path) -> None:
    site = write(tmp_path / "site")
    done = command("monitor", str(site), "--once", "--every", "10m", seconds=60)
    assert done.returncode == 0, done.stderr
    assert mail(site, tmp_path / "out", 0)["checks"][0]["outcome"] == "down"
    assert mail(site, tmp_path / "out", 9)["checks"][0]["outcome"] == "down"
    assert mail(site, tmp_path / "out", 30)["status"] == "unknown"
    reader = Reader(site / ".statuspage")
    assert reader.heart().rounds == timedelta(minutes=10)
    reader.close()


def test_a_round_that_promises_nothing_is_believed_as_ever(tmp_path: Path) -> None:
    site = write(tmp_path / "site")
    assert command("monitor", str(site), "--once", seconds=60).returncode == 0
    one = mail(site, tmp_path / "out", 0)
    assert one["checks"][0]["outcome"] == "down"
    until = parse_instant(one["checks"][0]["valid_until"])
    assert until - parse_instant(one["checks"][0]["checked_at"]) < timedelta(minutes=2)
    assert mail(site, tmp_path / "out", 9)["status"] == "unknown"


def test_an_interval_is_for_rounds_only(tmp_path: Path) -> None:
    site = write(tmp_path / "site")
    wrong = command("monitor", str(site), "--every", "10m")
    assert (wrong.returncode, "--once" in wrong.stderr) == (2, True)


def test_a_monitor_of_rounds_counts_as_alive_in_between() -> None:
    rounds = timedelta(minutes=10)
    assert monitor_until(at(0), at(300), rounds) == at(660)
    assert monitor_until(at(0), at(300)) == at(60)
