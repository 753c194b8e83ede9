"""Clones to work in, as people do."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage.git.sync import Sync, sync

NOW = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
KEPT = "refs/statuspage/20261123T100500Z"
_AUTHOR = {"NAME": "Ada Author", "EMAIL": "ada@example.com"}


def git(folder: Path, *arguments: str, **env: str) -> str:
    """Run git as a person would; AssertionError with its words where it fails."""
    person = {f"GIT_{who}_{key}": value for who in ("AUTHOR", "COMMITTER") for key, value in _AUTHOR.items()}
    ran = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, "GIT_CONFIG_NOSYSTEM": "1", **person, **env},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@dataclass(frozen=True)
class Clone:
    root: Path

    @classmethod
    def of(cls, remote: Path, root: Path) -> "Clone":
        git(remote.parent, "clone", "--quiet", str(remote), str(root))
        return cls(root)

    def git(self, *arguments: str, **env: str) -> str:
        return git(self.root, *arguments, **env)

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def read(self, name: str) -> str:
        return (self.root / name).read_text()

    def commit(self, message: str = "more", at: datetime | None = None) -> str:
        self.git("add", "--all")
        dates = {f"GIT_{who}_DATE": at.isoformat() for who in ("AUTHOR", "COMMITTER")} if at else {}
        self.git("commit", "--quiet", "--allow-empty", "-m", message, **dates)
        return self.head

    def post(self, files: Mapping[str, str]) -> str:
        """Write, commit and push."""
        self.write(files)
        commit = self.commit()
        self.git("push", "--quiet", "origin", "main")
        return commit

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    @property
    def status(self) -> list[str]:
        return self.git("status", "--porcelain").splitlines()

    def sync(
        self, remote: str = "origin", branch: str = "main", seconds: float = 20, *, push: bool = True
    ) -> Sync:
        return sync(self.root, remote, branch, now=NOW, timeout=timedelta(seconds=seconds), push=push)
