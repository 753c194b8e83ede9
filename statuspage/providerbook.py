"""What is known of providers, and what of it is not yet written."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from statuspage.decide.provider import believed_until, question_of, reading_now
from statuspage.model.provider import DEPENDENCY, Kept, Provider, Reading
from statuspage.model.site import Site
from statuspage.model.snapshot import Measurements
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.model.text import text
from statuspage.store.writer import Batch

log = logging.getLogger("statuspage.providers")


@dataclass(frozen=True, slots=True)
class Heard:
    """What one look at a provider's page came to, at ``at``.

    ``reading`` is of the last document, known to be new at ``fetched_at``; None: none came since the
    start, and then ``instead`` says why. ``failed`` says, for operators, why this look failed (empty: it
    did not).
    """

    provider: Provider
    at: datetime
    reading: Reading | None
    instead: Reading
    fetched_at: datetime | None
    failed: str = ""


class ProviderBook:
    """The providers of a site: what they said last, and their current spans.

    Bookkeeping over ``decide``: it neither reads a clock nor writes. ``visible`` is set once something
    changed that the page shows.
    """

    def __init__(self, held: Measurements) -> None:
        self._kept: dict[str, Kept] = dict(held.providers)
        self._spans = {id_: spans[-1] for id_, spans in held.provider_spans.items() if spans}
        self._providers: dict[str, Provider] = {}
        self._shown: dict[str, Reading] = {}
        self._changed: dict[str, Kept | None] = {}
        self._begun: list[tuple[str, Span]] = []
        self.visible = False

    @property
    def kept(self) -> Mapping[str, Kept]:
        """What is known of each provider, as it is now."""
        return self._kept

    def adopt(self, site: Site, now: datetime) -> None:
        """Take over a site whose files changed; of who is no longer there only the past is kept."""
        self._providers = {one.id: one for one in site.providers}
        for id_ in self._kept.keys() - self._providers.keys():
            del self._kept[id_]
            self._changed[id_] = None
            self._shown.pop(id_, None)
        for id_ in self._spans.keys() - self._providers.keys():
            if self._spans[id_].status is not Status.UNKNOWN:
                self._begin(id_, Span(now, None, Status.UNKNOWN, text("no longer read")))
        self.settle(now)

    def absorb(self, heard: Heard) -> None:
        """Take in what was heard; what was asked otherwise than now counts no longer."""
        provider = heard.provider
        if self._providers.get(provider.id) != provider:
            return
        question, before = question_of(provider), self._kept.get(provider.id)
        if before is not None and before.question != question:
            before = None
        known = (heard.reading, heard.fetched_at)
        if heard.reading is None and before is not None and before.fetched_at is not None:
            known = (before.reading, before.fetched_at)
        failing_since = None
        if heard.failed:
            failing_since = (before.failing_since if before else None) or heard.at
            if before is None or before.failing_since is None:
                log.warning("The page of %s can't be read: %s", provider.id, heard.failed)
        kept = Kept(question, known[0] or heard.instead, known[1], failing_since)
        if kept != before:
            self._kept[provider.id] = self._changed[provider.id] = kept
        self._settle(provider, heard.at)

    def settle(self, now: datetime) -> None:
        """Decide anew what may be believed of each provider: words grow old."""
        for provider in self._providers.values():
            self._settle(provider, now)

    def _settle(self, provider: Provider, now: datetime) -> None:
        kept = self._kept.get(provider.id)
        if kept is None:
            return
        reading = replace(reading_now(provider, kept, now), as_of=None, valid_until=None, detail="")
        if reading == self._shown.get(provider.id):
            return
        self._shown[provider.id] = reading
        self.visible = True
        span = self._spans.get(provider.id)
        if span is not None and span.status is reading.status:
            return
        log.info("%s %s: %s", provider.id, reading.reason, reading.status)
        start = now
        if reading.status is Status.UNKNOWN and span is not None:
            start = max(span.start, min(believed_until(kept, provider.every) or now, now))
        self._begin(provider.id, Span(start, None, reading.status, reading.reason))

    def batch(self, frame: Batch) -> Batch:
        """The batch with what is not yet written, if it publishes what readers see."""
        if not frame.publish:
            return frame
        return replace(frame, providers=self._changed, spans=[*frame.spans, *self._begun])

    def written(self, batch: Batch) -> None:
        """This batch, the last one given, is in the store."""
        if batch.publish:
            self._changed, self._begun, self.visible = {}, [], False

    def _begin(self, id_: str, span: Span) -> None:
        self._spans[id_] = span
        self._begun.append((DEPENDENCY + id_, span))
        self.visible = True
