"""The systemd unit in the documentation, read by systemd."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.publish.test_world_servers import HOST, PUBLISH, block

pytestmark = [pytest.mark.world, pytest.mark.timeout(600)]

MOST_EXPOSED = 25
"""Tenths of systemd's own measure, in which an open service has 96 and one below 30 is fine."""


@pytest.fixture
def analyze() -> str:
    return shutil.which("systemd-analyze") or pytest.skip("systemd-analyze is not installed")


def test_the_unit_is_right_and_shuts_itself_in(analyze: str, tmp_path: Path) -> None:
    unit = tmp_path / "statuspage.service"
    text = block(HOST, "## systemd", "ExecStart").replace("/opt/statuspage/bin/statuspage", sys.executable)
    more = block(PUBLISH, "## As a systemd unit", "ReadWritePaths")
    unit.write_text(text.replace("[Install]", f"{more}\n[Install]"))
    for words in (("verify",), ("security", "--offline=true", f"--threshold={MOST_EXPOSED}")):
        done = subprocess.run((analyze, *words, str(unit)), capture_output=True, text=True, check=False)
        assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
        assert "Unknown" not in done.stderr
