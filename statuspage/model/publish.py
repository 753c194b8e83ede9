"""Where a site's files are published to, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

PERIODS = 3
"""A published page may be believed for so many periods: two publications may fail before it turns grey."""


class Way(StrEnum):
    """How files get to a target."""

    FOLDER = "folder"
    BRANCH = "branch"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Target:
    """One place that the page is published to.

    ``place`` is a folder's path (from the site's), or a branch of ``remote``; ``command`` a program and its
    arguments, in which ``{dir}`` stands for the folder of files, with ``env`` beside the usual variables.
    ``timeout`` is how long a program may take.
    """

    name: str
    way: Way
    timeout: timedelta
    place: str = ""
    remote: str = "origin"
    command: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Publishing:
    """What a site says of publishing: each target gets the page every ``every``, and after each change."""

    every: timedelta
    targets: tuple[Target, ...]
    compress: bool = False

    @property
    def valid_for(self) -> timedelta:
        """How long a published page may be believed."""
        return PERIODS * self.every


class Standing(NamedTuple):
    """How publishing to a target stands: when it last was good, since when it fails, and why."""

    good_at: datetime | None
    failing_since: datetime | None = None
    why: str = ""

    def is_late(self, every: timedelta, now: datetime) -> bool:
        """Whether what was published may be believed no more, or nothing ever was for so long."""
        last = self.good_at or self.failing_since
        return last is not None and now - last >= PERIODS * every
