"""Checks of kind ping: the system's own program, and what its relatives print."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from statuspage.checks.ping import Echoes, PingOptions, ask, read
from statuspage.model.result import Answer
from statuspage.model.status import Outcome

LONG = timedelta(seconds=10)
HEAD = "PING 198.51.100.1 (198.51.100.1) 56(84) bytes of data.\n\n--- 198.51.100.1 ping statistics ---\n"
TIMES = "rtt min/avg/max/mdev = 11.022/12.409/13.950/1.101 ms\n"


def asked(host: str = "198.51.100.1", timeout: timedelta = LONG, **others: Any) -> Answer:
    return ask(PingOptions.model_validate({"host": host, **others}), timeout)


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put a ``ping`` in PATH that prints what it is given, and keeps the words it was called with."""

    def make(out: str = "", err: str = "", code: int = 0, then: str = "") -> Path:
        (tmp_path / "out").write_text(out)
        (tmp_path / "err").write_text(err)
        words = tmp_path / "words"
        (tmp_path / "ping").write_text(
            f'#!/bin/sh\necho "$LC_ALL" "$@" > {words}\n{then}\n'
            f"cat {tmp_path}/out\ncat {tmp_path}/err >&2\nexit {code}\n"
        )
        (tmp_path / "ping").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        return words

    return make


@pytest.mark.parametrize(
    ("printed", "echoes"),
    [
        (HEAD + "3 packets transmitted, 3 received, 0% packet loss\n" + TIMES, Echoes(3, 3, 12.409)),
        (
            HEAD + "4 packets transmitted, 1 received, +3 errors, 75% packet loss, time 406ms\n" + TIMES,
            Echoes(4, 1, 12.409),
        ),
        (HEAD + "3 packets transmitted, 0 received, 100% packet loss, time 2031ms\n", Echoes(3, 0, None)),
        (
            HEAD + "2 packets transmitted, 2 received, +2 duplicates, 0% packet loss, time 1ms\n" + TIMES,
            Echoes(2, 2, 12.409),
        ),
        (
            "2 packets transmitted, 2 packets received, 0% packet loss\n"
            "round-trip min/avg/max = 0.027/0.031/0.036 ms\n",
            Echoes(2, 2, 0.031),
        ),
        (
            "3 packets transmitted, 3 packets received, 0.0% packet loss\n"
            "round-trip min/avg/max/stddev = 0.042/0.055/0.067/0.010 ms\n",
            Echoes(3, 3, 0.055),
        ),
        ("1 packets transmitted, 2 packets received, -100% packet loss\n", Echoes(1, 1, None)),
        ("0 packets transmitted, 0 received\n", None),
        ("usage: ping host", None),
        ("", None),
    ],
    ids=["iputils", "errors", "silence", "doubles", "busybox", "macos", "odd", "none", "usage", "nothing"],
)
def test_the_summary_of_each_ping_is_read(printed: str, echoes: Echoes | None) -> None:
    assert read(printed) == echoes


@pytest.mark.parametrize(
    ("came", "others", "outcome", "reason"),
    [
        (3, {}, Outcome.OK, "answers in 12 ms"),
        (3, {"slow_after": "10ms"}, Outcome.SLOW, "answers in 12 ms, expected under 10 ms"),
        (2, {}, Outcome.SLOW, "loses 1 of 3 packets"),
        (2, {"max_loss": 0.34}, Outcome.OK, "answers in 12 ms"),
        (1, {"max_loss": 0.34}, Outcome.SLOW, "loses 2 of 3 packets"),
        (0, {"max_loss": 0.9}, Outcome.DOWN, "does not answer any of 3 packets"),
    ],
)
def test_losses_and_the_round_trip_decide(
    pretend: Any, came: int, others: dict[str, Any], outcome: Outcome, reason: str
) -> None:
    pretend(f"{HEAD}3 packets transmitted, {came} received\n" + (TIMES if came else ""), code=int(not came))
    answer = asked(**others)
    assert (answer.outcome, str(answer.reason)) == (outcome, reason)
    assert answer.detail == f"{came} of 3 packets came back"
    if came:
        assert (answer.ms, answer.phases.first_byte) == (12.409, 12.409)


def test_it_is_asked_in_words_that_each_ping_knows(pretend: Any) -> None:
    words = pretend(HEAD + "1 packets transmitted, 1 received\n" + TIMES)
    asked("localhost", count=1, ip=4)
    assert words.read_text() == "C -q -c 1 -i 0.2 -W 9 127.0.0.1\n"


@pytest.mark.parametrize(
    ("out", "err"),
    [
        ("", "ping: socket: Operation not permitted\n"),
        ("", "ping: connect: Network is unreachable\n"),
        (HEAD + "3 packets transmitted, 0 received\n", "ping: sendmsg: Operation not permitted\n"),
        ("", "ping: invalid option -- 'W'\nUsage"),
    ],
)
def test_what_is_our_own_fault_is_an_error(pretend: Any, out: str, err: str) -> None:
    pretend(out, err, code=2)
    answer = asked()
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "could not be checked")
    assert err.split("\n")[0] in answer.detail


def test_without_a_ping_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = asked()
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "could not be checked")
    assert answer.detail == "There is no program ping."


def test_past_the_deadline_it_is_down(pretend: Any) -> None:
    pretend(then="exec sleep 60")
    answer = asked(timeout=timedelta(milliseconds=300))
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "does not answer within 300 ms")


def test_a_name_that_leads_nowhere_is_down() -> None:
    answer = asked("no-such-host.invalid")
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "its internet name can't be found")
    assert answer.phases.dns is not None


def test_an_address_of_the_other_kind_does_not_do() -> None:
    answer = asked("127.0.0.1", ip=6)
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "has no IPv6 address")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_real_ping_finds_this_machine(host: str) -> None:
    if shutil.which("ping") is None:
        pytest.skip("no ping on this machine")
    answer = asked(host, count=2, ip=4)
    if answer.outcome is Outcome.ERROR and "not permitted" in answer.detail:
        pytest.skip("no right to ping on this machine")
    assert answer.outcome is Outcome.OK, answer
    assert answer.detail == "2 of 2 packets came back"
    assert answer.ms < 1000
    assert (answer.phases.dns is not None) == (host == "localhost")


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": ""},
        {"host": "-f"},
        {"host": "-c100000"},
        {"host": "a b"},
        {"host": "a\nb"},
        {"host": "mail.example.com:25"},
        {"host": "https://mail.example.com"},
        {"host": "fe80::1%eth0"},
        {"count": 0},
        {"count": 1000},
        {"count": True},
        {"max_loss": 1},
        {"max_loss": -0.1},
        {"max_loss": "30%"},
        {"ip": 5},
        {"ip": "4"},
        {"slow_after": "0s"},
        {"port": 25},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PingOptions.model_validate({"host": "gate.example.com", **wrong})


@pytest.mark.parametrize(
    "host", ["gate", "gate.example.com", "198.51.100.1", "2001:db8::1", "bücher.example"]
)
def test_hosts_are_names_and_addresses(host: str) -> None:
    assert PingOptions.model_validate({"host": host}).host == host


@pytest.mark.world
def test_busyboxs_ping_does_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    busybox = shutil.which("busybox")
    if busybox is None:
        pytest.skip("no busybox on this machine")
    (tmp_path / "ping").symlink_to(busybox)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert asked("127.0.0.1", count=2).detail == "2 of 2 packets came back"
