"""Files of the corpus, changed by chance again and again: nothing raises, nothing would run or steer.

What once failed is kept as a file of the corpus: it is tried unchanged first. A failure names its round,
by which the same bytes are made again.
"""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from werkzeug.test import Client

from statuspage.checks import KINDS
from statuspage.model.snapshot import Measurements
from statuspage.providers import FORMATS
from statuspage.site.config import read_config
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.upstream import UPSTREAMS
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.providers.made import said
from tests.web.hostile import NOW, write_hostile
from tests.web.judge import STEERS, dangers
from tests.web.test_cache import client

CORPUS = Path(__file__).parent / "corpus"
OPTIONS = {name: kind.options for name, kind in KINDS.items()}
SHOWN = ("/", "/history/", "/history.rss", "/updates.json", "/maintenance.ics", "/api/v2/summary.json")
HOOK = '[git]\nevery = "1h"\nsecret = "between us"\n'
METHODS = ("GET", "GET", "GET", "HEAD", "POST", "PUT", "OPTIONS", "BREW")
BITS = (
    b"<script>pwn()</script>", b"\"'>", b"javascript:pwn()", b"\x1b[2J", b"\xe2\x80\xae", b"\x00",
    b"\xff\xfe", b"%00", b"%0d%0a", b"../", b"\n", b"\n---\n", b"\n## ", b"2026-11-23 10:05 UTC",
    b" - Resolved\n", b"```\n", b"&#x110000;", b"]]>", b"{}", b"[[[[", b"null", b"9" * 40, b"-1e999",
    b"A" * 3000, b"<<<<<<< a\n", b"{{pwn}}",
)  # fmt: skip

Target = Callable[[bytes], None]


def changed(body: bytes, dice: random.Random) -> bytes:
    """The bytes after one to four changes: something put in, taken out, doubled, turned or cut off."""
    made = bytearray(body)
    for _ in range(dice.randint(1, 4)):
        at, to = sorted((dice.randint(0, len(made)), dice.randint(0, len(made))))
        match dice.randrange(5):
            case 0 | 1:
                made[at:at] = dice.choice(BITS)
            case 2:
                del made[at : min(to, at + 40)]
            case 3:
                made[at:at] = made[at : min(to, at + 400)]
            case 4:
                made[at : at + 1] = bytes([dice.randrange(256)])
    return bytes(made)


def seeds(kind: str) -> dict[str, bytes]:
    """The files of a part of the corpus; where it lists, each line is one."""
    found = {path.name: path.read_bytes() for path in sorted((CORPUS / kind).iterdir())}
    lines = found.pop("paths.txt", b"").splitlines()
    return found | {f"paths.txt:{number}": line for number, line in enumerate(lines, 1)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_hostile(tmp_path_factory.mktemp("fuzz"), git=HOOK)
    for post in (root / "incidents").glob("*.md"):
        post.unlink()
    return root


@pytest.fixture(scope="module")
def targets(site: Path) -> dict[str, Target]:
    page = client(site)
    return {
        "posts": partial(a_post, site, Renderer(Theme(site))),
        "providers": a_provider,
        "config": a_configuration,
        "addresses": partial(an_address, page, iter(METHODS * 10_000)),
        "bodies": partial(a_body, page),
    }


def a_post(site: Path, renderer: Renderer, body: bytes) -> None:
    """Whatever a post is, the page with it is rendered and harmless."""
    (site / "incidents" / "2026-11-23-fuzz.md").write_bytes(body)
    loaded = open_site(site)
    assert not [fault for fault in loaded.faults if not fault.rule or not fault.example]
    snapshot = take(loaded.site, Measurements(), NOW, timedelta(minutes=1))
    posts = [path for path in renderer.paths(snapshot) if path.startswith("/incidents/")]
    for path in (*SHOWN, *posts):
        document = renderer.render(snapshot, path)
        assert (document.status, dangers(document)) == (200, []), path


def a_provider(body: bytes) -> None:
    """Whatever a provider sends is read in every format, in plain words."""
    for format_ in FORMATS:
        reading = said(format_, body, now=NOW)
        assert reading.reason
        words = [(one.title, one.text, one.url or "", *one.components) for one in reading.events]
        assert not STEERS.search(f"{reading.reason}{words}"), format_


def a_configuration(body: bytes) -> None:
    """Whatever statuspage.toml is, it is a site or a list of faults, each with place, rule and example."""
    found = read_config(body.decode("utf-8", "replace"), kinds=OPTIONS, upstreams=UPSTREAMS)
    assert found.site is not None or found.faults
    assert all(one.place and one.rule and one.example for one in found.faults)


def an_address(page: Client, methods: Iterator[str], body: bytes) -> None:
    """Whatever is asked for, by whatever method, the answer is ours and has the headers of all answers."""
    path = "/" + body.decode("latin-1").replace("\r", "").replace("\n", "").lstrip("/")
    answer = page.open(path, base_url="https://status.example.com", method=next(methods))
    assert answer.status_code in (200, 204, 301, 308, 400, 401, 403, 404, 405, 429, 503), (
        answer.status,
        path,
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    there = answer.headers.get("Location", "/")
    assert not there.startswith("//"), (path, there)
    assert ":" not in there or there.startswith("https://status.example.com/"), (path, there)
    assert b"<script>pwn()" not in answer.data
    assert b"statuspage.toml" not in answer.data


def a_body(page: Client, body: bytes) -> None:
    """Whatever comes without the secret is refused, unread and unbelieved."""
    headers = {"X-Hub-Signature-256": body[:90].decode("latin-1").replace("\r", "").replace("\n", "")}
    for path in ("/hooks/git", "/heartbeat/mail", "/heartbeat/mail/http", "/healthz"):
        answer = page.post(path, data=body, headers=headers)
        assert answer.status_code in (401, 403, 404, 405, 429), (path, answer.status)


@pytest.mark.parametrize("kind", ["posts", "providers", "config", "addresses", "bodies"])
def test_the_corpus_as_it_is(targets: dict[str, Target], kind: str) -> None:
    for body in seeds(kind).values():
        targets[kind](body)


def fuzz(target: Target, kind: str, rounds: range) -> None:
    known = seeds(kind)
    for number in rounds:
        dice = random.Random(f"{kind} {number}")
        name = dice.choice(sorted(known))
        body = changed(known[name], dice)
        try:
            target(body)
        except BaseException as error:
            raise AssertionError(f"round {number} of {kind}, made of {name}: {body!r}") from error


@pytest.mark.parametrize("kind", ["posts", "providers", "config", "addresses", "bodies"])
def test_the_corpus_changed_by_chance(targets: dict[str, Target], kind: str) -> None:
    fuzz(targets[kind], kind, range(40))


@pytest.mark.world
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", ["posts", "providers", "config", "addresses", "bodies"])
def test_the_corpus_changed_by_chance_for_long(targets: dict[str, Target], kind: str) -> None:
    fuzz(targets[kind], kind, range(40, 3000))
