"""How publishing stands, by what the publisher keeps of it in the data folder."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from statuspage.doctor.examined import Examined, Level
from statuspage.model.site import Site
from statuspage.publish.record import read_record
from statuspage.timeutil import format_instant


def examine(site: Site, folder: Path, now: datetime) -> Iterator[Examined]:
    """A look at each target of a site. Never raises."""
    known = read_record(folder)
    for target in site.publishing.targets if site.publishing else ():
        one, thing = known.get(target.name), f"target {target.name}"
        if one is None:
            yield Examined(thing, Level.UNKNOWN, "Nothing was published to it yet, as far as is known here.")
            continue
        last = f"last published {format_instant(one.good_at)}" if one.good_at else "never published"
        why = f"; since {format_instant(one.failing_since)} it fails: {one.why}" if one.failing_since else "."
        late = site.publishing is not None and one.is_late(site.publishing.every, now)
        level = Level.WRONG if late else Level.WARNING if one.failing_since else Level.FINE
        help_ = "See that serve or publish runs, and that it may write there." if late else ""
        yield Examined(thing, level, f"It was {last}{why}", help_)
