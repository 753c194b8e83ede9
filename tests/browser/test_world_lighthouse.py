"""Lighthouse's marks for the first page, on its slow phone."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.stage import Stage
from tests.conftest import CHROMIUM
from tests.npm import npm_file, program

pytestmark = [pytest.mark.browser, pytest.mark.world, pytest.mark.timeout(600)]

LEAST = {"accessibility": 100, "best-practices": 100, "performance": 98, "seo": 100}


@pytest.fixture
def short() -> Iterator[Path]:
    """A temporary folder with a short name: Chromium's socket in it must stay below 108 bytes."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.parametrize("state", ["fine", "incident"])
def test_lighthouse_gives_full_marks(stage: Stage, short: Path, state: str) -> None:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    lighthouse = npm_file("lighthouse", "cli/index.js")
    report = short / "report.json"
    flags = "--headless=new --no-sandbox --disable-background-networking"
    ended = subprocess.run(
        [
            *(program("node"), str(lighthouse), stage.url(f"{state}/"), "--quiet"),
            *("--output=json", f"--output-path={report}", f"--chrome-flags={flags}"),
            f"--only-categories={','.join(LEAST)}",
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**os.environ, "CHROME_PATH": CHROMIUM, "TMPDIR": str(short)},
    )
    assert ended.returncode == 0, ended.stderr
    told = json.loads(report.read_text())
    marks = {name: round(100 * one["score"]) for name, one in told["categories"].items()}
    low = [name for name, mark in marks.items() if mark < LEAST[name]]
    why = [
        f"{one['id']}: {one.get('displayValue', one['title'])}"
        for one in told["audits"].values()
        if one["score"] is not None and one["score"] < 1
    ]
    assert low == [], (marks, why)
