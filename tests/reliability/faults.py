"""What can befall a maker of pages, done for real; each is mended at the end of its block."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from typing import TypeAlias

import psutil

from statuspage.store.folder import DATABASE
from statuspage.timeutil import utc_now
from tests.reliability.maker import Maker, fill

Fault: TypeAlias = Callable[[Maker], AbstractContextManager[None]]


@contextmanager
def all_killed(maker: Maker) -> Iterator[None]:
    """The whole maker is gone at once."""
    for one in maker.processes:
        one.process.kill()
        one.process.wait()
    yield


@contextmanager
def monitor_killed(maker: Maker) -> Iterator[None]:
    """Nothing is measured any more."""
    maker.monitor.process.kill()
    yield


@contextmanager
def publisher_halted(maker: Maker) -> Iterator[None]:
    """It is there, and does nothing."""
    maker.publisher.process.send_signal(signal.SIGSTOP)
    yield
    maker.publisher.process.send_signal(signal.SIGCONT)


@contextmanager
def clock_stands(maker: Maker) -> Iterator[None]:
    """It publishes on, and for it no time passes."""
    maker.clock.turn(f"{utc_now():%Y-%m-%d %H:%M:%S}")
    yield


@contextmanager
def clock_set_back(maker: Maker) -> Iterator[None]:
    """It publishes on, a day behind."""
    maker.clock.turn("-1d")
    yield


@contextmanager
def disk_full(maker: Maker) -> Iterator[None]:
    """Where the database and the build are there is no room."""
    ballast = fill(maker.data)
    yield
    ballast.unlink()


@contextmanager
def database_locked(maker: Maker) -> Iterator[None]:
    """Another program holds it."""
    with closing(sqlite3.connect(maker.data / DATABASE, isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout = 10000")
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def database_damaged(maker: Maker) -> Iterator[None]:
    """Every page of it but the first is overwritten, and those that wait in its log."""
    for name, kept in ((DATABASE, 4096), (f"{DATABASE}-wal", 32)):
        with (maker.data / name).open("r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(kept)
            file.write(os.urandom(max(0, size - kept)))
    yield


@contextmanager
def files_broken(maker: Maker) -> Iterator[None]:
    """Neither statuspage.toml nor a post can be read."""
    toml = maker.site / "statuspage.toml"
    before = toml.read_text()
    toml.write_text("[site\n")
    (maker.site / "incidents" / "2026-11-22-broken.md").write_text("<<<<<<< HEAD\n")
    yield
    toml.write_text(before)


@contextmanager
def permission_lost(maker: Maker) -> Iterator[None]:
    """Somebody set the rights of the data and of the posts."""
    lost = [maker.data, maker.site / "incidents"]
    for folder in lost:
        folder.chmod(0)
    yield
    for folder in lost:
        folder.chmod(0o755)


@contextmanager
def _limited(
    who: Sequence[psutil.Process], kind: int, most: Callable[[psutil.Process], int]
) -> Iterator[None]:
    """Nobody gets more of something than so much."""
    before = [one.rlimit(kind) for one in who]
    for one, (_, hard) in zip(who, before, strict=True):
        one.rlimit(kind, (most(one), hard))
    yield
    for one, limits in zip(who, before, strict=True):
        if one.is_running():
            one.rlimit(kind, limits)


def no_file_handles(maker: Maker) -> AbstractContextManager[None]:
    """Neither monitor nor publisher can open anything."""
    who = maker.monitor.root, maker.publisher.root
    return _limited(who, psutil.RLIMIT_NOFILE, lambda _: 3)


def web_without_file_handles(maker: Maker) -> AbstractContextManager[None]:
    """The web server can't even take a connection."""
    return _limited(maker.web.root.children(), psutil.RLIMIT_NOFILE, lambda _: 3)


def no_memory(maker: Maker) -> AbstractContextManager[None]:
    """Neither monitor nor publisher gets more memory than it has."""
    who = maker.monitor.root, maker.publisher.root
    return _limited(who, psutil.RLIMIT_AS, lambda one: one.memory_info().vms)


def web_without_memory(maker: Maker) -> AbstractContextManager[None]:
    """The workers of the web server get no more memory than they have."""
    return _limited(maker.web.root.children(), psutil.RLIMIT_AS, lambda one: one.memory_info().vms)
