"""A name server that hears and never answers, in a network namespace of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_INSIDE = ["unshare", "--user", "--map-root-user", "--mount", "--net"]

_SCRIPT = """
import fcntl, socket, struct, subprocess, sys, threading
from datetime import timedelta

from statuspage.checks import KINDS

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:  # SIOCSIFFLAGS: loopback up
    fcntl.ioctl(control, 0x8914, struct.pack("16sh14x", b"lo", 1))
subprocess.run(["mount", "--bind", sys.argv[1], "/etc/resolv.conf"], check=True)
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 53))
server.settimeout(5)
for kind, options in {"http": {"url": "http://stuck.test/"}, "tcp": {"address": "stuck.test:25"}}.items():
    answer = KINDS[kind].ask(KINDS[kind].options.model_validate(options), timedelta(milliseconds=300))
    print(answer.outcome, str(answer.reason), answer.ms < 1500)
print(threading.active_count(), b"stuck" in server.recv(512))
server.close()
"""


def test_a_silent_name_server_holds_no_check_past_its_deadline(tmp_path: Path) -> None:
    if not shutil.which("unshare") or subprocess.run([*_INSIDE, "true"], capture_output=True).returncode:
        pytest.skip("needs user, mount and network namespaces")
    resolv = tmp_path / "resolv.conf"
    resolv.write_text("nameserver 127.0.0.1\n")
    done = subprocess.run(
        [*_INSIDE, sys.executable, "-c", _SCRIPT, str(resolv)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.stderr == ""
    late = "down its internet name can't be found within 300 ms True"
    assert done.stdout.splitlines() == [late, late, "2 True"]
