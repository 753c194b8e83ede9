"""The copy of the sample site that the demo serves."""

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from statuspage.demo.catalogue import STAGES
from statuspage.demo.outage import OUTAGES
from statuspage.demo.servers import SLOW_SECONDS
from statuspage.demo.services import Service
from statuspage.demo.site import write_demo_site
from statuspage.errors import StatusPageError
from statuspage.resources import sample_site_dir
from statuspage.sitefiles import open_site
from statuspage.timeutil import parse_duration

SERVICES = {
    name: Service(stage.kind, port, stage.origin) for port, (name, stage) in enumerate(STAGES.items(), 40000)
}


def read(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "statuspage.toml").read_text(encoding="utf-8"))


def checks(site: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {name: component.get("checks", []) for name, component in site["components"].items()}


def test_every_check_asks_loopback(tmp_path: Path) -> None:
    write_demo_site(tmp_path, SERVICES)
    for name, asked in checks(read(tmp_path)).items():
        for check in asked:
            address = str(check.get("url") or check["address"])
            assert address.removeprefix("http://").startswith(f"127.0.0.1:{SERVICES[name].port}")


def test_paths_and_expectations_stay(tmp_path: Path) -> None:
    write_demo_site(tmp_path, SERVICES)
    sample, copy = checks(read(sample_site_dir())), checks(read(tmp_path))
    assert copy["portal"][1]["url"].endswith("/sign-in")
    assert {name: [check.get("expect") for check in asked] for name, asked in copy.items()} == {
        name: [check.get("expect") for check in asked] for name, asked in sample.items()
    }


def test_the_rhythm_can_be_watched_and_slow_lies_between_its_limits(tmp_path: Path) -> None:
    write_demo_site(tmp_path, SERVICES, every="4s")
    site = read(tmp_path)
    monitor = site["monitor"]
    assert (monitor["every"], monitor["timeout"], monitor["confirm_every"]) == ("4s", "3s", "1s")
    assert parse_duration(monitor["timeout"]).total_seconds() > SLOW_SECONDS + 1
    for asked in checks(site).values():
        for check in asked:
            assert parse_duration(check["slow_after"]).total_seconds() < SLOW_SECONDS - 0.5


def test_no_step_of_a_replayed_outage_is_missed(tmp_path: Path) -> None:
    write_demo_site(tmp_path, SERVICES)
    [provider] = open_site(tmp_path).site.providers
    steps = [step.at for step in OUTAGES["s3-2017"].steps]
    shortest = min(after - before for before, after in pairwise(steps))
    assert shortest / 60 > 3 * provider.every


def test_the_timeout_is_never_longer_than_the_interval(tmp_path: Path) -> None:
    write_demo_site(tmp_path, SERVICES, every="2s")
    assert read(tmp_path)["monitor"]["timeout"] == "2s"


def test_the_address_changes_only_when_asked(tmp_path: Path) -> None:
    write_demo_site(tmp_path, SERVICES)
    assert read(tmp_path)["site"] == read(sample_site_dir())["site"]
    write_demo_site(tmp_path, SERVICES, url="http://127.0.0.1:8000")
    assert read(tmp_path)["site"] == read(sample_site_dir())["site"] | {"url": "http://127.0.0.1:8000"}


def test_posts_come_along_and_nothing_else(tmp_path: Path) -> None:
    write_demo_site(tmp_path / "new", SERVICES)
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["incidents", "statuspage.toml"]
    posts = {path.name: path.read_bytes() for path in (sample_site_dir() / "incidents").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "new" / "incidents").iterdir()} == posts


def test_a_service_that_the_sample_does_not_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StatusPageError, match="The sample site has nothing like"):
        write_demo_site(tmp_path, {"fax": Service("tcp", 1, "fax.virtual-office.example:66")})
    assert not list(tmp_path.iterdir())
