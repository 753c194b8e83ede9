"""A maker of pages as a small company runs it: monitor, web server and publisher, each a process of its own.

It asks each second, and what it publishes may be believed for 9 s: so that what happens to a page whose
maker fails is seen soon.
"""

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.processes import Running, free_port, running, until
from tests.reliability.clock import Clock
from tests.servers import pages, response, serving
from tests.test_build import static_server
from tests.web.made import write_site

TOML = """
[site]
name = "Virtual Office"
url = "https://status.example.com"

[web]
token = "sesame"

[monitor]
every = "1s"
timeout = "1s"

[components.mail]
name = "Mail"
[[components.mail.checks]]
kind = "http"
url = "{url}"

[publish]
every = "3s"
[[publish.targets]]
folder = "../www"
"""

VALID = 9.0
"""Seconds that what it publishes may be believed: three periods."""


@dataclass
class Maker:
    """The three processes, the site's folder, the data folder, and the folder that is published to."""

    site: Path
    data: Path
    www: Path
    mirror: Path
    clock: Clock
    monitor: Running
    web: Running
    publisher: Running
    copy: str = ""
    """The address of the static copy; ``second`` is that of a copy of the copy."""
    second: str = ""

    @property
    def live(self) -> str:
        """The address of the live page."""
        return f"http://127.0.0.1:{self.web.port}"

    @property
    def places(self) -> tuple[str, str, str]:
        """Where the page can be looked at: live, the copy, and the copy's copy."""
        return self.live, self.copy, self.second

    @property
    def processes(self) -> tuple[Running, Running, Running]:
        """All of them."""
        return self.monitor, self.web, self.publisher

    def mirrored(self) -> None:
        """Copy the copy once more, as a mirror does every so often."""
        with contextlib.suppress(OSError):  # it is swapped just now, or there is no room
            shutil.copytree(self.www, self.mirror, dirs_exist_ok=True)

    def health(self) -> tuple[int, str]:
        """What operators are told: the code, and the text."""
        code, body, _ = self.web.get("/healthz", {"Authorization": "Bearer sesame"})
        return code, body


PARTS = ("monitor", "web", "publisher")


@contextmanager
def making(
    top: Path, *, data: Path | None = None, clocked: Collection[str] = (), under: Sequence[str] = ()
) -> Iterator[Maker]:
    """All three at work on a site, its mail green everywhere.

    The parts that are ``clocked`` go by the maker's clock. ``under`` is as in :func:`running`.
    """
    with ExitStack() as stack:
        service = stack.enter_context(serving(pages(lambda *_: response())))
        site = write_site(top / "site", toml=TOML.format(url=service.url))
        data, clock, port = data or site / ".statuspage", Clock(top / "clock"), free_port()
        more = {"web": ("--port", str(port)), "publisher": ("--watch",)}

        def start(part: str) -> Running:
            command = "publish" if part == "publisher" else part
            arguments = command, str(site), "--data", str(data), *more.get(part, ())
            env = clock.env() if part in clocked else {}
            log = top / f"{part}.log"
            return stack.enter_context(running(*arguments, log=log, port=port, under=under, **env))

        monitor, web, publisher = (start(part) for part in PARTS)
        one = Maker(site, data, top / "www", top / "mirror", clock, monitor, web, publisher)
        until(lambda: one.web.status_of("mail") == "operational", 40, "green")
        until(lambda: told_in(one.www)["page"]["status"] == "operational", 40, "green files")
        one.mirrored()
        one.copy = stack.enter_context(static_server(one.www))
        one.second = stack.enter_context(static_server(one.mirror))
        yield one


def told_in(folder: Path) -> dict[str, Any]:
    """What the page in a folder says, as data."""
    found: dict[str, Any] = json.loads((folder / "api/v1/snapshot.json").read_text())
    return found


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own that is soon full; skipped, by name, where nothing may be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False).returncode:
        pytest.skip("a small disk can't be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def remount(disk: Path, how: str) -> None:
    """Let a small disk be only read (``ro``), or written as well (``rw``)."""
    until(lambda: not subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=False).returncode)


def without_rights() -> tuple[str, ...]:
    """What runs a program to which the rights of files apply, though it is root's."""
    return () if os.geteuid() else ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")


def fill(disk: Path) -> Path:
    """Write a file that takes all room that is left."""
    ballast = disk / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass
    return ballast
