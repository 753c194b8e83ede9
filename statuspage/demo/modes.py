"""How each service of the demo behaves: a small JSON file that the services read at each request."""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from statuspage.demo.catalogue import STAGES
from statuspage.errors import StatusPageError
from statuspage.site.words import meant, quoted

MODES_FILE = "modes.json"


class Mode(StrEnum):
    """How a service behaves. ``flaky`` resets every third connection."""

    HEALTHY = "healthy"
    SLOW = "slow"
    WRONG = "wrong"
    DOWN = "down"
    HANG = "hang"
    FLAKY = "flaky"


def set_mode(directory: Path, service: str, how: str) -> None:
    """Let ``service`` behave as ``how`` says from its next request on.

    Raises StatusPageError, naming the nearest known word, when there is no such service or
    mode, and when ``directory`` is no folder that can be written.
    """
    _require(service, STAGES, "service")
    _require(how, Mode, "way to behave")
    try:
        with _locked(directory):
            write_json(directory / MODES_FILE, modes(directory) | {service: how})
    except OSError as error:
        raise StatusPageError(f"No demo can be changed in {directory}: {error.strerror}.") from error


def modes(directory: Path) -> dict[str, str]:
    """Each service's mode. What was never set, or can't be read, is ``healthy``."""
    try:
        written = json.loads((directory / MODES_FILE).read_bytes())
    except (OSError, ValueError):
        written = None
    known = written if isinstance(written, dict) else {}
    return {name: _mode(known.get(name)) for name in STAGES}


class Watch:
    """The modes as they are now, read again only when the file has changed."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._stamp: tuple[int, ...] | None = None
        self._modes = modes(directory)

    def mode(self, service: str) -> Mode:
        """How ``service`` should behave at this moment. Costs one stat call."""
        stamp = self._look()
        if stamp != self._stamp:
            self._stamp, self._modes = stamp, modes(self._directory)
        return Mode(self._modes[service])

    def _look(self) -> tuple[int, ...] | None:
        try:
            seen = (self._directory / MODES_FILE).stat()
        except OSError:
            return None
        return seen.st_ino, seen.st_mtime_ns, seen.st_size


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write ``value`` so that a reader sees all of the old file or all of the new one."""
    write_whole(path, json.dumps(value, indent=2) + "\n")


def write_whole(path: Path, text: str) -> None:
    """The same with any text."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def _mode(word: object) -> str:
    return word if isinstance(word, str) and word in set(Mode) else Mode.HEALTHY.value


def _require(word: str, known: Iterable[str], what: str) -> None:
    names = list(known)
    if word not in names:
        raise StatusPageError(f"The demo has no {what} called {quoted(word)}: {meant(word, names)}")


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """Keep two commands that change modes at once from losing one of the changes."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
