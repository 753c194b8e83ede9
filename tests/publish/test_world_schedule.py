"""The scheduled job in the documentation, run step by step as a CI service does."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from tests.git.repos import git
from tests.publish.test_world_servers import PUBLISH, block
from tests.servers import response, says, serving
from tests.web.made import write_site

pytestmark = [pytest.mark.world, pytest.mark.timeout(300), pytest.mark.usefixtures("own_git")]

SITE = """[site]
name = "Virtual Office"
url = "https://status.example.com"
[components.portal]
name = "Customer portal"
[[components.portal.checks]]
kind = "http"
url = "{url}"
"""


def run_of_the_job(remote: Path, folder: Path) -> Path:
    """One run: a fresh checkout, then every step that is a script. The folder that is handed to the host."""
    git(folder.parent, "clone", "--quiet", str(remote), str(folder))
    steps = yaml.safe_load(block(PUBLISH, "## Without a server of your own", "jobs:"))["jobs"]["status"][
        "steps"
    ]
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    for script in (step["run"] for step in steps if "run" in step):
        if script.startswith("pip install"):
            continue
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=folder,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    return folder / str(next(step["with"]["path"] for step in steps if "upload" in step.get("uses", "")))


def asked(remote: Path, folder: Path) -> int:
    """How many answers are in the history that is kept in the branch."""
    file = folder / "kept-history.db"
    kept = subprocess.run(["git", "show", "history:store.db"], cwd=remote, capture_output=True, check=True)
    file.write_bytes(kept.stdout)
    with closing(sqlite3.connect(file)) as database:
        return int(database.execute("select count(*) from results").fetchone()[0])


def test_the_job_keeps_its_history_and_says_what_it_saw(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    remote = tmp_path / "remote.git"
    git(tmp_path, "clone", "--quiet", str(remote), "work")
    with serving(says(response())) as server:
        write_site(tmp_path / "work", toml=SITE.format(url=server.url))
        (tmp_path / "work/incidents/2026-11-20-mail-late.md").unlink()
        git(tmp_path / "work", "add", ".")
        git(tmp_path / "work", "commit", "--quiet", "-m", "site")
        git(tmp_path / "work", "push", "--quiet", "origin", "HEAD:main")
        first = run_of_the_job(remote, tmp_path / "first")
        assert status(first) == "operational"
        before = asked(remote, tmp_path)
    second = run_of_the_job(remote, tmp_path / "second")
    assert status(second) == "major_outage"  # confirmed within the run
    assert asked(remote, tmp_path) > before
    assert git(remote, "rev-list", "--count", "history") == "1"


def status(public: Path) -> str:
    told = json.loads((public / "api/v1/snapshot.json").read_text())
    return str(told["components"][0]["status"])
