"""A program under a deadline: real programs, most of them ill-behaved."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from statuspage.run import Ended, Ran, run
from tests.processes import gone, until

LONG = timedelta(seconds=20)
SOON = timedelta(milliseconds=300)


def sh(text: str, timeout: timedelta = LONG, max_output: int = 64_000) -> Ran:
    return run(["/bin/sh", "-c", text], timeout=timeout, max_output=max_output)


def test_a_program_says_its_code_and_its_words() -> None:
    ran = sh("echo out; echo err >&2; exit 3")
    assert (ran.code, ran.out, ran.err, ran.ended) == (3, b"out\n", b"err\n", Ended.FINISHED)
    assert 0 < ran.ms < 20_000


def test_no_shell_reads_the_arguments() -> None:
    assert run(["echo", "$HOME;", "*"], timeout=LONG).out == b"$HOME; *\n"


def test_a_program_reads_nothing() -> None:
    ran = run(["cat"], timeout=LONG)
    assert (ran.code, ran.out) == (0, b"")


def test_it_sees_little_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_TOKEN", "4711")
    monkeypatch.setenv("TZ", "Europe/London")
    ran = run(["env"], timeout=LONG, env={"NAME": "value", "LANG": "C"})
    seen = dict(line.split("=", 1) for line in ran.out.decode().splitlines())
    assert seen.keys() <= {"PATH", "HOME", "LANG", "TZ", "NAME"}
    assert (seen["NAME"], seen["LANG"], seen["TZ"]) == ("value", "C", "Europe/London")


def test_it_sees_none_of_our_files(tmp_path: Path) -> None:
    with (tmp_path / "secret").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        assert sh(f"echo x >&{file.fileno()}").code != 0


def test_it_works_where_it_is_told(tmp_path: Path) -> None:
    assert run(["pwd"], timeout=LONG).out == b"/\n"
    assert run(["pwd"], timeout=LONG, cwd=tmp_path).out.decode().strip() == str(tmp_path)


def test_a_program_that_hangs_is_killed_at_the_deadline() -> None:
    ran = sh("echo begun; exec sleep 60", SOON)
    assert (ran.code, ran.out, ran.ended) == (None, b"begun\n", Ended.TIMEOUT)
    assert 300 <= ran.ms < 5000


def test_a_program_that_will_not_end_is_killed_with_all_that_it_started() -> None:
    ran = sh("trap '' TERM HUP INT; sleep 60 & echo $$ $!; wait; while :; do sleep 60; done", SOON)
    assert ran.ended is Ended.TIMEOUT
    pids = [int(pid) for pid in ran.out.split()]
    assert len(pids) == 2
    until(lambda: all(map(gone, pids)), what="the end of both")


def test_one_that_closes_its_outputs_is_still_waited_for() -> None:
    ran = sh("exec >&- 2>&-; sleep 0.2; exit 5")
    assert (ran.code, ran.ms >= 200) == (5, True)


def test_a_child_that_holds_the_output_is_killed_once_its_leader_ends() -> None:
    ran = sh("sleep 60 & echo $!; exit 1")
    assert (ran.code, ran.ended) == (1, Ended.FINISHED)
    assert ran.ms < 5000
    until(lambda: gone(int(ran.out)), what="the child's end")


def test_a_daemon_that_holds_the_output_holds_up_nobody(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    daemon_too = f"setsid sh -c 'echo $$ > {pid}; exec sleep 60' & echo said"
    ran = sh(f"{daemon_too}; while ! test -s {pid}; do sleep 0.02; done")
    daemon = psutil.Process(int(pid.read_text()))
    try:
        assert (ran.code, ran.out, ran.ms < 5000) == (0, b"said\n", True)
    finally:
        daemon.kill()


def test_all_that_the_leader_said_is_kept_though_it_ends_at_once() -> None:
    ran = sh("sleep 60 & head -c 60000 /dev/zero", max_output=100_000)
    assert len(ran.out) == 60_000


@pytest.mark.parametrize("where", ["", ">&2"])
def test_only_the_first_words_of_many_are_kept(where: str) -> None:
    ran = sh(f"head -c 3000000 /dev/zero {where}; exit 2", max_output=1000)
    assert (ran.code, len(ran.out) + len(ran.err)) == (2, 1000)


def test_a_program_that_prints_for_ever_is_ended_before_its_time() -> None:
    ran = sh("yes & yes no >&2", max_output=1000)
    assert (ran.code, ran.ended) == (None, Ended.FLOOD)
    assert (len(ran.out), len(ran.err)) == (1000, 1000)
    assert ran.ms < 10_000


def test_output_may_be_any_bytes() -> None:
    assert sh(r"printf '\000\377\033[2J'").out == b"\x00\xff\x1b[2J"


def test_an_end_by_a_signal_is_a_negative_code() -> None:
    ran = sh("kill -SEGV $$")
    assert (ran.code, ran.ended) == (-11, Ended.FINISHED)


def test_a_program_that_can_not_be_started_says_why(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("hello")
    (tmp_path / "script").write_text("#!/no/such/shell\n")
    (tmp_path / "script").chmod(0o755)
    (tmp_path / "odd").write_bytes(b"\x7fnonsense")
    (tmp_path / "odd").chmod(0o755)
    whys = {
        "no-such-program": "There is no program no-such-program.",
        f"{tmp_path}/plain": f"{tmp_path}/plain can't be run: Permission denied.",
        f"{tmp_path}": f"{tmp_path} can't be run: Permission denied.",
        f"{tmp_path}/script": f"{tmp_path}/script can't be run: what its first line names is not there.",
        f"{tmp_path}/odd": f"{tmp_path}/odd can't be run: Exec format error.",
        "nul\0": "nul\0 can't be run: embedded null byte.",
    }
    for program, why in whys.items():
        ran = run([program], timeout=LONG)
        assert (ran.code, ran.ended, ran.why) == (None, Ended.UNSTARTED, why)
    nowhere = run(["pwd"], timeout=LONG, cwd=tmp_path / "gone")
    assert nowhere.why == f"There is no folder {tmp_path}/gone to run pwd in."


def test_it_works_where_the_system_can_not_tell_of_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "pidfd_open")
    assert sh("echo x; exit 3").code == 3
    assert sh("sleep 60 & exit 4").code == 4
    assert sh("sleep 60", SOON).ended is Ended.TIMEOUT


def test_two_hundred_at_once_are_nobody_s_trouble() -> None:
    ourselves = psutil.Process()
    files, children = ourselves.num_fds(), ourselves.children()
    began = time.monotonic()
    with ThreadPoolExecutor(200) as pool:
        done = list(pool.map(lambda number: sh(f"sleep 0.2; echo {number}; exit {number % 3}"), range(200)))
    assert [int(ran.out) for ran in done] == list(range(200))
    assert [ran.code for ran in done] == [number % 3 for number in range(200)]
    assert time.monotonic() - began < 20
    assert (ourselves.num_fds(), ourselves.children()) == (files, children)


def test_no_program_outlives_the_one_that_asked(tmp_path: Path) -> None:
    text = (
        "import threading, time, datetime, pathlib, statuspage.run as r\n"
        f"ask = lambda: r.run(['sh', '-c', 'echo $$ > {tmp_path}/pid; exec sleep 60'],"
        " timeout=datetime.timedelta(seconds=60))\n"
        "threading.Thread(target=ask, daemon=True).start()\n"
        f"pid = pathlib.Path('{tmp_path}/pid')\n"
        "while not pid.exists() or not pid.read_text(): time.sleep(0.02)\n"
    )
    subprocess.run([sys.executable, "-c", text], check=True, timeout=30)
    until(lambda: gone(int((tmp_path / "pid").read_text())), what="the program's end")
