"""Notices: decided with each change of the page, kept in the store's outbox, sent from there."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from statuspage.decide.feed_notices import changed_feeds
from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.decide.history import HISTORY_WINDOW
from statuspage.decide.notice_rest import rests_until
from statuspage.decide.notices import Inner, Told, gathering, notices
from statuspage.errors import Fault, Severity
from statuspage.histories import Histories
from statuspage.language.shelf import language_of
from statuspage.messages import channels_of, letters
from statuspage.model.notice import Channel, What
from statuspage.model.provider import DEPENDENCY, Kept
from statuspage.model.result import CheckKey, CheckState
from statuspage.model.site import Site
from statuspage.model.snapshot import Measurements
from statuspage.postman import Postman
from statuspage.snapshot import take
from statuspage.store.outbox import Letter, Outbox, Outcome
from statuspage.store.writer import Batch, Entry, History
from statuspage.told import read_told, write_told

log = logging.getLogger("statuspage.notices")

_NOW = timedelta(0)
_ONCE_SERVED = timedelta(seconds=5)
"""A hub asks for feeds at once, so it is told when every web worker has them."""


class Notices:
    """Decides, keeps and sends the notices of a site; used by the monitor's thread."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._site: Site | None = None
        self._faults: tuple[str, ...] = ()
        self._channels: Mapping[str, Channel] = {}
        self._stale = True
        self._postman = Postman()
        self._histories = Histories()
        self._known: tuple[str, Told] | None = None
        self._rest: tuple[datetime, datetime] | None = None
        self._entered: tuple[Sequence[Outcome], Sequence[Letter]] = ((), ())

    @property
    def busy(self) -> bool:
        """Whether a notice is under way, or what came of one is not yet written down."""
        return bool(self._postman.busy)

    def adopt(self, site: Site, faults: Sequence[Fault]) -> None:
        """Take over a site whose files changed, with what is wrong with them."""
        self._site = site
        self._faults = tuple(str(fault) for fault in faults if fault.severity is Severity.ERROR)
        self._rest = None
        channels = channels_of(site)
        self._stale = self._stale or channels.keys() != self._channels.keys()
        self._channels = channels

    def entry(
        self,
        batch: Batch,
        states: Mapping[CheckKey, CheckState],
        providers: Mapping[str, Kept],
        *,
        changed: bool = True,
    ) -> Entry | None:
        """What goes into the transaction of a batch; ``states`` are those of all checks with it, and
        ``providers`` what is known of each. ``changed``: something is new in them that the page shows.

        None where there is nobody to tell.
        """
        self._entered = ((), ())
        if self._site is None or not (self._channels or self._stale):
            return None
        site = self._site

        def enter(outbox: Outbox, history: History | None) -> None:
            outcomes = self._postman.outcomes()
            given_up = outbox.settle(outcomes)
            if self._stale:
                outbox.keep_only(self._channels)
                if not self._channels:
                    outbox.remember(None)
            if self._channels and history is not None and (changed or not self._rests(outbox, batch.now)):
                given_up += self._decide(site, outbox, batch, states, providers, history)
            _report(given_up)
            free = self._channels.keys() - self._postman.busy | {one.letter.channel for one in outcomes}
            due = outbox.due(free & self._channels.keys(), batch.now)
            self._entered = outcomes, due

        return enter

    def entered(self) -> None:
        """The transaction of the last entry is done: what it gave out may be sent."""
        outcomes, due = self._entered
        self._entered = ((), ())
        self._stale = False
        self._postman.written(outcomes)
        self._postman.hand(due, self._channels)

    def _rests(self, outbox: Outbox, now: datetime) -> bool:
        """Whether nothing can have come that was not there when notices were last decided."""
        if self._rest is None or not self._rest[0] <= now < self._rest[1]:
            return False
        return self._known is not None and outbox.told() == self._known[0]

    def _decide(
        self,
        site: Site,
        outbox: Outbox,
        batch: Batch,
        states: Mapping[CheckKey, CheckState],
        providers: Mapping[str, Kept],
        history: History,
    ) -> list[Letter]:
        """Put into the outbox what is to be told now. Returns what is given up, since too much waits."""
        spans = history(batch.now - HISTORY_WINDOW)
        held = Measurements(
            states=states,
            spans=spans,
            providers=providers,
            provider_spans={id_: spans.get(DEPENDENCY + id_, ()) for id_ in providers},
            tick=batch.now,
            changed_at=batch.now,
            offline_since=batch.offline_since,
            fetched_at=batch.fetched_at,
        )
        before, self._rest = self._read(outbox), None
        try:
            told, written = self._thought(site, before, held, batch.git_failing_since, batch.now)
        except Exception:  # checks go on, whatever is wrong with notices
            log.exception("Notices can't be decided now.")
            self._histories = Histories()
            return []
        self._remember(outbox, told)
        return self._put(outbox, written, batch.now)

    def _thought(
        self,
        site: Site,
        before: Told | None,
        held: Measurements,
        git_failing_since: datetime | None,
        now: datetime,
    ) -> tuple[Told, list[Letter]]:
        page = take(site, held, now, LIVE_VALIDITY, self._histories)
        told, found = notices(
            before, page, Inner(self._faults, git_failing_since), gathering(site.checks), now
        )
        if site.hub is not None:
            feeds, changed = changed_feeds(before, page)
            told = replace(told, feeds=feeds)
            found = [*found, *changed]
        until = rests_until(page, told, git_failing_since)
        self._rest = (now, until) if until is not None else None
        if not found:
            return told, []
        return told, letters(site, found, held.states, language_of(site.language, self._root), now)

    def _put(self, outbox: Outbox, written: Sequence[Letter], now: datetime) -> list[Letter]:
        for_hub = [one for one in written if self._channels[one.channel].what is What.FEEDS]
        others = [one for one in written if one not in for_hub]
        return [*outbox.put(others, now, _NOW), *outbox.put(for_hub, now, _ONCE_SERVED)]

    def _read(self, outbox: Outbox) -> Told | None:
        written = outbox.told()
        if written is None:
            return None
        if self._known is None or self._known[0] != written:
            self._known = written, read_told(written)
        return self._known[1]

    def _remember(self, outbox: Outbox, told: Told) -> None:
        if self._known is not None and told == self._known[1] and outbox.told() == self._known[0]:
            return
        self._known = write_told(told), told
        outbox.remember(self._known[0])


def _report(given_up: Sequence[Letter]) -> None:
    for channel, message, _ in given_up:
        log.error("A notice for %s was given up: %s", channel, message.title)
