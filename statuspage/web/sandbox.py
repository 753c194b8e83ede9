"""Templates may come with a site that somebody else writes: what they reach, how long and how much."""

import ctypes
import resource
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from flask.templating import Environment
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, TemplateNotFound
from jinja2 import Environment as AnyEnvironment
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from statuspage.keepon import keep_on

_MOST_LETTERS = 10_000_000
_MOST_POWER = 1_000

_STEP = 0.1
"""Seconds between two looks whether something takes too long."""


class TooLong(Exception):
    """A template that does not come to its end."""


class Sandboxed(SandboxedEnvironment, Environment):
    """Jinja's sandbox, which is not told of the insides of our modules, and makes nothing without end."""

    intercepted_binops = frozenset({"*", "**"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As it always is, but sooner for values of our own: none is one of Python's own insides.

        Of a module, its constants and what it defines are given, and never what it imports.
        """
        if isinstance(obj, ModuleType):
            constant = attr.isupper() and not isinstance(value, ModuleType)
            return constant or getattr(value, "__module__", None) == obj.__name__
        if type(obj).__module__.startswith("statuspage."):
            return not attr.startswith("_")
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply, or raise to a power, where that is no attempt to fill the memory in one step."""
        if operator == "**" and max(abs(left), abs(right)) > _MOST_POWER:
            raise SecurityError("A number in a template is too large.")
        if operator == "*":
            for text, times in ((left, right), (right, left)):
                if (
                    isinstance(times, int)
                    and isinstance(text, Sequence)
                    and len(text) * times > _MOST_LETTERS
                ):
                    raise SecurityError("A text in a template is too long.")
        return super().call_binop(context, operator, left, right)


class _Inside(FileSystemLoader):
    """Templates of one folder; a link that leaves it is none."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder

    def get_source(self, environment: AnyEnvironment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, path, fresh = super().get_source(environment, template)
        if not Path(path).resolve().is_relative_to(self._folder):
            raise TemplateNotFound(template)
        return source, path, fresh


def loader_of(folders: Sequence[Path]) -> BaseLoader:
    """Templates of some folders, whose own paths have no links; the first that has one wins."""
    return ChoiceLoader([_Inside(folder) for folder in folders])


class _Overseer:
    """One thread that calls off what takes too long; begun early, since in need none may be to be had."""

    def __init__(self) -> None:
        self._due: dict[int, float] = {}
        self._lock, self._wanted = threading.Lock(), threading.Event()
        threading.Thread(target=keep_on, args=(self._work,), name="overseer", daemon=True).start()

    def begin(self, thread: int, due: float) -> None:
        with self._lock:
            self._due[thread] = due
            self._wanted.set()

    def end(self, thread: int) -> None:
        with self._lock:
            self._due.pop(thread, None)

    def _work(self) -> None:
        while True:
            self._wanted.wait()
            time.sleep(_STEP)
            now = time.monotonic()
            with self._lock:
                for thread in [one for one, due in self._due.items() if due < now]:
                    del self._due[thread]
                    late, end = ctypes.c_ulong(thread), ctypes.py_object(TooLong)
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(late, end)
                if not self._due:
                    self._wanted.clear()


_overseer = cache(_Overseer)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise TooLong inside once so many seconds are over: a loop ends then, one long step does not."""
    overseer, thread = _overseer(), threading.get_ident()
    overseer.begin(thread, time.monotonic() + seconds)
    try:
        yield
    finally:
        overseer.end(thread)


def limit_memory(most: int) -> None:
    """Let this process have at most so many bytes: what asks for more fails, and the process goes on.

    Not where the system knows no such limit, or has a lower one.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
