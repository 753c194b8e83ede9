"""``statuspage status --watch`` in a terminal."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.processes import until
from tests.servers import pages, response, serving
from tests.test_glance import own

# Tests that are started in the background have SIGINT ignored, and so would what they start.
OFTEN = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from statuspage.cli import main; sys.modules['statuspage.cli.status']._EVERY = 0.2; "
    "sys.argv[0] = 'statuspage'; main()"
)


class Terminal:
    """A terminal, and the command that runs in it."""

    def __init__(self, end: int, process: "subprocess.Popen[bytes]") -> None:
        self._end, self.process, self._said = end, process, b""

    def said_after(self, mark: int = 0) -> str:
        """What was printed so far, from there on."""
        while select.select([self._end], [], [], 0)[0]:
            try:
                self._said += os.read(self._end, 65536)
            except OSError:  # the command has ended
                break
        return self._said[mark:].decode(errors="replace")

    def mark(self) -> int:
        self.said_after()
        return len(self._said)


@contextmanager
def watching(url: str) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", OFTEN, "status", "--site", url, "--watch"]
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "LINES": "30"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    try:
        yield Terminal(ours, process)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_it_shows_what_changes_and_what_can_not_be_read_until_it_is_ended() -> None:
    answers = [json_of("operational")]
    with serving(pages(lambda _path, _heard: answers[0])) as server, watching(server.url) as terminal:
        until(lambda: "works" in terminal.said_after(), what="the page")
        answers[0] = json_of("major_outage")
        until(lambda: "● Mail  down" in plain(terminal.said_after()), what="the outage")
        answers[0], mark = response(b"no", "503 No"), terminal.mark()
        until(lambda: "answers with status 503" in plain(terminal.said_after(mark)), what="the failure")
        answers[0], mark = json_of("operational"), terminal.mark()
        until(lambda: "works" in terminal.said_after(mark), what="the page again")
        terminal.process.send_signal(signal.SIGINT)
        terminal.process.wait(10)
        assert "Traceback" not in terminal.said_after()
        assert terminal.process.returncode in (0, 1)


def test_a_pipe_gets_every_look() -> None:
    answers = [json_of("operational")]
    with serving(pages(lambda _path, _heard: answers[0])) as server:
        command = [sys.executable, "-c", OFTEN, "status", "--site", server.url, "--watch"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                assert any("● Mail  works" in line for line in process.stdout)
                answers[0] = json_of("major_outage")
                assert any("● Mail  down" in line for line in process.stdout)
            finally:
                process.kill()


def json_of(status: str) -> bytes:
    return response(json.dumps(own(status)).encode())


def plain(words: str) -> str:
    """Without what a terminal is commanded by."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", words)
