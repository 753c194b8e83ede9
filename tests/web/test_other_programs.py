"""Programs that others wrote for Statuspage's API, against a served page, each in its own environment."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.npm import npm_file, program
from tests.processes import Running
from tests.web.states import OPEN_POSTS, PLANNED, SAID, page_in

pytestmark = [pytest.mark.world, pytest.mark.timeout(600)]

ONLY = ["--max-examples", "40", "--generation-database", "none"]


def installed(folder: Path, *packages: str) -> Path:
    """The programs of an environment that has some packages; skips the test where they can't be had."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=120)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages]
    if subprocess.run(pip, check=False, timeout=400, capture_output=True).returncode:
        pytest.skip(f"{' and '.join(packages)} can't be installed here")
    return folder / "bin"


@pytest.fixture(params=SAID)
def page(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Running]]:
    """A page in a state of that name."""
    with page_in(str(request.param), tmp_path) as one:
        yield str(request.param), one


def told(*command: str, cwd: Path, seconds: float = 60, **env: str) -> Any:
    """What a program printed last, as JSON."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


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


def test_an_exporter_and_a_reader_by_pip_read_ours(
    page: tuple[str, Running], clients: Path, tmp_path: Path
) -> None:
    state, one = page
    # One of them keeps what it read in a folder beside it.
    both = told(str(clients / "python"), "-c", CLIENTS, f"http://127.0.0.1:{one.port}", cwd=tmp_path)
    status = both["reader"]["summary"]["status"]
    assert (status["indicator"], status["description"]) == SAID[state]
    assert both["exporter"]["success"]
    assert len(both["exporter"]["component_metadata"]) == 3
    assert len(both["reader"]) == 8


STATUSCHECK = """
import json, sys
from statuscheck.services.bases._statuspageio import BaseStatusPageAPI
class Ours(BaseStatusPageAPI):
    def _get_base_url(self):
        return sys.argv[1] + "/api/v2/"
page = Ours().get_summary()
print(json.dumps({
    "status": [page.status.code, page.status.description, page.status.is_ok],
    "components": {one.name: one.status for one in page.components},
    "posts": [[one.status, *(part.name for part in one.components)] for one in page.incidents],
}))
"""


@pytest.fixture(scope="module")
def statuscheck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("statuscheck"), "statuscheck==3.11.0")


def test_statuscheck_reads_ours(page: tuple[str, Running], statuscheck: Path, tmp_path: Path) -> None:
    state, one = page
    ours = told(str(statuscheck / "python"), "-c", STATUSCHECK, f"http://127.0.0.1:{one.port}", cwd=tmp_path)
    assert ours["status"] == [*SAID[state], state == "none"]
    mail = {"none": "Operational", "incident": "Degraded performance", "maintenance": "Under maintenance"}
    assert ours["components"]["Mail"] == mail.get(state, "Major outage")
    assert len(ours["posts"]) == OPEN_POSTS[state] + PLANNED[state]
    assert all("Mail" in post for post in ours["posts"])


STATUSPAGE_IO = """
const { Statuspage } = require("statuspage.io");
const page = new Statuspage("ours");
page.setApiUrl(process.argv[1]);
const { api } = page;
(async () => console.log(JSON.stringify({
  status: (await api.getStatus()).status,
  components: (await api.getComponents()).components.length,
  summary: Object.keys(await api.getSummary()),
  all: (await api.incidents.getAll()).incidents.length,
  unresolved: (await api.incidents.getUnresolved()).incidents.length,
  upcoming: (await api.scheduledMaintenances.getUpcoming()).scheduled_maintenances.length,
})))();
"""


def test_statuspage_io_by_npm_reads_ours(page: tuple[str, Running], tmp_path: Path) -> None:
    state, one = page
    # The last version that has any code in its package.
    main = npm_file("statuspage.io", "dist/index.js", "3.3.8")
    address, packages = f"http://127.0.0.1:{one.port}", str(main.parents[2])
    ours = told(program("node"), "-e", STATUSPAGE_IO, address, cwd=tmp_path, NODE_PATH=packages)
    assert (ours["status"]["indicator"], ours["status"]["description"]) == SAID[state]
    assert {"page", "components", "incidents", "scheduled_maintenances", "status"} <= set(ours["summary"])
    assert (ours["components"], ours["unresolved"]) == (3, OPEN_POSTS[state])
    assert ours["all"] >= ours["unresolved"]
    # It asks for those to come whichever maintenances it is asked for.
    assert ours["upcoming"] == (0 if state == "maintenance" else PLANNED[state])
