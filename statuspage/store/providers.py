"""What is known of providers, as it is written down."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from statuspage.model.provider import Event, Kept, Reading
from statuspage.model.status import Status
from statuspage.store.codec import instant_of, ms_of
from statuspage.store.wording import decode_text, encode_text


def put_provider(db: Database, id_: str, kept: Kept | None) -> None:
    """Write down what is known of a provider (None: nothing any more); the caller has begun a transaction."""
    if kept is None:
        db.execute("DELETE FROM providers WHERE id = ?", [id_])
        return
    row = [
        id_,
        kept.question,
        _encode(kept.reading),
        ms_of(kept.fetched_at),
        ms_of(kept.failing_since),
    ]
    db.execute("INSERT OR REPLACE INTO providers VALUES (?, ?, ?, ?, ?)", row)


class KnownProviders:
    """Providers as a reader knows them: what is written as it was is not decoded again."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Reading]] = {}

    def read(self, db: Database) -> dict[str, Kept]:
        """What is known of each provider, by id; nothing in a database that no monitor brought up to date."""
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'providers'").fetchone() is None:
            return {}
        before, self._known = self._known, {}
        found: dict[str, Kept] = {}
        for id_, question, written, fetched_at, failing_since in db.execute("SELECT * FROM providers"):
            known = before.get(id_)
            reading = known[1] if known is not None and known[0] == written else _decode(written)
            self._known[id_] = written, reading
            found[id_] = Kept(question, reading, instant_of(fetched_at), instant_of(failing_since))
        return found


def _encode(reading: Reading) -> str:
    return json.dumps(
        {
            "status": reading.status,
            "reason": encode_text(reading.reason),
            "events": [_encode_event(one) for one in reading.events],
            "as_of": ms_of(reading.as_of),
            "valid_until": ms_of(reading.valid_until),
            "detail": reading.detail,
        },
        ensure_ascii=True,
        separators=(",", ":"),
    )


def _encode_event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "title": event.title,
        "status": event.status,
        "started_at": ms_of(event.started_at),
        "updated_at": ms_of(event.updated_at),
        "url": event.url,
        "text": event.text,
        "components": event.components,
        "quiet": event.quiet,
    }


def _decode(written: str) -> Reading:
    raw = json.loads(written)
    return Reading(
        status=Status(raw["status"]),
        reason=decode_text(raw["reason"]),
        events=tuple(_decode_event(one) for one in raw["events"]),
        as_of=instant_of(raw["as_of"]),
        valid_until=instant_of(raw["valid_until"]),
        detail=raw["detail"],
    )


def _decode_event(raw: Mapping[str, Any]) -> Event:
    instants: dict[str, datetime | None] = {key: instant_of(raw[key]) for key in ("started_at", "updated_at")}
    return Event(
        **{
            **raw,
            **instants,
            "status": Status(raw["status"]),
            "components": tuple(raw["components"]),
        }
    )
