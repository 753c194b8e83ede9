"""Our own ``snapshot.json``."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from statuspage.glance.value import Glance, Part, Said, fit, status_from, tables
from statuspage.model.post import ENDED
from statuspage.timeutil import parse_instant

PATH = "/api/v1/snapshot.json"


def read_own(raw: Mapping[str, object]) -> Glance | None:
    """What a snapshot says; None where it is none. It may hold anything."""
    page = raw.get("page")
    if not isinstance(page, dict) or "generated_at" not in raw or "components" not in raw:
        return None
    return Glance(
        name=fit(page.get("name")),
        url=fit(page.get("url")),
        status=status_from(page.get("status")),
        sentence=fit(page.get("sentence")),
        at=instant(raw.get("generated_at")),
        valid_until=instant(raw.get("valid_until")),
        parts=tuple(_parts(raw)),
        said=tuple(_said(raw)),
    )


def instant(value: object) -> datetime | None:
    """An instant, None for what is none."""
    try:
        return parse_instant(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _parts(raw: Mapping[str, object]) -> Iterator[Part]:
    for one in tables(raw.get("components")):
        status = status_from(one.get("status"))
        since, reason = instant(one.get("since")), fit(one.get("reason"))
        group, measured = fit(one.get("group")) or None, one.get("measured") is True
        yield Part(fit(one.get("name")), status, group, since, reason, measured)


def _said(raw: Mapping[str, object]) -> Iterator[Said]:
    for kind in ("incidents", "advisories", "maintenances"):
        for one in tables(raw.get(kind)):
            updates = list(tables(one.get("updates")))
            state = fit(one.get("status"))
            if state in ENDED or not updates:
                continue
            last = max(updates, key=lambda update: str(update.get("at")))
            yield Said(fit(one.get("title")), state, instant(last.get("at")), fit(last.get("body")))
