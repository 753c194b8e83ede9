"""Providers in the store: what they said last, and their history among that of components."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from statuspage.model.provider import Event, Kept, Reading
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.model.text import text
from statuspage.store.folder import DATABASE
from statuspage.store.reader import Reader
from statuspage.store.schema import connect, migrations
from statuspage.store.writer import Batch, Writer
from tests.make import T0, at

EVENT = Event(
    id="e1",
    title='Errors "here" – <b>',
    status=Status.PARTIAL_OUTAGE,
    started_at=at(-60),
    updated_at=None,
    url="https://status.example.org/e1",
    text="We look.\nStill.",
    components=("S3", "EC2"),
    quiet=True,
)
READING = Reading(
    Status.PARTIAL_OUTAGE,
    text("reports “{title}” since {instant}", title=EVENT.title, instant=at(-60)),
    (EVENT, replace(EVENT, id="e2", started_at=None, url=None, quiet=False)),
    as_of=at(1),
    valid_until=at(3600),
    detail="2 entries can't be read",
)
KEPT = Kept("abc", READING, at(5), at(2))
SPAN = Span(at(0), None, Status.PARTIAL_OUTAGE, READING.reason)


def test_what_a_provider_said_comes_back_as_it_was_with_its_history(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    never = Kept("d", Reading(Status.UNKNOWN, text("could not be read yet")))
    mail = Span(at(0), None, Status.OPERATIONAL)
    batch = Batch(
        at(6),
        spans=[("provider:s3", SPAN), ("mail", mail)],
        publish=True,
        providers={"s3": KEPT, "google": never},
    )
    writer.write(batch)
    held = reader.measurements(T0 - timedelta(days=1))
    assert held.providers == {"s3": KEPT, "google": never}
    assert held.provider_spans == {"s3": (SPAN,)}
    assert held.spans == {"mail": (mail,)}
    later = replace(KEPT, fetched_at=at(66))
    writer.write(Batch(at(67), publish=True, providers={"s3": later, "google": None}))
    again = reader.measurements(T0 - timedelta(days=1)).providers
    assert again == {"s3": later}
    assert again["s3"].reading is held.providers["s3"].reading
    writer.close()
    reader.close()


def test_a_database_of_an_older_version_knows_no_providers(tmp_path: Path) -> None:
    db = connect(str(tmp_path / DATABASE), read_only=False, wait=1)
    migrations.apply(db, stop_before="m003_providers")
    db.close()
    reader = Reader(tmp_path)
    assert reader.measurements(T0).providers == {}
    Writer(tmp_path).close()
    assert reader.measurements(T0).providers == {}
    reader.close()
    with sqlite3.connect(tmp_path / DATABASE) as plain:
        assert plain.execute("SELECT count(*) FROM providers").fetchone() == (0,)
    plain.close()
