"""Each mode as a visitor meets it, over real sockets."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import reduce
from operator import getitem
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from statuspage.demo.modes import set_mode
from statuspage.demo.servers import MAX_VISITORS, SLOW_SECONDS
from statuspage.demo.services import Service, read_services
from statuspage.resources import sample_site_dir


@dataclass(frozen=True)
class Running:
    """A running demo: its folder, its process and where each service listens."""

    directory: Path
    process: subprocess.Popen[str]
    services: Mapping[str, Service]

    def port(self, name: str) -> int:
        return self.services[name].port


def start_services(directory: Path) -> Running:
    """Start the process and wait until all services listen."""
    process = subprocess.Popen(
        [sys.executable, "-m", "statuspage.demo.services", str(directory)],
        env=os.environ | {"STATUSPAGE_PARENT": str(os.getpid())},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(lambda: bool(read_services(directory)) or process.poll() is not None)
        assert process.poll() is None, process.communicate()[1]
    except BaseException:
        process.kill()
        process.communicate()
        raise
    return Running(directory, process, read_services(directory))


def stop_services(running: Running) -> str:
    """End the process as an operator would; what it wrote to stderr."""
    running.process.terminate()
    try:
        return running.process.communicate(timeout=10)[1]
    finally:
        running.process.kill()
        running.process.communicate()


@pytest.fixture(scope="module")
def shared_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = start_services(tmp_path_factory.mktemp("demo"))
    yield running
    assert stop_services(running) == ""


@pytest.fixture
def demo(shared_demo: Running) -> Iterator[Running]:
    """The module's demo, all healthy again afterwards."""
    yield shared_demo
    for name in shared_demo.services:
        set_mode(shared_demo.directory, name, "healthy")


def wait_for(fact: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not fact():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def get(port: int, path: str, timeout: float = 5) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def greeting(port: int, timeout: float = 5) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        return connection.makefile().readline().strip()


def test_healthy_services_answer_what_every_check_of_the_sample_site_expects(demo: Running) -> None:
    site = tomllib.loads((sample_site_dir() / "statuspage.toml").read_text(encoding="utf-8"))
    for name, component in site["components"].items():
        for check in component.get("checks", []):
            if check["kind"] == "tcp":
                assert greeting(demo.port(name)).startswith(check["expect"])
            else:
                status, text = get(demo.port(name), urlsplit(check["url"]).path)
                assert status in check["expect"].get("status", [200])
                assert check["expect"].get("text", "") in text
                for path, value in check["expect"].get("json", {}).items():
                    assert reduce(getitem, path.split("."), json.loads(text)) == value


def test_a_query_asks_for_the_same_page(demo: Running) -> None:
    assert "Sign in" in get(demo.port("portal"), "/sign-in?from=mail")[1]


def test_an_unknown_path_is_not_found(demo: Running) -> None:
    assert get(demo.port("files"), "/nothing")[0] == 404


def test_head_gets_no_body(demo: Running) -> None:
    with socket.create_connection(("127.0.0.1", demo.port("files")), timeout=5) as connection:
        connection.sendall(b"HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.makefile("rb").read().endswith(b"\r\n\r\n")


@pytest.mark.parametrize("service", ["files", "mail"])
def test_slow_answers_rightly_but_late(demo: Running, service: str) -> None:
    set_mode(demo.directory, service, "slow")
    asked = time.monotonic()
    answer = get(demo.port(service), "/health")[1] if service == "files" else greeting(demo.port(service))
    assert time.monotonic() - asked >= SLOW_SECONDS - 0.05
    assert answer.startswith(("ready", "220 "))


def test_wrong_is_a_whole_answer_that_is_not_the_expected_one(demo: Running) -> None:
    set_mode(demo.directory, "files", "wrong")
    set_mode(demo.directory, "mail", "wrong")
    status, text = get(demo.port("files"), "/health")
    assert status == 200
    assert "ready" not in text
    assert greeting(demo.port("mail")).startswith("554 ")


def test_down_resets_the_connection(demo: Running) -> None:
    set_mode(demo.directory, "portal", "down")
    set_mode(demo.directory, "network", "down")
    with pytest.raises(ConnectionError):
        get(demo.port("portal"), "/health")
    with pytest.raises(ConnectionError):
        greeting(demo.port("network"))


def test_hang_takes_the_connection_and_says_nothing(demo: Running) -> None:
    set_mode(demo.directory, "phones", "hang")
    with pytest.raises(TimeoutError):
        get(demo.port("phones"), "/health", timeout=0.3)


def test_hanging_visitors_are_bounded_and_hinder_no_other_service(demo: Running) -> None:
    set_mode(demo.directory, "rooms", "hang")
    with ExitStack() as visitors:
        for _ in range(MAX_VISITORS):
            visitors.enter_context(socket.create_connection(("127.0.0.1", demo.port("rooms")), timeout=5))
        with pytest.raises(ConnectionError):
            get(demo.port("rooms"), "/health")
        assert get(demo.port("files"), "/health") == (200, "ready\n")


def test_flaky_fails_each_third_time(demo: Running) -> None:
    set_mode(demo.directory, "mail", "flaky")
    failed = 0
    for _ in range(6):
        try:
            greeting(demo.port("mail"))
        except ConnectionError:
            failed += 1
    assert failed == 2


def test_a_healed_service_answers_its_next_visitor(demo: Running) -> None:
    set_mode(demo.directory, "files", "down")
    with pytest.raises(ConnectionError):
        get(demo.port("files"), "/health")
    set_mode(demo.directory, "files", "healthy")
    assert get(demo.port("files"), "/health")[0] == 200


def test_sigterm_ends_it_quietly_though_a_visitor_hangs(tmp_path: Path) -> None:
    set_mode(tmp_path, "files", "hang")
    running = start_services(tmp_path)
    with socket.create_connection(("127.0.0.1", running.port("files")), timeout=5):
        assert stop_services(running) == ""
    assert running.process.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["modes.json"]


def test_it_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-m', 'statuspage.demo.services', sys.argv[1]])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != "STATUSPAGE_PARENT"}
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
    )
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        try:
            wait_for(lambda: (tmp_path / "services.json").exists())
            parent.kill()
            parent.wait()
            wait_for(lambda: not alive(child))
        finally:
            parent.kill()
            if alive(child):
                os.kill(child, signal.SIGKILL)


def test_a_missing_folder_is_one_sentence_and_exit_1(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "statuspage.demo.services", str(tmp_path / "none")],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.endswith("No such file or directory.\n")
    assert ended.stderr.count("\n") == 1
