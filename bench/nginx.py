"""nginx with one page, to compare with."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.figures import CannotMeasure
from bench.processes import free_port, started, until
from bench.wire import Answer, get

PROGRAM = shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin")))

_OWN = frozenset({"content-length", "content-type", "connection", "date", "server", "transfer-encoding"})
"""Headers that nginx writes itself."""

_CONF = """
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log stderr;
{user}
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  types {{ }}
  default_type "{kind}";
  etag off;
  max_ranges 0;
  {temporary}
  server {{
    listen 127.0.0.1:{port} reuseport;
    root {folder}/www;
    location = / {{ try_files /page =404; }}
    add_header Last-Modified "";
    {headers}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Nginx:
    """A running nginx that gives one file for ``/``."""

    process: psutil.Process
    port: int
    page: Path

    def show(self, body: bytes) -> None:
        """Serve these bytes from now on."""
        fresh = self.page.with_suffix(".new")
        fresh.write_bytes(body)
        fresh.replace(self.page)


@contextmanager
def nginx(folder: Path, like: Answer) -> Iterator[Nginx]:
    """Run nginx with two workers and no access log, its page and headers ``like`` another server's.

    Raises CannotMeasure when its answer is not the same.
    """
    port, page = free_port(), folder / "www" / "page"
    page.parent.mkdir(parents=True)
    conf = folder / "nginx.conf"
    conf.write_text(_conf(folder, port, like), encoding="utf-8")
    command = (str(PROGRAM), "-p", str(folder), "-e", "stderr", "-c", str(conf))
    with started(*command, log=folder / "nginx.log") as process:
        one = Nginx(process, port, page)
        one.show(like.body)
        until(lambda: get(port, "/").status == 200, 10, "a page from nginx")
        got = get(port, "/")
        if got.body != like.body or _shown(got) != _shown(like):
            odd = sorted(_shown(got) ^ _shown(like))
            raise CannotMeasure(f"nginx does not give the same answer: {odd or 'another body'}.")
        yield one


def _shown(answer: Answer) -> set[tuple[str, str]]:
    """The headers that both must give alike."""
    skipped = _OWN - {"content-type", "content-length"}
    return {(k.lower(), v) for k, v in answer.headers.items() if k.lower() not in skipped}


def _conf(folder: Path, port: int, like: Answer) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return _CONF.format(
        folder=folder,
        port=port,
        user="user root;" if os.getuid() == 0 else "",
        kind=like.headers.get("Content-Type", "text/html"),
        temporary="\n  ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds),
        headers="\n    ".join(
            f'add_header {name} "{_quoted(value)}";'
            for name, value in like.headers.items()
            if name.lower() not in _OWN
        ),
    )


def _quoted(value: str) -> str:
    if "$" in value:
        raise CannotMeasure(f"nginx can't be told to send {value!r}.")
    return value.replace("\\", "\\\\").replace('"', '\\"')
