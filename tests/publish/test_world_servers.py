"""The configurations of nginx and Caddy in the documentation, run by nginx and Caddy."""

import gzip
import http.client
import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.processes import command, free_port, running, until
from tests.test_docs import TOP
from tests.web.made import write_site, write_store

pytestmark = [pytest.mark.world, pytest.mark.timeout(200)]

WHERE = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))
CERTIFICATE = TOP / "tests" / "certs" / "good.pem"
HOST = (TOP / "docs" / "host.md").read_text(encoding="utf-8")
PUBLISH = (TOP / "docs" / "publish.md").read_text(encoding="utf-8")
NGINX = """
daemon off; pid {folder}/pid; error_log stderr; {user}
events {{ }}
http {{
  include /etc/nginx/mime.types; access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  {server}
}}
"""


def block(page: str, heading: str, word: str) -> str:
    """The first block with a word below a heading."""
    below = page[page.index(f"\n{heading}\n") :]
    return next(
        found[1] for found in re.finditer(r"```\w*\n(.*?)^```", below, re.S | re.M) if word in found[1]
    )


@dataclass(frozen=True)
class Server:
    port: int
    tls: bool

    def get(self, path: str, **headers: str) -> tuple[int, bytes, Mapping[str, str]]:
        one = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        if self.tls:
            trusting = ssl._create_unverified_context()
            one = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=5, context=trusting)
        try:
            one.request("GET", path, headers=headers)
            answer = one.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, answer.read(), told
        finally:
            one.close()


@contextmanager
def started(*words: str, log: Path, **env: str) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(words, stdout=output, stderr=output, env={**os.environ, **env})
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def nginx(folder: Path, server: str) -> Iterator[Server]:
    """nginx with a server of the documentation, but for its port and its certificate."""
    program = shutil.which("nginx", path=WHERE) or pytest.skip("nginx is not installed")
    port = free_port()
    text = re.sub(r"/etc/letsencrypt\S+\.pem", str(CERTIFICATE), server)
    text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user, server=text))
    words = (program, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf"))
    with started(*words, log=folder / "log"):
        one = Server(port, tls=True)
        until(lambda: one.get("/")[0], what=(folder / "log").read_text())
        yield one


@contextmanager
def caddy(folder: Path, site: str) -> Iterator[Server]:
    """Caddy with a site of the documentation, without TLS: it would ask for a certificate."""
    program = shutil.which("caddy") or pytest.skip("caddy is not installed")
    port, conf = free_port(), folder / "Caddyfile"
    text = site.replace("status.example.com", f"http://127.0.0.1:{port}")
    conf.write_text("{\n\tadmin off\n}\n" + text)
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    words = (program, "run", "--config", str(conf), "--adapter", "caddyfile")
    with started(*words, log=folder / "log", **home):
        one = Server(port, tls=False)
        until(lambda: one.get("/")[0], what="an answer of Caddy")
        yield one


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = write_site(tmp_path / "site")
    write_store(root / ".statuspage")
    return root


@pytest.fixture
def www(site: Path, tmp_path: Path) -> Path:
    done = command("build", str(site), "--compress", "--out", str(tmp_path / "www"))
    assert done.returncode == 0, done.stderr
    return tmp_path / "www"


def assert_serves(one: Server, www: Path) -> None:
    """Every file at its address, a page for what is not there, and what programs of other sites may read."""
    for path in (path for path in www.rglob("*") if path.is_file() and path.suffix != ".gz"):
        name = path.relative_to(www).as_posix().removesuffix("index.html")
        assert one.get(f"/{name}")[:2] == (200, path.read_bytes()), name
    for missing in ("/nothing", "/incidents/none/", "/a/b/c/d.html"):
        assert one.get(missing)[:2] == (404, (www / "404.html").read_bytes())
    assert one.get("/history")[0] in (301, 308)
    for data in ("api/v1/snapshot.json", "updates.json", "history.rss", "maintenance.ics", "badges/page.svg"):
        assert one.get(f"/{data}")[2]["access-control-allow-origin"] == "*"
    kinds = {"/": "text/html", "/history.rss": "application/rss+xml", "/history.atom": "application/atom+xml"}
    kinds |= {"/badges/page.svg": "image/svg+xml", "/maintenance.ics": "text/calendar"}
    got = {path: one.get(path)[2]["content-type"].partition(";")[0] for path in kinds}
    assert got == kinds
    status, body, headers = one.get("/", **{"Accept-Encoding": "gzip"})
    assert (status, headers.get("content-encoding")) == (200, "gzip")
    assert body == (www / "index.html.gz").read_bytes()
    assert gzip.decompress(body) == (www / "index.html").read_bytes()


def test_nginx_serves_the_files(www: Path, tmp_path: Path) -> None:
    server = block(HOST, "## As files", "error_page").replace("/srv/www;", f"{www};")
    compressed = block(PUBLISH, "### nginx and Caddy", "gzip_static")
    with nginx(tmp_path, server.replace("error_page", f"{compressed} error_page")) as one:
        assert_serves(one, www)


def test_caddy_serves_the_files(www: Path, tmp_path: Path) -> None:
    server = block(HOST, "## As files", "handle_errors").replace("/srv/www\n", f"{www}\n")
    compressed = block(PUBLISH, "### nginx and Caddy", "precompressed")
    with caddy(tmp_path, server.replace("    file_server\n", compressed, 1)) as one:
        assert_serves(one, www)


@contextmanager
def live(site: Path, tmp_path: Path) -> Iterator[int]:
    port = free_port()
    with running("web", str(site), "--port", str(port), log=tmp_path / "web", port=port) as one:
        until(lambda: one.get()[0] == 200, what="the page")
        yield port


def assert_passes_on(one: Server, below: str = "") -> None:
    for path, part in (
        ("/", b"Virtual Office"),
        ("/history/", b"Mail is arriving late"),
        ("/history.rss", b"<rss"),
    ):
        status, body, _ = one.get(below + path)
        assert (status, part in body) == (200, True), path
    assert one.get(f"{below}/nothing/at/all")[0] == 404
    assert one.get(f"{below}/static/page.css")[0] == 200


def test_nginx_stands_in_front(site: Path, tmp_path: Path) -> None:
    with live(site, tmp_path) as port:
        server = block(HOST, "## nginx in front", "proxy_pass").replace("8080", str(port))
        with nginx(tmp_path, server) as one:
            assert_passes_on(one)


def test_nginx_stands_in_front_below_a_path(site: Path, tmp_path: Path) -> None:
    with live(site, tmp_path) as port:
        server = block(HOST, "## nginx in front", "proxy_pass")
        inner = block(HOST, "## Below a path", "proxy_pass").replace("8080", str(port))
        with nginx(tmp_path, re.sub(r"    location / \{.*?\}", lambda _: inner, server, flags=re.S)) as one:
            assert_passes_on(one, "/status")


def test_caddy_stands_in_front(site: Path, tmp_path: Path) -> None:
    with live(site, tmp_path) as port:
        server = block(HOST, "## Caddy in front", "reverse_proxy").replace("8080", str(port))
        with caddy(tmp_path, server) as one:
            assert_passes_on(one)
