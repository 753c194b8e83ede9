"""Providers and verdicts as our own API tells of them."""

from statuspage.decide.standing import Standing
from statuspage.decide.standing_words import answer
from statuspage.model.provider import Event as Reported
from statuspage.model.provider import VerdictNow
from statuspage.web.answers import instant
from statuspage.web.once import once
from statuspage.web.reach import names_of
from statuspage.web.say import say_plain
from statuspage.web.shapes import Event, Provider, VerdictRow


def provider_data(standing: Standing) -> Provider:
    """A provider, with what it means for us."""
    one = standing.provider
    return {
        "id": one.id,
        "name": one.name,
        "page": one.page,
        "status": one.status,
        "since": instant(one.since),
        "checked_at": instant(one.checked_at),
        "valid_until": instant(one.valid_until),
        "reason": say_plain(one.reason),
        "verdict": standing.verdict,
        "answer": say_plain(answer(standing, once(names_of))),
        "dependents": list(one.dependents),
        "not_affected": list(standing.together),
        "events": [_event(event) for event in one.events],
    }


def _event(event: Reported) -> Event:
    return {
        "id": event.id,
        "title": event.title,
        "status": event.status,
        "started_at": instant(event.started_at),
        "updated_at": instant(event.updated_at),
        "url": event.url,
        "text": event.text,
        "components": list(event.components),
        "quiet": event.quiet,
    }


def verdict_data(row: VerdictNow) -> VerdictRow:
    """Whether a component is affected, and how that is known."""
    return {
        "provider": row.provider,
        "component": row.component,
        "verdict": row.verdict,
        "confirmed": row.confirmed,
        "evidence": say_plain(row.evidence),
        "since": instant(row.since),
        "by": row.by,
    }
