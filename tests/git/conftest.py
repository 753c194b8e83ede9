"""Real repositories, made once and copied."""

import shutil
from pathlib import Path

import pytest

from tests.git.repos import Clone, git


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git is told on this machine is nobody's here."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "home/.gitconfig"))


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bare repository with one commit."""
    root = tmp_path_factory.mktemp("pattern")
    git(root, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    git(root, "clone", "--quiet", "remote.git", "work")
    git(root / "work", "checkout", "--quiet", "-B", "main")
    work = Clone(root / "work")
    work.write({"statuspage.toml": "# a site\n", "incidents/a.md": "one\ntwo\nthree\n", "old.md": "old\n"})
    work.commit("first")
    work.git("push", "--quiet", "origin", "main")
    return root / "remote.git"


@pytest.fixture
def remote(tmp_path: Path, pattern: Path) -> Path:
    return Path(shutil.copytree(pattern, tmp_path / "remote.git"))


@pytest.fixture
def site(remote: Path, tmp_path: Path) -> Clone:
    """The checkout that a monitor serves."""
    return Clone.of(remote, tmp_path / "site")


@pytest.fixture
def author(remote: Path, tmp_path: Path) -> Clone:
    """Somebody else's checkout."""
    return Clone.of(remote, tmp_path / "author")
