"""Whatever is marked as an operator's own is in no byte that others can see."""

import json
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import Running, command, serving_site, until
from tests.servers import response, says, serving
from tests.web.made import write_site

MARK = "m4rk"
TOML = """
[site]
name = "Office"
url = "https://status.example.com"
[monitor]
every = "1s"
timeout = "500ms"
fail_after = 1
confirm_every = "1s"
[web]
token = "${WEB}"
[watch]
ping = "http://127.0.0.1:9/m4rk-ping-${WEB}"
[[notify]]
name = "chat"
url = "json://m4rk-chat.invalid/m4rk-room"
[publish]
every = "1s"
[[publish.targets]]
name = "by-command"
command = [PYTHON, "-c", "import os, sys; sys.exit(os.environ['KEY'])", "{dir}"]
env = { KEY = "${WEB}" }
"""
CHECKS = {
    "host": 'kind = "http"\nurl = "http://m4rk-host.invalid/m4rk-path?m4rk=1"',
    "closed": 'kind = "tcp"\naddress = "m4rk-tcp.invalid:1"',
    "body": 'kind = "http"\nurl = "HTTP/m4rk-path"\nexpect = { text = "ready" }',
    "status": 'kind = "http"\nurl = "HTTP/m4rk"\nheaders = { X-M4rk = "m4rk-${WEB}" }\n'
    "expect = { status = 204 }",
    "away": 'kind = "http"\nurl = "MOVED/m4rk"\nredirects = 0',
    "name": 'kind = "dns"\ndomain = "m4rk-name.example"\nresolver = "127.0.0.1"',
    "tls": 'kind = "tls"\naddress = "LOCAL"',
    "query": 'kind = "prometheus"\nurl = "HTTP"\nquery = "m4rk_up"\nexpect = { below = 0.05 }',
    "plugin": 'kind = "command"\ncommand = [PYTHON, "-c", "import sys; print(\'m4rk-output\'); sys.exit(2)", '
    '"m4rk-argument"]\nenv = { M4RK = "${WEB}" }',
    "missing": 'kind = "command"\ncommand = ["/nowhere/m4rk-program"]',
    "call": 'kind = "heartbeat"\ntoken = "m4rk-token"\ngrace = "1s"',
}


def toml(http: str, moved: str) -> str:
    """The site; its checks ask a server that talks, and one that sends elsewhere."""
    parts = [f"[components.{id_}]\nname = '{id_} service'\n[[components.{id_}.checks]]\n{text}\n"
             for id_, text in CHECKS.items()]  # fmt: skip
    text = "".join([TOML, *parts]).replace("PYTHON", json.dumps(sys.executable))
    return text.replace("HTTP", http).replace("MOVED", moved).replace("LOCAL", http.removeprefix("http://"))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("marked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WEB", f"{MARK}-environment")
        talks = says(response(b"m4rk-body", **{"X-M4rk": "m4rk-header"}))
        moves = says(response(b"m4rk", "302 Found", Location="http://m4rk-elsewhere.invalid/"))
        with serving(talks) as http, serving(moves) as moved:
            site = write_site(root / "site", toml=toml(http.url, moved.url), posts={})
            with serving_site(site, root / "log") as one:
                call = f"http://127.0.0.1:{one.port}/heartbeat/call?status=fail&message=m4rk-message"
                asked = urllib.request.Request(call, headers={"Authorization": "Bearer m4rk-token"})
                urllib.request.urlopen(asked, timeout=5).close()
                until(lambda: settled(one), 40, "every check answered badly")
                until(lambda: "by-command" in one.said(), 30, "publishing failed")
                yield one


def settled(page: Running) -> bool:
    """Whether what is asked is known to be bad; of some checks nobody can ever tell."""
    states = [part["status"] for part in page.snapshot()["components"]]
    return len([one for one in states if one not in ("unknown", "operational")]) > 5


def test_no_public_byte_has_a_mark(page: Running, tmp_path: Path) -> None:
    site = page.log.parent / "site"
    built = command("build", str(site), "--out", str(tmp_path / "out"))
    assert built.returncode == 0, built.stderr
    files = [path for path in sorted((tmp_path / "out").rglob("*")) if path.is_file()]
    assert len(files) > 50
    for path in files:
        assert MARK.encode() not in path.read_bytes().lower(), path
    live = [f"/{path.relative_to(tmp_path / 'out')}".removesuffix("index.html") for path in files]
    extra = ["/healthz", "/metrics", "/nowhere", "/heartbeat/call", "/hooks/git", "/api/v1/snapshot.json?x=1"]
    for address in [one for one in live if "/static/" not in one] + extra:
        status, body, headers = page.get(address)
        assert MARK not in f"{body}{headers}".lower(), (address, status)


def test_neither_the_log_nor_what_commands_print_has_a_secret(page: Running) -> None:
    site = page.log.parent / "site"
    secrets = [f"{MARK}-environment", f"{MARK}-token", f"{MARK}-room"]
    told = [page.said(), *(done.stdout + done.stderr for done in (
        command("lint", str(site)), command("status", str(site)), command("probe", str(site)),
        command("notify", "test", str(site)), command("backup", str(site.parent / "copy.db"), str(site)),
    ))]  # fmt: skip
    for text in told:
        assert not [secret for secret in secrets if secret in text], text
    assert f"{MARK}-environment".encode() not in (site.parent / "copy.db").read_bytes()


def test_who_brings_the_token_is_told_no_secret_either(page: Running) -> None:
    known = {"Authorization": f"Bearer {MARK}-environment"}
    for path in ("/healthz", "/metrics"):
        body = page.get(path, known)[1]
        assert "by-command" in body
        assert f"{MARK}-environment" not in body
