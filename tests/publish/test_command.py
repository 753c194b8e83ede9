"""A command as target: it gets the folder, no shell, and only so much time."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.publish.command import by_command
from statuspage.publish.notpublished import NotPublished
from tests.publish.places import FIRST, build, target, texts


def test_it_gets_the_folder_and_its_variables(tmp_path: Path) -> None:
    built = build(tmp_path / "built", FIRST)
    by_command(built, target("command", command=("cp", "-r", "{dir}", "copy")), tmp_path)
    assert texts(tmp_path / "copy") == FIRST
    words = ("sh", "-c", 'printf %s "$KEY" > key')
    by_command(built, target("command", command=words, env={"KEY": "opensesame"}), tmp_path)
    assert (tmp_path / "key").read_text() == "opensesame"


def test_a_hanging_one_is_ended(tmp_path: Path) -> None:
    slow = target("command", command=("sleep", "60"), timeout=timedelta(seconds=0.3))
    start = time.monotonic()
    with pytest.raises(NotPublished, match="took longer than"):
        by_command(tmp_path, slow, tmp_path)
    assert time.monotonic() - start < 10


def test_a_failing_one_says_why_without_secrets(tmp_path: Path) -> None:
    words = ("sh", "-c", 'echo "no entry with $KEY" >&2; exit 3')
    with pytest.raises(NotPublished) as failed:
        by_command(tmp_path, target("command", command=words, env={"KEY": "opensesame"}), tmp_path)
    assert str(failed.value) == "sh failed with code 3: no entry with …"
    with pytest.raises(NotPublished, match="no program"):
        by_command(tmp_path, target("command", command=("no-such-program-here",)), tmp_path)
