"""Secrets in files and in history are found, and never shown."""

import subprocess
from pathlib import Path

import pytest

from statuspage.doctor.examined import Level
from statuspage.doctor.leaks import examine, kind_of

TOKEN = "ghp_" + "a1B2c3D4e5" * 4
TOKEN = TOKEN[:40]


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, text: str, name: str = "statuspage.toml") -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "a")


@pytest.mark.parametrize(
    "line",
    [
        f'token = "{TOKEN}"',
        "-----BEGIN RSA PRIVATE KEY-----",
        "AKIA" + "ABCDEFGHIJKLMNOP",
        'url = "https://hooks.slack.com/' + 'services/T0/B0/abc"',
        'proxy = "http://monitor:hunter22@proxy.example.com:3128"',
        'password = "correct-horse"',
        'auth = { bearer = "abcdefgh12" }',
        "whsec_" + "a" * 20,
    ],
)
def test_secrets_are_known_by_their_looks(line: str) -> None:
    assert kind_of(line)


@pytest.mark.parametrize(
    "line",
    [
        'token = "${STATUS_TOKEN}"',
        'proxy = "http://monitor:${PROXY_PASSWORD}@10.0.0.2:3128"',
        'url = "https://portal.example.com/health"',
        "Reset your password: https://example.com/reset",
        'secret = "whsec"',
        'id = "status.example.com,2026"',
    ],
)
def test_right_lines_are_none(line: str) -> None:
    assert kind_of(line) is None


def test_one_that_was_removed_is_still_in_history_and_is_not_shown(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, f'token = "{TOKEN}"\n')
    commit(tmp_path, 'token = "${TOKEN}"\n')
    look = examine(tmp_path)
    assert look.level is Level.WRONG
    assert "a token of GitHub in statuspage.toml of commit " in look.sentence
    assert TOKEN[4:] not in str(look)


def test_a_site_in_a_folder_of_a_repository_and_on_another_branch(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "a = 1\n", "site/statuspage.toml")
    git(tmp_path, "checkout", "-q", "-b", "other")
    commit(tmp_path, f"{TOKEN}\n", "site/incidents/a.md")
    git(tmp_path, "checkout", "-q", "main")
    assert "in incidents/a.md of commit" in examine(tmp_path / "site").sentence


def test_one_in_a_file_as_it_is_needs_no_history(tmp_path: Path) -> None:
    (tmp_path / "statuspage.toml").write_text(f'token = "{TOKEN}"\n', encoding="utf-8")
    assert examine(tmp_path).sentence == "Written down: a token of GitHub in statuspage.toml."


def test_without_any_it_is_fine(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    commit(tmp_path, 'token = "${TOKEN}"\n')
    assert examine(tmp_path).level is Level.FINE
