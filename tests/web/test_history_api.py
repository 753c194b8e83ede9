"""A component's spans and days, for programs that count again."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage.decide.history import HISTORY_WINDOW
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.model.text import Text
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.web.made import write_site, write_store

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FALL = NOW - timedelta(days=10, seconds=0.25)
RISE = FALL + timedelta(minutes=30)
BEGIN = NOW - timedelta(days=40)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Every public file of a site whose mail was down for half an hour, ten days ago, by its address."""
    root, folder = write_site(tmp_path), tmp_path / "data"
    write_store(folder, now=NOW)
    writer = Writer(folder)
    for start, status, reason in [
        (BEGIN, Status.OPERATIONAL, "answers in 90 ms"),
        (FALL, Status.MAJOR_OUTAGE, "=1+1"),
        (RISE, Status.OPERATIONAL, "answers in 80 ms"),
    ]:
        writer.write(Batch(NOW, spans=[("mail", Span(start, None, status, Text(reason)))], publish=True))
    writer.close()
    reader, renderer = Reader(folder), Renderer(Theme(root))
    snapshot = take(
        open_site(root).site, reader.measurements(NOW - HISTORY_WINDOW), NOW, timedelta(seconds=60)
    )
    reader.close()
    paths = [path for path in renderer.paths(snapshot) if path.startswith("/api/v1/components/")]
    return {path: renderer.render(snapshot, path).body.decode() for path in paths}


def data(files: dict[str, str], name: str) -> Any:
    return json.loads(files[f"/api/v1/components/mail/{name}"])


def test_only_what_is_measured_has_a_history(files: dict[str, str]) -> None:
    assert sorted(files) == [
        f"/api/v1/components/mail/{name}"
        for name in ("latency.json", "spans.csv", "spans.json", "uptime.json")
    ]


def test_spans_follow_on_each_other_and_end_now(files: dict[str, str]) -> None:
    given = data(files, "spans.json")
    assert (given["component"], given["generated_at"]) == ("mail", "2026-11-23T10:00:00Z")
    assert given["valid_until"] == "2026-11-23T10:01:00Z"
    spans = given["spans"]
    assert [one["to"] for one in spans[:-1]] == [one["from"] for one in spans[1:]]
    assert spans[-1]["to"] == "2026-11-23T10:00:00.000Z"
    assert [one["from"] for one in spans if one["status"] == "major_outage"] == ["2026-11-13T09:59:59.750Z"]
    assert [one["declared"] for one in spans if one["status"] == "degraded_performance"] == [True]


def test_the_table_says_the_same_and_holds_no_formula(files: dict[str, str]) -> None:
    rows = list(csv.DictReader(io.StringIO(files["/api/v1/components/mail/spans.csv"])))
    spans = data(files, "spans.json")["spans"]
    assert [(row["from"], float(row["seconds"]), row["status"]) for row in rows] == [
        (one["from"], one["seconds"], one["status"]) for one in spans
    ]
    assert [row["reason"] for row in rows if row["status"] == "major_outage"] == ["'=1+1"]


def test_days_and_spans_add_up_to_the_uptime(files: dict[str, str]) -> None:
    given, spans = data(files, "uptime.json"), data(files, "spans.json")["spans"]
    assert given["time_zone"] == "Europe/London"
    assert len(given["days"]) == 41
    for status, seconds in given["uptime"]["seconds"].items():
        assert sum(day["seconds"][status] for day in given["days"]) == pytest.approx(seconds)
        assert sum(one["seconds"] for one in spans if one["status"] == status) == pytest.approx(seconds)
    assert given["uptime"]["seconds"]["major_outage"] == 1800
    assert given["uptime"]["seconds"]["degraded_performance"] == 35 * 60
    day = next(day for day in given["days"] if day["seconds"]["major_outage"])
    assert (day["date"], sum(day["seconds"].values())) == ("2026-11-13", 86400)
    assert not any("hidden-host" in text or "secret.example" in text for text in files.values())
