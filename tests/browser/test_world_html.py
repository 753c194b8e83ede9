"""HTML by the Nu checker, every page of every state."""

import subprocess
from pathlib import Path

import pytest

from statuspage.demo.states import STATES
from tests.browser.stage import Stage
from tests.npm import npm_file, program

pytestmark = [pytest.mark.world, pytest.mark.timeout(900)]


@pytest.mark.parametrize("state", STATES)
def test_every_page_is_valid_html(stage: Stage, tmp_path: Path, state: str) -> None:
    java, jar = program("java"), npm_file("vnu-jar", "build/dist/vnu.jar")
    paths = stage.paths(state)
    for path in paths if state != "many" else paths[:12]:
        file = tmp_path / f"{path.strip('/').replace('/', '~')}.html"
        file.write_bytes(stage.answer(path)[0].body)
    ended = subprocess.run(
        [java, "-Xss8m", "-jar", str(jar), "--errors-only", "--skip-non-html", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
