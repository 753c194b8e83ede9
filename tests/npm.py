"""Other people's programs by npm, kept in a folder of the user's cache."""

import os
import shutil
import subprocess
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "statuspage-world"


def npm_file(package: str, name: str, version: str = "latest") -> Path:
    """A file of a package, installed when first wanted; skips the test, by name, where it can't be had."""
    found = FOLDER / "node_modules" / package / name
    if not found.is_file():
        _install(f"{package}@{version}")
    if not found.is_file():
        pytest.skip(f"npm's {package} can't be had here")
    return found


def program(name: str) -> str:
    """Where a program of this machine is; skips the test, by name, where it is not."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"no {name} on this machine")
    return found


def _install(package: str) -> None:
    npm = program("npm")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".lock").open("w") as lock:
        flock(lock, LOCK_EX)  # two at once undo each other's work
        subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", "--prefix", str(FOLDER), package],
            capture_output=True,
            timeout=300,
            check=False,
        )
