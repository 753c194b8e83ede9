"""A component's page: its charts, its history, what it costs, and the file that says the same."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Browser

from statuspage.build import build
from statuspage.decide.history import HISTORY_WINDOW
from statuspage.latencies import LatencyStore
from statuspage.model.latency import Bucket, ComponentLatency, LatencySeries, Window
from statuspage.model.result import Answer, CheckKey, Result
from statuspage.model.snapshot import Snapshot
from statuspage.model.span import Span
from statuspage.model.status import Outcome, Status
from statuspage.model.text import Text
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.servers import pages, response, serving
from tests.web.made import write_site, write_store

NOW = datetime(2026, 11, 23, 10, 2, tzinfo=UTC)
PAGE, FILE = "/components/mail/", "/api/v1/components/mail/latency.json"
MINUTE = timedelta(minutes=1)


class Office(NamedTuple):
    root: Path
    snapshot: Snapshot

    def text(self, path: str) -> str:
        return Renderer(Theme(self.root)).render(self.snapshot, path).body.decode()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Mail was asked each minute of two days but for one hour, and was down half an hour ten days ago."""
    root, folder = write_site(tmp_path), tmp_path / ".statuspage"
    write_store(folder, now=NOW)
    writer, key = Writer(folder), CheckKey("mail", "http")
    asked = [i for i in range(3, 2880) if not 300 <= i < 360]
    results = [
        Result(key, NOW - i * MINUTE, Answer(Outcome.OK, 80 + i % 9, Text("is ok"))) for i in reversed(asked)
    ]
    writer.write(Batch(NOW, results), timedelta(days=3))
    for days, status in ((40.0, Status.OPERATIONAL), (10, Status.MAJOR_OUTAGE), (9.98, Status.OPERATIONAL)):
        span = Span(NOW - timedelta(days=days), None, status, Text("does not answer"))
        writer.write(Batch(NOW, spans=[("mail", span)], publish=True))
    writer.close()
    reader, latencies = Reader(folder), LatencyStore(folder)
    site = open_site(root).site
    taken = take(site, reader.measurements(NOW - HISTORY_WINDOW), NOW, timedelta(hours=1))
    yield Office(root, replace(taken, latencies=latencies.of(site, NOW)))
    reader.close()
    latencies.close()


def test_its_charts_are_told_in_words_and_in_tables(office: Office) -> None:
    html = office.text(PAGE)
    labels = re.findall(r'role="img" aria-label="([^"]*)"', html)
    assert labels[0] == "Median 84 ms, 95 % within 88 ms, longest 88 ms in the last 24 hours"
    assert [label.rsplit(" in ", 1)[1] for label in labels] == ["the last 24 hours", "the last 7 days"]
    table = html.split("<figure", 2)[1].split("<tbody>")[1]
    assert table.count("<tr>") == 25  # the first and the last hour are parts
    assert "50 ms" in html


def test_an_hour_in_which_nothing_was_asked_is_a_gap(office: Office) -> None:
    line = re.search(r'class="median" d="([^"]*)"', office.text(PAGE))
    assert line is not None
    assert line[1].count("M") == 2


def test_it_says_what_was_wrong_and_how_long_it_was_in_each_state(office: Office) -> None:
    html = office.text(PAGE)
    wrong = html.split('id="past"')[1].split("</ul>")[0]
    assert "Down" in wrong
    assert "does not answer" in wrong
    assert re.search(r"<dt[^>]*>.*?Down</dt><dd>29 min</dd>", html, re.S)
    assert "Mail is arriving late" in html.split('id="posts"')[1]


def test_it_leads_to_every_file_of_its_history(office: Office) -> None:
    files = [name for name in Renderer(Theme(office.root)).paths(office.snapshot) if "/api/v1/comp" in name]
    assert len(files) == 4
    for name in files:
        assert f'href="../..{name}"' in office.text(PAGE)


def test_the_file_says_what_the_chart_shows(office: Office) -> None:
    given = json.loads(office.text(FILE))
    assert (given["component"], given["generated_at"]) == ("mail", "2026-11-23T10:02:00Z")
    [check] = given["checks"]
    assert check["name"] == "http"
    assert list(check["windows"]) == ["24h", "7d", "90d"]
    day = check["windows"]["24h"]
    assert (day["from"], day["to"]) == ("2026-11-22T09:55:00Z", "2026-11-23T09:55:00Z")
    assert (day["bucket_seconds"], day["median_ms"], day["max_ms"]) == (300, 84, 88)
    assert sum(one["count"] for one in day["buckets"]) == day["count"] == 1440 - 60
    assert "hidden-host" not in office.text(FILE)


def test_a_build_says_the_same_as_the_live_page(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(office.root, tmp_path / ".statuspage", out, now=NOW, valid_for=timedelta(hours=1))
    assert (out / FILE.lstrip("/")).read_text(encoding="utf-8") == office.text(FILE)
    assert (out / PAGE.strip("/") / "index.html").read_text(encoding="utf-8") == office.text(PAGE)


def test_a_component_of_which_no_latency_is_known_has_a_page(office: Office) -> None:
    bare = office._replace(snapshot=replace(office.snapshot, latencies={}))
    assert "<figure" not in bare.text(PAGE)
    assert json.loads(bare.text(FILE))["checks"] == []
    assert "Nothing measures this service" in bare.text("/components/desk/")


def full(snapshot: Snapshot) -> Snapshot:
    """The same with every bucket of three windows, for two checks."""

    def told(window: Window) -> LatencySeries:
        end = NOW.replace(hour=0, minute=0)
        places = range(window.length // window.width)
        begin, width = end - window.length, window.width
        buckets = tuple(
            Bucket(begin + width * i, width, 60, 40, 80 + i * 37 % 31, 150 + i * 53 % 97, 900) for i in places
        )
        return LatencySeries(window, end, buckets)

    series = tuple(told(window) for window in Window)
    return replace(snapshot, latencies={"mail": ComponentLatency({"http": series, "imap": series})})


def test_a_full_page_stays_small(office: Office) -> None:
    whole = office._replace(snapshot=full(office.snapshot))
    size = sum(
        len(gzip.compress(whole.text(path).encode()))
        for path in (PAGE, "/static/page.css", "/static/page.js")
    )
    assert size < 25_000


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_charts_fit_any_width(
    office: Office, chromium: Browser, width: int, scheme: Literal["light", "dark"]
) -> None:
    renderer = Renderer(Theme(office.root))

    def answer(path: str, _: bytes) -> bytes:
        found = renderer.render(office.snapshot, path.partition("?")[0])
        return response(found.body, Content_Type=found.content_type)

    with serving(pages(answer)) as server:
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        errors: list[str] = []
        page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
        page.goto(f"http://127.0.0.1:{server.port}{PAGE}")
        assert not page.locator("html").evaluate("html => html.scrollWidth > html.clientWidth")
        for text in page.locator(".plot text").all():
            box = text.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        line = page.locator(".plot path.median").first
        drawn, card = line.bounding_box(), page.locator(".charts").first.bounding_box()
        assert drawn is not None
        assert card is not None
        assert drawn["width"] > card["width"] * 0.6
        assert page.get_by_role("img", name="Median 84 ms").count() == 2
        assert errors == []
        context.close()
