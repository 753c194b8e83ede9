"""Checks of kind command: programs that speak as Nagios plugins do, and others."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from statuspage.checks.command import CommandOptions, ask
from statuspage.model.result import Answer
from statuspage.model.status import Outcome
from tests.servers import closed_port, says, serving

LONG = timedelta(seconds=20)
PLUGINS = Path("/usr/lib/nagios/plugins")


def asked(*words: str, timeout: timedelta = LONG, **others: Any) -> Answer:
    return ask(CommandOptions.model_validate({"command": list(words), **others}), timeout)


def script(text: str, **others: Any) -> Answer:
    return asked("sh", "-c", text, **others)


@pytest.mark.parametrize(
    ("code", "outcome", "reason"),
    [
        (0, Outcome.OK, "its check says it is fine"),
        (1, Outcome.SLOW, "its check reports a warning"),
        (2, Outcome.DOWN, "its check reports a failure"),
        (3, Outcome.ERROR, "its check can't tell"),
        (4, Outcome.ERROR, "its check gives no usable answer"),
        (126, Outcome.ERROR, "its check gives no usable answer"),
        (255, Outcome.ERROR, "its check gives no usable answer"),
    ],
)
def test_the_exit_code_decides(code: int, outcome: Outcome, reason: str) -> None:
    answer = script(f"echo 'QUEUE - 5 wait on db7.example.com | wait=5;10;20'; exit {code}")
    assert (answer.outcome, str(answer.reason)) == (outcome, reason)
    assert answer.detail == f"exit code {code}: QUEUE - 5 wait on db7.example.com; wait 5 (warn 10, crit 20)"
    assert answer.ms > 0


def test_one_that_does_not_finish_is_down() -> None:
    answer = script("echo thinking; exec sleep 60", timeout=timedelta(milliseconds=300))
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "its check does not finish within 300 ms")
    assert answer.detail == "killed; so far: thinking"


def test_one_that_dies_says_nothing_of_the_service() -> None:
    answer = script("kill -SEGV $$")
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "its check gives no usable answer")
    assert answer.detail == "ended by signal 11: no words"


def test_one_that_can_not_be_run_is_an_error() -> None:
    answer = asked("/no/such/plugin")
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "its check could not be run")
    assert answer.detail == "There is no program /no/such/plugin."


def test_one_that_prints_for_ever_is_an_error() -> None:
    answer = asked("yes", "no")
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "its check gives no usable answer")
    assert answer.detail == "printed without end; began: no"


def test_it_gets_its_variables_and_they_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", "correct horse")
    monkeypatch.setenv("OTHER_SECRET", "battery staple")
    answer = script(
        'test -z "$OTHER_SECRET" && echo "no login with $PGPASSWORD in $MODE"; exit 2',
        env={"PGPASSWORD": "${DB_PASSWORD}", "MODE": "ro"},
    )
    assert answer.detail == "exit code 2: no login with … in ro"


def test_secrets_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", "correct horse")
    options = CommandOptions.model_validate({"command": ["true"], "env": {"A": "${DB_PASSWORD}"}})
    assert "horse" not in repr(options)


@pytest.mark.parametrize(
    "wrong",
    [
        {"command": []},
        {"command": [""]},
        {"command": "check_disk -w 10%"},
        {"command": ["check", 10]},
        {"command": ["./check"]},
        {"command": ["plugins/check"]},
        {"command": ["check", "a\0b"]},
        {"env": {"A B": "x"}},
        {"env": {"1A": "x"}},
        {"env": {"A=B": "x"}},
        {"env": {"A": 1}},
        {"env": {"A": "a\0b"}},
        {"env": {"A": "${NO_SUCH_NAME}"}},
        {"shell": True},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CommandOptions.model_validate({"command": ["true"], **wrong})


@pytest.fixture
def plugins() -> Path:
    if not PLUGINS.is_dir():
        pytest.skip("no monitoring-plugins on this machine")
    return PLUGINS


@pytest.mark.world
@pytest.mark.parametrize(("code", "outcome"), [(0, "ok"), (1, "slow"), (2, "down"), (3, "error")])
def test_debians_plugins_are_understood(plugins: Path, code: int, outcome: str) -> None:
    answer = asked(str(plugins / "check_dummy"), str(code), "as told")
    assert answer.outcome == outcome
    assert "as told" in answer.detail


@pytest.mark.world
def test_debians_plugins_give_figures(plugins: Path) -> None:
    disk = asked(str(plugins / "check_disk"), "-w", "0%", "-c", "0%", "-p", "/")
    assert disk.outcome is Outcome.OK
    assert disk.detail.startswith("exit code 0: DISK OK - ")
    assert "; / " in disk.detail
    assert "(warn " in disk.detail


@pytest.mark.world
def test_debians_plugins_ask_a_server(plugins: Path) -> None:
    with serving(says(b"220 mail\r\n", listens=False)) as server:
        up = asked(str(plugins / "check_tcp"), "-H", server.host, "-p", str(server.port), "-e", "220")
    down = asked(str(plugins / "check_tcp"), "-H", "127.0.0.1", "-p", str(closed_port()))
    assert (up.outcome, down.outcome) == (Outcome.OK, Outcome.DOWN)
    assert "time " in up.detail
    assert "refused" in down.detail
