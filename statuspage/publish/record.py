"""How publishing to each target stands, in a small file that the web process reads."""

import json
import logging
import os
import threading
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from statuspage.model.publish import Standing
from statuspage.timeutil import format_instant, parse_instant

log = logging.getLogger("statuspage.publish")

RECORD = "publish.json"


class Record:
    """The standing of every target in a data folder; many threads may use it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / RECORD
        self._lock = threading.Lock()
        self._known = dict(read_record(folder))

    def good(self, target: str, at: datetime) -> None:
        """A target has the page of this moment."""
        self._put(target, Standing(at))

    def failed(self, target: str, at: datetime, why: str) -> None:
        """A target could not be given the page."""
        before = self._known.get(target, Standing(None))
        self._put(target, Standing(before.good_at, before.failing_since or at, why))

    def keep(self, targets: set[str]) -> None:
        """Forget the targets that are no more."""
        with self._lock:
            self._known = {name: one for name, one in self._known.items() if name in targets}
            self._write()

    def _put(self, target: str, standing: Standing) -> None:
        with self._lock:
            self._known[target] = standing
            self._write()

    def _write(self) -> None:
        content = {
            name: {
                "good_at": one.good_at and format_instant(one.good_at),
                "failing_since": one.failing_since and format_instant(one.failing_since),
                "why": one.why,
            }
            for name, one in self._known.items()
        }
        new = self._path.with_name(f"{RECORD}.{os.getpid()}")
        try:
            new.write_text(json.dumps(content) + "\n", encoding="utf-8")
            new.replace(self._path)
        except OSError as error:  # a disk that is full: what is out of date there counts as late
            log.warning("%s can't be written: %s.", self._path, error.strerror)


def read_record(folder: Path) -> Mapping[str, Standing]:
    """What is known of the targets, by name; nothing where there is no such file or it is damaged."""
    try:
        content = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {
            str(name): Standing(_instant(one["good_at"]), _instant(one["failing_since"]), str(one["why"]))
            for name, one in content.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _instant(text: str | None) -> datetime | None:
    return parse_instant(text) if text else None
