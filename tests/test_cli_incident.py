"""The commands that write posts, as somebody types them: text given or typed, diff, commit and push."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from tests.processes import command
from tests.web.made import write_site


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site without posts, and nobody with an editor."""
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    return write_site(tmp_path / "site", posts={})


def run(*arguments: str, site: Path) -> Result:
    return CliRunner().invoke(main, [*arguments, "--site", str(site)])


def posts(site: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (site / "incidents").glob("*.md")}


def test_an_incident_from_nothing_to_resolved(site: Path) -> None:
    opened = run(
        "incident", "open", "Mail is late", "--component", "mail=major_outage", "-m", "A.", site=site
    )
    assert opened.exit_code == 0, opened.output
    assert "+title: Mail is late\n" in opened.output
    [name] = posts(site)
    id_ = name.removesuffix(".md")
    listed = run("incident", "list", site=site)
    assert f"{id_}  incident  investigating  2" in listed.output
    assert (
        run("incident", "update", id_, "--status", "identified", "-m", "B.", "-m", "C.", site=site).exit_code
        == 0
    )
    assert run("incident", "resolve", id_, "-m", "D.", site=site).exit_code == 0
    assert posts(site)[name].count("\n## ") == 3
    assert "B.\n\nC.\n" in posts(site)[name]
    assert run("incident", "list", site=site).output == "No post is open.\n"
    assert "resolved" in run("incident", "list", "--all", site=site).output
    assert command("lint", str(site)).returncode == 0


def test_a_maintenance_and_an_advisory_are_posted(site: Path) -> None:
    window = ("--starts", "2026-12-05 06:00", "--for", "90m")
    planned = run("maintenance", "schedule", "Switch", "--component", "mail", *window, "-m", "A.", site=site)
    assert "+ends: 2026-12-05 07:30\n" in planned.output
    verdict = ("--provider", "aws-s3", "--verdict", "not_affected")
    assert run("advisory", "S3 fails", *verdict, "-m", "A.", site=site).exit_code == 0
    assert command("lint", str(site)).returncode == 0
    assert (
        run(
            "maintenance", "schedule", "A", *window, "--ends", "2026-12-06 06:00", "-m", "A.", site=site
        ).exit_code
        == 2
    )
    assert run("maintenance", "schedule", "A", *window[:2], "-m", "A.", site=site).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("incident", "open", "A", "--component", "mial", "-m", "A."), "did you mean mail?"),
        (("incident", "open", "-m", "A."), "needs a title"),
        (("incident", "open", "A", "-m", " "), "the text is empty"),
        (("incident", "open", "A"), "no terminal for an editor"),
        (("incident", "update", "nothing", "-m", "A."), "There is no post"),
        (("incident", "open", "A", "-m", "A.", "--commit"), "it is no git repository"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(
    site: Path, arguments: tuple[str, ...], says: str
) -> None:
    refused = run(*arguments, site=site)
    assert refused.exit_code == 1
    assert says in refused.output
    assert refused.output.count("\n") == 1
    assert posts(site) == {}


@pytest.mark.usefixtures("own_git")
def test_a_post_is_committed_and_pushed(site: Path, tmp_path: Path) -> None:
    def git(*arguments: str, cwd: Path = site) -> str:
        return subprocess.run(["git", *arguments], cwd=cwd, capture_output=True, text=True, check=True).stdout

    git("init", "--quiet", "--bare", "origin.git", cwd=tmp_path)
    git("init", "--quiet")
    git("remote", "add", "origin", os.fspath(tmp_path / "origin.git"))
    done = run("incident", "open", "Mail is late", "-m", "A.", "--push", site=site)
    assert done.exit_code == 0, done.output
    assert done.output.endswith("pushed to origin/main\n")
    assert "statuspage.toml is in no commit yet" in done.output
    git("add", ".")
    git("commit", "--quiet", "--amend", "--no-edit")
    git("push", "--quiet", "--force")
    done = run("incident", "resolve", next(iter(posts(site))), "-m", "B.", "--commit", site=site)
    assert done.exit_code == 0, done.output
    assert "in no commit yet" not in done.output
    assert git("log", "--format=%s") == "Mail is late: resolved\nMail is late: investigating\n"
    assert git("log", "--format=%s", "origin/main") == "Mail is late: investigating\n"


def test_two_processes_that_update_one_post_at_once_both_get_through(site: Path) -> None:
    run("incident", "open", "Mail", "-m", "A.", site=site)
    [name] = posts(site)
    started = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "statuspage",
                "incident",
                "update",
                name,
                "-m",
                f"Word {number}.",
                "--site",
                site,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for number in range(3)
    ]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    assert all(f"Word {number}." in posts(site)[name] for number in range(3))
