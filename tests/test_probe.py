"""``statuspage probe``: checks asked once and explained, in words and as data."""

import json
import re
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.cli.terminal import visible
from tests.servers import CERTS, Behaviour, End, closed_port, deaf, pages, response, says, says_all, serving

SITE = '[site]\nname = "Virtual Office"\nurl = "https://status.example.com"\nid = "status.example.com,2026"\n'


def site(folder: Path, checks: dict[str, list[str]], above: str = "") -> Path:
    """A site whose components have checks, each given by its lines."""
    parts = [SITE, above]
    for id_, tables in checks.items():
        parts.append(f'[components.{id_}]\nname = "{id_.capitalize()}"\n')
        parts += [f"[[components.{id_}.checks]]\n{table}\n" for table in tables]
    (folder / "statuspage.toml").write_text("".join(parts), encoding="utf-8")
    return folder


def put(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["probe", *map(str, arguments)])


def data(*arguments: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(put(*arguments, "--json").stdout)
    return found


def command(words: str, code: int = 0, more: str = "") -> str:
    return f"kind = 'command'\ncommand = ['sh', '-c', '''echo \"{words}\"; exit {code}''']\n{more}"


def test_a_good_answer_is_explained_in_full(tmp_path: Path) -> None:
    with serving(pages(lambda *_: response())) as server:
        lines = f'kind = "http"\nurl = "{server.url}/health"\nheaders = {{ X-Key = "sesame" }}'
        shown = put(site(tmp_path, {"portal": [lines]}), "--component", "portal")
    assert shown.exit_code == 0
    for text in (
        "Portal (portal)",
        "http: ok, it works as expected",
        "asked          http, every 1m, within 10s",
        f'url = "{server.url}/health"',
        'expect = { status = ["200-299"] }',
        "came           answers in ",
        "in all, of which",
        "connecting",
        "waiting for the first of its answer",
        "for operators  status 200, 5 bytes",
        "the page       says “Works”, once 2 results in a row say so",
    ):
        assert text in shown.stdout
    assert "sesame" not in shown.output


def endless_header() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"X-Filler: " + b"x" * 900 + b"\r\n"


BOMB = zlib.compress(b"0" * 30_000_000, 9)
DRIP = response(b"x" * 1000)
BOMBED = response(BOMB, content_encoding="deflate")
MISBEHAVIOUR: dict[str, tuple[Behaviour, str, str]] = {
    "silent": (
        says(end=End.HOLD),
        "does not answer within 1 s",
        "waiting for the first of its answer, where it ended",
    ),
    "drips-headers": (says(*[b"H"] * 99, every=0.1), "does not finish its answer within 1 s", ""),
    "drips-body": (
        says(DRIP[:60], *[b"x"] * 99, every=0.1),
        "does not finish its answer within 1 s",
        "taking in the rest",
    ),
    "endless-headers": (says_all(endless_header), "does not answer as a web server should", ""),
    "bomb": (says(BOMBED), "expected text is missing", "the rest not read"),
    "loop": (
        pages(lambda path, _: response(b"", "302 Found", location=path)),
        "sends visitors on to another address more than 5 times",
        "it answers, but not what is expected",
    ),
    "reset": (
        says(DRIP[:100], end=End.RESET),
        "breaks off in the middle of its answer",
        "taking in the rest",
    ),
    "closed": (says(), "closes the connection without an answer", "it gives no usable answer"),
    "broken": (says(response(b"", "503 Busy")), "answers with error 503, expected 200 to 299", ""),
}

HELLO = b"\x03\x01" + bytes(33) + b"\x00\x2f\x00"
OLD_TLS = {
    "old-refusal": b"\x15\x03\x01\x00\x02\x02\x46",  # the alert protocol_version (RFC 8446, section 6.2)
    "old-answer": b"\x16\x03\x01\x00\x2a\x02\x00\x00\x26" + HELLO,  # TLS 1.0 is chosen
}
CERTIFICATES = {
    "expired": "expired.pem",
    "other-name": "other.pem",
    "stranger": "good.pem",
    "itself": "client.pem",
}
HANGING = {"silent", "drips-headers", "drips-body"}


def about(shown: str) -> dict[str, str]:
    """What was printed about each component."""
    _, *parts = re.split(r"^\S.* \(([\w-]+)\)$", shown, flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_each_misbehaviour_has_its_words(tmp_path: Path) -> None:
    expected = {name: words for name, (_, *words) in MISBEHAVIOUR.items()} | {
        "handshake": [
            "does not begin a secure connection within 1 s",
            "securing the connection (TLS), where it ended",
        ],
        "full": ["does not answer within 1 s", "connecting, where it ended"],
        "gone": ["refuses connections", "connecting, where it ended"],
        "plain": ["does not begin a secure connection", "securing the connection (TLS), where it ended"],
        "expired": ["its certificate has expired"],
        "other-name": ["its certificate is for another name"],
        "stranger": ["its certificate is not signed by anyone we trust"],
        "itself": ["its certificate is not signed by anyone we trust"],
        "old-refusal": ["offers only an outdated kind of secure connection"],
        "old-answer": ["offers only an outdated kind of secure connection"],
        "proxy": ["could not be checked: the proxy that asks for us fails", "keeps what was known before"],
        "moved": ["refuses connections", "redirected to http://127.0.0.1:"],
        "resolver": ["its name server refuses connections", "looking up its name, where it ended"],
        "name": ["its internet name can't be found", "looking up its name, where it ended"],
    }
    with ExitStack() as stack:
        checks = {}
        for name, (behave, _, _) in MISBEHAVIOUR.items():
            url = stack.enter_context(serving(behave)).url
            patience = 'timeout = "1s"\n' if name in HANGING else ""
            checks[name] = [f'kind = "http"\nurl = "{url}"\n{patience}expect = {{ text = "ready" }}']
        mute = stack.enter_context(serving(says(end=End.HOLD, listens=False))).port
        checks["handshake"] = [f'kind = "http"\nurl = "https://127.0.0.1:{mute}"\ntimeout = "1s"']
        full = stack.enter_context(deaf()).address
        checks["full"] = [f'kind = "tcp"\naddress = "{full}"\ntimeout = "1s"']
        checks["gone"] = [f'kind = "tcp"\naddress = "127.0.0.1:{closed_port()}"']
        speaks = stack.enter_context(serving(says(b"220 hello\r\n", listens=False))).port
        checks["plain"] = [f'kind = "tls"\naddress = "127.0.0.1:{speaks}"']
        for name, certificate in CERTIFICATES.items():
            port = stack.enter_context(serving(says(response()), certificate)).port
            trust = "" if name == "stranger" else f'ca = "{CERTS / "ca.pem"}"'
            checks[name] = [f'kind = "http"\nurl = "https://localhost:{port}"\n{trust}']
        for name, said in OLD_TLS.items():
            port = stack.enter_context(serving(says(said, listens=False, end=End.HOLD))).port
            checks[name] = [f'kind = "tls"\naddress = "127.0.0.1:{port}"']
        nowhere = f"http://127.0.0.1:{closed_port()}"
        checks["proxy"] = [f'kind = "http"\nurl = "http://localhost/"\nproxy = "{nowhere}"']
        moved = says(response(b"", "302 Found", location=f"{nowhere}/?key=1"))
        moves = stack.enter_context(serving(moved)).url
        checks["moved"] = [f'kind = "http"\nurl = "{moves}"']
        asked = f'domain = "example.com"\nresolver = "127.0.0.1:{closed_port()}"'
        checks["resolver"] = [f'kind = "dns"\n{asked}']
        checks["name"] = ['kind = "tcp"\naddress = "no-such-host.invalid:25"']
        shown = put(site(tmp_path, checks))
    assert shown.exit_code == 1
    told = about(shown.stdout)
    assert told.keys() == expected.keys()
    for name, words in expected.items():
        assert [each for each in words if each not in told[name]] == [], told[name]


def test_the_data_has_everything(tmp_path: Path) -> None:
    with serving(pages(lambda *_: response(b"", "404 Not Found"))) as server:
        lines = f'kind = "http"\nname = "front"\nurl = "{server.url}"'
        [one] = data(site(tmp_path, {"portal": [lines]}))
    assert one["at"].endswith("Z")
    assert one["duration_ms"] > 0
    assert one["phases"].keys() == {"dns", "connect", "tls", "first_byte", "body"}
    assert one["phases"]["tls"] is None
    assert one["phases"]["connect"] >= 0
    del one["at"], one["duration_ms"], one["phases"]
    assert one == {
        "component": "portal",
        "component_name": "Portal",
        "name": "front",
        "kind": "http",
        "outcome": "wrong",
        "reason": "answers with error 404, expected 200 to 299",
        "detail": "status 404, 0 bytes",
        "status": "partial_outage",
        "paused": None,
    }


def test_what_the_page_would_say_follows_the_rules(tmp_path: Path) -> None:
    checks = {
        "a": [command("bad", 2, "severity = { down = 'degraded_performance' }")],
        "b": [command("bad", 2, "name = 'one'\nfail_after = 1"), command("good", 0, "name = 'two'")],
        "c": [command("?", 3, "every = '5m'")],
        "d": [],
    }
    told = about(put(site(tmp_path, checks)).stdout)
    assert "the page       says “Slow or unstable”, once 2 results in a row say so" in told["a"]
    assert "the page       says “Down”, at once" in told["b"]
    assert "By all of these together the page says “Partly down”" in told["b"]
    assert "after 370s without an answer it says “Not known”" in told["c"]
    assert "Nothing measures it" in told["d"]


def test_only_what_is_asked_for_is_asked(tmp_path: Path) -> None:
    checks = {
        "portal": [command("x", 0, "name = 'one'"), command("x", 2, "name = 'two'")],
        "mail": [command("x", 2, "name = 'two'")],
    }
    folder = site(tmp_path, checks)

    def asked(*arguments: str) -> list[tuple[str, str]]:
        return [(one["component"], one["name"]) for one in data(folder, *arguments)]

    assert asked() == [("portal", "one"), ("portal", "two"), ("mail", "two")]
    assert asked("--component", "portal") == [("portal", "one"), ("portal", "two")]
    assert asked("--check", "two") == [("portal", "two"), ("mail", "two")]
    assert asked("--component", "portal", "--check", "one") == [("portal", "one")]
    assert put(folder, "--check", "one").exit_code == 0
    assert put(folder, "--json").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--component", "portl"], 'There is no component "portl"; did you mean portal?'),
        (["--component", "zzz"], 'There is no component "zzz"; known are portal and mail.'),
        (["--check", "comand"], 'There is no check "comand" there; did you mean command?'),
        (["--component", "mail", "--check", "x"], 'There is no check "x" there; none is known.'),
    ],
)
def test_what_is_not_there_is_wrong_use(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    shown = put(site(tmp_path, {"portal": [command("x")], "mail": []}), *arguments)
    assert shown.exit_code == 2
    assert sentence in shown.stderr


def test_a_site_that_can_not_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "statuspage.toml").write_text("[site]\n")
    shown = put(tmp_path)
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert "statuspage.toml: site.name" in shown.stderr


def test_paused_checks_and_heartbeats_are_no_failure(tmp_path: Path) -> None:
    checks = [
        command("x", 2, "paused = 'Moving house'"),
        "kind = 'heartbeat'\ntoken = 'open sesame, please'",
    ]
    shown = put(site(tmp_path, {"portal": checks}))
    assert shown.exit_code == 0
    assert "does not heed it: the check is paused (Moving house)" in shown.stdout
    assert "goes by the calls of the service" in shown.stdout
    assert "sesame" not in shown.stdout


def test_nothing_is_written(tmp_path: Path) -> None:
    folder = site(tmp_path, {"portal": [command("x")]})
    put(folder)
    assert [path.name for path in folder.iterdir()] == ["statuspage.toml"]


def test_what_comes_from_outside_can_not_play_with_the_terminal(tmp_path: Path) -> None:
    folder = site(tmp_path, {"portal": [command(r"\033[2J\007evil\342\200\256", 2)]})
    shown = put(folder)
    assert r"exit code 2: \x1b[2J\x07evil\u202e" in shown.stdout
    assert visible("naïve “quote”\r\n\t\x9b\udc80") == r"naïve “quote”\r\n\t\x9b\udc80"


def test_many_silent_services_take_one_timeout(tmp_path: Path) -> None:
    began = time.monotonic()
    hanging = "kind = 'command'\ncommand = ['sleep', '60']\ntimeout = '500ms'"
    found = data(site(tmp_path, {f"c{number}": [hanging] for number in range(50)}))
    assert {one["outcome"] for one in found} == {"down"}
    assert time.monotonic() - began < 10


def test_bad_answers_count_only_while_our_own_network_works(tmp_path: Path) -> None:
    bad = f'kind = "tcp"\naddress = "127.0.0.1:{closed_port()}"'
    checks = {"portal": [bad], "mail": [f"{bad}\nreference = false"]}
    with serving(says(listens=False)) as server:
        works = data(site(tmp_path, checks, f'[monitor]\nreference = ["tcp://{server.address}"]\n'))
    fails = data(site(tmp_path, checks, f'[monitor]\nreference = ["tcp://127.0.0.1:{closed_port()}"]\n'))
    assert [one["outcome"] for one in works] == ["down", "down"]
    assert [one["outcome"] for one in fails] == ["error", "down"]
    assert fails[0]["reason"] == "could not be checked: our own network did not answer"
