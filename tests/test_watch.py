"""``statuspage watch``: the page seen from another machine."""

import json
from datetime import timedelta
from pathlib import Path

from statuspage.timeutil import format_instant, utc_now
from statuspage.watch import Watcher
from tests.letterbox import letterbox
from tests.processes import command, free_port, running, until
from tests.test_build import static_server
from tests.web.made import write_site, write_store


def write_page(folder: Path, minutes: float) -> None:
    """A page that may be believed for so many minutes more."""
    now = utc_now()
    page = folder / "api/v1/snapshot.json"
    page.parent.mkdir(parents=True, exist_ok=True)
    data = {"page": {"name": "Office", "status": "operational"}, "components": []}
    until = format_instant(now + timedelta(minutes=minutes))
    page.write_text(json.dumps(data | {"generated_at": format_instant(now), "valid_until": until}))


def test_a_page_that_is_up_to_date_is_good(tmp_path: Path) -> None:
    write_page(tmp_path / "www", 5)
    with static_server(tmp_path / "www") as address:
        seen = command("watch", address)
    assert (seen.returncode, seen.stdout) == (0, f"{address} can be reached and is up to date.\n")


def test_one_that_may_be_believed_no_more_or_is_gone_is_not(tmp_path: Path) -> None:
    write_page(tmp_path / "www", -5)
    with static_server(tmp_path / "www") as address:
        old = command("watch", address)
        none = command("watch", f"{address}/elsewhere")
    assert (old.returncode, "may be believed no more since" in old.stderr) == (1, True)
    assert (none.returncode, "can't be read" in none.stderr) == (1, True)
    assert command("watch", f"http://127.0.0.1:{free_port()}").returncode == 1


def test_notices_go_out_at_the_second_bad_look_and_when_it_is_good_again(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    toml = '[site]\nname = "Office"\nurl = "https://status.example.com"\n'
    write_page(tmp_path / "www", 5)
    with letterbox() as box, static_server(tmp_path / "www") as address:
        (site / "statuspage.toml").write_text(f'{toml}[[notify]]\nkind = "webhook"\nurl = "{box.url}"\n')
        watcher = Watcher(address, site)
        for minutes in (5, -5, -5, -5, 5, 5):
            write_page(tmp_path / "www", minutes)
            watcher.look()
    assert [one.json["type"] for one in box.posted] == ["unknown", "recovered"]


def test_it_goes_on_and_tells_when_the_maker_has_died_and_is_back(tmp_path: Path) -> None:
    site, www = write_site(tmp_path / "site"), tmp_path / "www"
    write_store(site / ".statuspage")
    with letterbox() as box:
        toml = (site / "statuspage.toml").read_text()
        (site / "statuspage.toml").write_text(f'{toml}\n[[notify]]\nkind = "webhook"\nurl = "{box.url}"\n')
        built = ("build", str(site), "--out", str(www))
        assert command(*built, "--valid-for", "5s").returncode == 0
        with static_server(www) as address:
            words = ("watch", address, "--every", "1s", "--site", str(site))
            with running(*words, log=tmp_path / "log") as one:
                until(lambda: "is up to date" in one.said(), what="a good look")
                until(lambda: [each.json["type"] for each in box.posted] == ["unknown"], 30)
                assert command(*built).returncode == 0
                until(lambda: [each.json["type"] for each in box.posted] == ["unknown", "recovered"], 30)
