"""Files in which every word is an attack, as commands tell of them in a real terminal."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from statuspage.cli.terminal import LogFormat, visible
from tests.web.hostile import STEERS, TURNS, write_hostile

COMMANDS = [
    ["lint", "."],
    ["lint", ".", "--format", "json"],
    ["lint", ".", "--format", "github"],
    ["status"],
    ["incident", "list", "--all"],
    ["incident", "templates"],
    ["incident", "resolve", "2026-11-20-outage", "-m", "Over."],
    ["incident", "resolve", f"no-such-{TURNS}\x1b[2J"],
    ["build", ".", "--out", "out"],
    ["lint", f"/no/such{TURNS}\x1b[2J"],
]
ODD_POST = """---
title: x
odd{0}: {0}
kind: {0}
components:
  mail{0}: down{0}
---
## 2026-11-22 99:99 {0}UTC — Investigating{0}
![a](none{0}.png)
"""
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_hostile(tmp_path_factory.mktemp("hostile"), git="")
    posts, odd = root / "incidents", f"{TURNS}{STEERS}".replace("\0", "")
    (posts / f"2026-11-21-name-{odd}.md").write_text("nothing", encoding="utf-8")
    (posts / "2026-11-22-odd.md").write_text(ODD_POST.format(odd), encoding="utf-8")
    (posts / "_templates").mkdir()
    (posts / "_templates" / f"of-{odd}.md").write_text("---\ntitle: x\n---\nx", encoding="utf-8")
    return root


def in_a_terminal(folder: Path, *arguments: str) -> str:
    """All that a command prints to a terminal that shows no colours."""
    ours, theirs = os.openpty()
    env = {**os.environ, "TERM": "dumb", "NO_COLOR": "1"}
    run = [sys.executable, "-m", "statuspage", *arguments]
    with subprocess.Popen(run, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=env) as process:
        os.close(theirs)
        told = b""
        try:
            while part := os.read(ours, 65536):
                told += part
        except OSError:  # the other end is closed
            pass
        finally:
            os.close(ours)
        process.wait(60)
    return told.decode()


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda one: " ".join(map(ascii, one)))
def test_no_command_prints_what_steers_a_terminal(site: Path, arguments: list[str]) -> None:
    told = in_a_terminal(site, *arguments)
    assert len(told) > 50
    assert "Traceback" not in told
    assert not (found := STEERING.search(told)), ascii(told[max(0, found.start() - 200) : found.end() + 50])


def test_the_log_shows_what_would_steer_a_terminal_and_keeps_its_lines() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "one %s\ntwo", (f"\x1b[2J{TURNS}",), None)
    told = LogFormat().format(record)
    assert told.endswith("\ntwo")
    assert "one \\x1b[2J\\u202e" in told


def test_letters_of_any_language_are_shown_as_they_are() -> None:
    assert visible("Störung, отказ, 障害") == "Störung, отказ, 障害"
