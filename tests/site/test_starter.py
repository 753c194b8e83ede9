"""The files that a new site begins with."""

import os
import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from statuspage.checks import KINDS
from statuspage.cli import main
from statuspage.errors import StatusPageError
from statuspage.site.config import ConfigRead, read_config
from statuspage.site.posts import Context, Source, read_post
from statuspage.site.starter import starter_text, write_starter

FILES = (
    "statuspage.toml",
    "incidents/_example.md",
    ".githooks/pre-commit",
    ".github/workflows/statuspage.yml",
)


def read(text: str) -> ConfigRead:
    return read_config(text, kinds={name: kind.options for name, kind in KINDS.items()})


def test_the_starter_reads_without_faults_and_has_one_check() -> None:
    config = read(starter_text("statuspage.toml"))
    assert config.faults == ()
    assert config.site is not None
    assert [(check.kind, check.key.component) for check in config.site.checks] == [("http", "website")]


def test_what_its_comments_suggest_reads_without_faults_as_well() -> None:
    text = starter_text("statuspage.toml")
    begin = text.index("# [components.mail]")
    config = read(text[:begin] + re.sub("^# ?", "", text[begin:], flags=re.MULTILINE))
    assert config.faults == ()
    assert config.site is not None
    assert [component.id for component in config.site.components] == ["website", "mail"]


def test_the_files_are_written_into_a_new_folder(tmp_path: Path) -> None:
    site = tmp_path / "a" / "site"
    assert write_starter(site) == [site / name for name in FILES]
    assert (site / "statuspage.toml").read_text(encoding="utf-8") == starter_text("statuspage.toml")


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_written_where_one_of_them_is_already(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(StatusPageError, match=r"is there already, and init overwrites nothing\.$"):
        write_starter(tmp_path)
    assert [path.read_text() for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(StatusPageError, match="can't be written"):
        write_starter(tmp_path / "site")


def test_the_example_post_is_not_shown(tmp_path: Path) -> None:
    assert all(path.name.startswith("_") for path in write_starter(tmp_path) if path.suffix == ".md")


def test_the_example_post_would_read_without_faults_if_it_had_another_name() -> None:
    source = Source(
        "incidents/slow.md", starter_text("incidents/_example.md"), datetime(2026, 11, 24, tzinfo=UTC)
    )
    read_back = read_post(source, Context(ZoneInfo("UTC"), {"website": "Website"}))
    assert read_back.faults == ()
    assert read_back.post is not None


def test_the_workflow_runs_a_command_that_there_is() -> None:
    workflow = yaml.safe_load(starter_text(".github/workflows/statuspage.yml"))
    ran = [step["run"] for step in workflow["jobs"]["lint"]["steps"] if "run" in step]
    name, *arguments = shlex.split(ran[-1])
    assert name == "statuspage"
    main.commands[arguments[0]].make_context("lint", arguments[1:])


@pytest.fixture
def repository(tmp_path: Path) -> dict[str, str]:
    """An environment with git in a new site, its hook turned on as the hook itself says."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "statuspage").write_text(f'#!/bin/sh\nexec {sys.executable} -m statuspage "$@"\n')
    (tmp_path / "bin" / "statuspage").chmod(0o755)
    who = {
        f"GIT_{part}_{what}": "a@example.com"
        for part in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    env = {**os.environ, **who, "PATH": path, "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}
    site = tmp_path / "site"
    write_starter(site)
    turn_on = re.search("git config core.hooksPath .*", starter_text(".githooks/pre-commit"))
    assert turn_on is not None
    for line in ("git init --quiet", turn_on[0], "git add --all"):
        subprocess.run(line.split(), cwd=site, env=env, check=True)
    return env | {"PWD": str(site)}


def commit(env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["git", "commit", "--quiet", "--message", "x"],
        cwd=env["PWD"],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_hook_lets_a_right_site_through_and_stops_a_wrong_one(repository: dict[str, str]) -> None:
    done = commit(repository)
    assert done.returncode == 0, done.stderr
    (Path(repository["PWD"]) / "incidents" / "a.md").write_text("---\ntitle: A\n---\n")
    subprocess.run(["git", "add", "."], cwd=repository["PWD"], env=repository, check=True)
    stopped = commit(repository)
    assert stopped.returncode == 1
    assert "incidents/a.md:" in stopped.stdout + stopped.stderr


def test_the_hook_stops_nothing_where_the_program_is_not_installed(repository: dict[str, str]) -> None:
    (Path(repository["HOME"]) / "bin" / "statuspage").unlink()
    done = commit(repository | {"PATH": "/usr/bin:/bin"})
    assert done.returncode == 0
    assert "not installed" in done.stderr
