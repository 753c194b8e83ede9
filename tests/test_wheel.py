"""The wheel is whole: it needs no checkout beside it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent


@pytest.mark.world
def test_the_wheel_works_away_from_its_checkout(tmp_path: Path) -> None:
    built = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(tmp_path), str(TOP)]
    subprocess.run(built, check=True, capture_output=True, timeout=110)
    (wheel,) = tmp_path.glob("statuspage_generator-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "unpacked")
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "unpacked")}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
        )
        return done.stdout

    where = run("-c", "from statuspage.resources import sample_site_dir as s; print(s())").strip()
    assert Path(where).is_relative_to(tmp_path / "unpacked")
    run("-m", "statuspage", "init", "mine")
    run("-m", "statuspage", "build", "mine", "--out", "public")
    assert (tmp_path / "public" / "static" / "page.css").exists()
    assert "fine" in run("-m", "statuspage", "lint", where)
