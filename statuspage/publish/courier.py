"""Brings the newest page to one target, in a thread of its own: none waits for another."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from statuspage.keepon import keep_on
from statuspage.model.publish import Target, Way
from statuspage.publish.branch import to_branch
from statuspage.publish.command import by_command
from statuspage.publish.folder import to_folder
from statuspage.publish.notpublished import NotPublished
from statuspage.publish.record import Record
from statuspage.publish.tree import link_tree

log = logging.getLogger("statuspage.publish")

_FIRST_PAUSE = 10.0
_LONGEST_PAUSE = 300.0


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of publishing: the site, the present build, and where targets work.

    ``still`` is held while the build is changed or copied.
    """

    root: Path
    built: Path
    work: Path
    still: threading.Lock


def deliver(target: Target, places: Places) -> None:
    """Bring the present build to a target. Raises NotPublished."""
    own = places.work / target.name
    copy = own / "files"
    try:
        with places.still:
            link_tree(places.built, copy)
    except OSError as error:
        raise NotPublished(f"{error.filename or copy} can't be written: {error.strerror}.") from error
    if target.way is Way.FOLDER:
        to_folder(copy, (places.root / target.place).absolute())
    elif target.way is Way.BRANCH:
        to_branch(copy, target, places.root, own / "git")
    else:
        by_command(copy, target, places.root)


class Courier:
    """Delivers to one target whenever there is news, and again, ever more rarely, after a failure."""

    def __init__(self, target: Target, places: Places, record: Record, done: Callable[[], None]) -> None:
        self.target = target
        self._places, self._record, self._done = places, record, done
        self._news = threading.Condition()
        self._wanted: tuple[int, datetime] | None = None
        self._ended = False
        self.has = 0
        """The number of the build that the target has."""
        threading.Thread(
            target=keep_on, args=(self._work,), name=f"publish {target.name}", daemon=True
        ).start()

    def bring(self, number: int, at: datetime) -> None:
        """There is a build of this number, of this moment."""
        with self._news:
            self._wanted = number, at
            self._news.notify()

    def end(self) -> None:
        """Deliver nothing more once what is under way is done."""
        with self._news:
            self._ended = True
            self._news.notify()

    def _work(self) -> None:
        pause, said = _FIRST_PAUSE, ""
        while (wanted := self._next()) is not None:
            why = self._try(wanted)
            if not why:
                if said:
                    log.info("%s is published to again.", self.target.name)
                pause, said = _FIRST_PAUSE, ""
                continue
            if why != said:
                log.warning("%s could not be published to and is tried again. %s", self.target.name, why)
            said = why
            self._wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _next(self) -> tuple[int, datetime] | None:
        """The newest build that the target lacks, once there is one; None at the end."""
        with self._news:
            while not self._ended and (self._wanted is None or self._wanted[0] == self.has):
                self._news.wait()
            return None if self._ended else self._wanted

    def _wait(self, seconds: float) -> None:
        due = time.monotonic() + seconds
        with self._news:
            while not self._ended and (left := due - time.monotonic()) > 0:
                self._news.wait(left)

    def _try(self, wanted: tuple[int, datetime]) -> str:
        """Why the target could not be given the page; "" where it has it now."""
        try:
            deliver(self.target, self._places)
        except NotPublished as error:
            why = str(error)
        except Exception as bug:  # a thread must outlive what we did not think of
            log.exception("Publishing to %s failed.", self.target.name)
            why = type(bug).__name__
        else:
            self.has = wanted[0]
            self._record.good(self.target.name, wanted[1])
            self._done()
            return ""
        self._record.failed(self.target.name, wanted[1], why)
        return why
