"""One build of the static page: read the site and the store, take a snapshot, export it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from statuspage.decide.history import HISTORY_WINDOW
from statuspage.errors import Fault
from statuspage.export import Export, export
from statuspage.latencies import LatencyStore
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader
from statuspage.timeutil import utc_now
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme


@dataclass(frozen=True, slots=True)
class Built:
    """What was written, and what was wrong with the site's files meanwhile."""

    export: Export
    faults: tuple[Fault, ...]


def build(
    root: Path, folder: Path, out: Path, *, now: datetime | None, valid_for: timedelta, compress: bool = False
) -> Built:
    """Write the page of the site in ``root``, measured in ``folder``, to ``out``.

    With ``compress`` texts get compressed copies. ``now`` is the instant that the page speaks of (None: the
    present). Raises StatusPageError
    where the site or the store can't be read or ``out`` can't be written.
    """
    reader = Reader(folder)
    try:
        moment = now or utc_now()
        loaded = open_site(root, reader.files(), secrets=False)
        held = reader.measurements(moment - HISTORY_WINDOW)
    finally:
        reader.close()
    latencies = LatencyStore(folder)
    try:
        taken = take(loaded.site, held, moment, valid_for)
        snapshot = replace(taken, latencies=latencies.of(loaded.site, moment))
        return Built(export(snapshot, Renderer(Theme(root)), out, compress=compress), loaded.faults)
    finally:
        latencies.close()
