"""Programs that others wrote, against a served page. Each is installed into an environment of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import Running, free_port, running, until
from tests.web.made import POST, write_site, write_store

pytestmark = [pytest.mark.world, pytest.mark.timeout(600)]

WORKS = """---
title: New disks
kind: maintenance
components: [mail]
starts: 2030-11-28 22:00
ends: 2030-11-28 23:00
---
## 2020-11-20 10:00 UTC — Scheduled
Mail may be late.
"""
OPEN = POST.partition("## 2026-11-20 10:40")[0]
POSTS = {
    "none": {"past.md": POST},
    "minor": {"past.md": POST, "now.md": OPEN},
    "maintenance": {"works.md": WORKS.replace("2030-11-28 22:00", "2020-11-28 22:00")},
    "major": {"now.md": OPEN, "works.md": WORKS},
}
OUTCOMES = {"major": ["down", "down"]}
SAID = {
    "none": ("none", "All Systems Operational"),
    "minor": ("minor", "Partially Degraded Service"),
    "maintenance": ("maintenance", "Service Under Maintenance"),
    "major": ("major", "Partial System Outage"),
}

ONLY = ["--max-examples", "40", "--generation-database", "none"]


def installed(folder: Path, *packages: str) -> Path:
    """The programs of an environment that has some packages."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages]
    subprocess.run(pip, check=True, timeout=400, capture_output=True)
    return folder / "bin"


@pytest.fixture(params=POSTS)
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Running]]:
    """A page in a state of that name."""
    state = str(request.param)
    site, port = write_site(tmp_path / "site", posts=POSTS[state]), free_port()
    write_store(site / ".statuspage", OUTCOMES.get(state, ["ok", "ok"]))
    with running("web", str(site), "--port", str(port), log=tmp_path / "log", port=port) as one:
        until(lambda: one.get()[0] == 200, what="the page")
        yield state, one


@pytest.fixture(scope="module")
def schemathesis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("schemathesis"), "schemathesis==4.32.5")


def test_schemathesis_finds_nothing(page: tuple[str, Running], schemathesis: Path, tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{page[1].port}"
    done = subprocess.run(
        [str(schemathesis / "schemathesis"), "run", f"{address}/api/openapi.json", "--url", address, *ONLY],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


CLIENTS = """
import json, sys
from discordstatus import DiscordStatus
from statuspage_prometheus_exporter.service_checker import check_status_page_service as check
url = sys.argv[1] + "/api/v2"
reader = DiscordStatus()
reader.base_target = url
names = ["summary", "status", "components", "unresolved_incidents", "all_incidents"]
names += ["upcoming_maintenances", "active_maintenances", "all_maintenances"]
told = {name: getattr(reader, name) for name in names}
told = {name: one() if callable(one) else one for name, one in told.items()}
service = {"name": "Ours", "type": "status_page", "url": url + "/summary.json"}
print(json.dumps({"exporter": check("ours", service), "reader": told}, default=str))
"""


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wanted = ("statuspage-prometheus-exporter==2.6.0", "DiscordStatus==0.0.2")
    return installed(tmp_path_factory.mktemp("clients"), *wanted)


def test_readers_of_the_statuspage_api_read_ours(
    page: tuple[str, Running], clients: Path, tmp_path: Path
) -> None:
    state, one = page
    done = subprocess.run(
        [str(clients / "python"), "-c", CLIENTS, f"http://127.0.0.1:{one.port}"],
        cwd=tmp_path,  # one of them keeps what it read in a folder beside it
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    status = told["reader"]["summary"]["status"]
    assert (status["indicator"], status["description"]) == SAID[state]
    assert told["exporter"]["success"]
    assert len(told["exporter"]["component_metadata"]) == 3
    assert len(told["reader"]) == 8
