"""Spans as a reader knows them: of a component whose history did not change nothing is read again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.store.wording import read_text
from statuspage.timeutil import from_ms, to_ms

_STATUS = {status.value: status for status in Status}


class KnownSpans:
    """The components' spans in one database, of the time since an instant.

    The spans of a component are the very same tuple from one read to the next until they change:
    what is counted from them may be kept as long.
    """

    def __init__(self) -> None:
        self._spans: dict[str, tuple[Span, ...]] = {}
        self._since: datetime | None = None
        self._revision = -1

    def read(self, db: Database, since: datetime, revision: int) -> Mapping[str, tuple[Span, ...]]:
        """The spans that reach past ``since``, oldest first, by component.

        The database is at ``revision``, in a transaction.
        """
        if self._since is None or since < self._since or revision < self._revision:
            self._spans, self._revision = {}, -1
        for component in _changed(db, self._revision):
            self._spans.pop(component, None)
        self._spans |= _read(db, since, self._revision)
        self._since, self._revision = since, revision
        for component, spans in self._spans.items():
            if spans and _is_past(spans[0], since):
                self._spans[component] = tuple(span for span in spans if not _is_past(span, since))
        return dict(self._spans)


def _is_past(span: Span, since: datetime) -> bool:
    return span.end is not None and span.end <= since


def _changed(db: Database, revision: int) -> Iterable[str]:
    rows = db.execute("SELECT component FROM histories WHERE revision > ?", [revision])
    return [row[0] for row in rows.fetchall()]


def _read(db: Database, since: datetime, revision: int) -> dict[str, tuple[Span, ...]]:
    """The spans of every component that changed after a revision. They follow on each other without a gap."""
    cursor = db.execute(
        "SELECT s.component, s.start, s.end, s.status, s.reason "
        "FROM histories h CROSS JOIN spans s ON s.component = h.component AND s.start >= coalesce("
        "(SELECT max(start) FROM spans WHERE component = h.component AND start <= ?), 0) "
        "WHERE h.revision > ? ORDER BY h.component, s.start",
        [to_ms(since), revision],
    )
    return {component: _joined(rows) for component, rows in groupby(cursor, lambda row: row[0])}


def _joined(rows: Iterable[tuple[Any, ...]]) -> tuple[Span, ...]:
    """The spans of one component; where one ends and the next begins is one value."""
    spans: list[Span] = []
    known: tuple[int | None, datetime | None] = None, None
    for _, start, end, status, reason in rows:
        begins = known[1] if start == known[0] else from_ms(start)
        known = end, None if end is None else from_ms(end)
        spans.append(Span(begins or from_ms(start), known[1], _STATUS[status], read_text(reason)))
    return tuple(spans)
