"""The tables ``[publish]`` and ``[[publish.targets]]``: where the page goes as files; and ``[watch]``."""

import re
import shlex
from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from statuspage.fields import Secret
from statuspage.model.publish import Target, Way
from statuspage.site.gitschema import Branch, Remote
from statuspage.site.table import Interval, Length, Table
from statuspage.site.values import Id, Text

_DIR = "{dir}"
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def _words(value: object) -> object:
    """A command on one line is split as a shell splits words; no shell reads it."""
    if not isinstance(value, str):
        return value
    try:
        return shlex.split(value)
    except ValueError:
        raise ValueError("A quote in it is never closed.") from None


def _command(words: list[str]) -> list[str]:
    if not words or not words[0]:
        raise ValueError("It must begin with a program.")
    if not any(_DIR in word for word in words[1:]):
        raise ValueError("It must have {dir} where the folder of files goes.")
    if any("\0" in word for word in words):
        raise ValueError("It has a character that no program can be given.")
    return words


def _variables(env: dict[str, SecretStr]) -> dict[str, SecretStr]:
    for name, value in env.items():
        if not _VARIABLE.fullmatch(name) or "\0" in value.get_secret_value():
            raise ValueError("A variable has a name of letters, digits and _, and a text.")
    return env


def _ping(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if text != "none" and not text.startswith(("https://", "http://")):
        raise ValueError("It must be an address that begins with https:// or http://.")
    return secret


class TargetTable(Table):
    """``[[publish.targets]]``: one place; it has one of ``folder``, ``branch`` and ``command``."""

    EXAMPLE: ClassVar[str] = "[[publish.targets]]"

    name: Id | None = Field(
        default=None,
        description="What logs and metrics call it. Default: folder, branch or command; two need names.",
        examples=['"second-host"'],
    )
    folder: Text | None = Field(
        default=None,
        description="A folder that a web server serves; a path without a slash first is one in the site's.",
        examples=['"/srv/www/status"'],
    )
    branch: Branch | None = Field(
        default=None,
        description="A branch that holds the page and nothing else, in one commit that each publication "
        "replaces.",
        examples=['"gh-pages"'],
    )
    remote: Remote = Field(
        default="origin",
        description="The repository of the branch: a remote's name in the site's checkout, or an address.",
        examples=['"origin"', '"git@git.example.com:status/pages.git"'],
    )
    command: Annotated[list[str], BeforeValidator(_words), AfterValidator(_command)] | None = Field(
        default=None,
        description="A program and its arguments, a list or one line; {dir} stands for the folder of files. "
        "No shell reads it.",
        examples=['"rclone sync {dir} cdn:status"', '["rclone", "sync", "{dir}", "cdn:status"]'],
    )
    env: Annotated[dict[str, Secret], AfterValidator(_variables)] = Field(
        default={},
        description="Variables that the command gets, beside PATH, HOME, LANG and TZ, and no others; "
        "${NAME} is taken from the environment.",
        examples=['{ AWS_SECRET_ACCESS_KEY = "${CDN_KEY}" }'],
    )
    timeout: Length = Field(
        default=timedelta(minutes=2),
        description="How long the command, or one git command, may take.",
        examples=['"2m"'],
    )

    @property
    def ways(self) -> list[Way]:
        """The ways that it names: one, if it is right."""
        return [way for way in Way if getattr(self, way) is not None]

    @property
    def called(self) -> str:
        """Its name."""
        return self.name or (self.ways[0].value if self.ways else "target")

    def target(self) -> Target:
        """What the table says."""
        return Target(
            name=self.called,
            way=self.ways[0],
            timeout=self.timeout,
            place=self.folder or self.branch or "",
            remote=self.remote,
            command=tuple(self.command or ()),
            env={name: value.get_secret_value() for name, value in self.env.items()},
        )


class PublishTable(Table):
    """``[publish]``: how often the page is published as files, and where to."""

    EXAMPLE: ClassVar[str] = "[publish]"

    every: Interval = Field(
        default=timedelta(minutes=5),
        description="How often the page is published where nothing changes; after a change at once, but no "
        "sooner than 10 s after the last time. A published page may be believed for three times as long.",
        examples=['"5m"'],
    )
    compress: bool = Field(
        default=False,
        description="Whether texts get compressed copies beside them: .gz, and .br where the Python package "
        "brotli is installed.",
        examples=["true"],
    )
    targets: list[dict[str, object]] = Field(
        default=[],
        description="The places that get the page.",
        examples=['[{ folder = "/srv/www/status" }]'],
    )


class WatchTable(Table):
    """``[watch]``: who notices when nothing is published any more."""

    EXAMPLE: ClassVar[str] = "[watch]"

    ping: Annotated[Secret, AfterValidator(_ping)] | None = Field(
        default=None,
        description="An address that is called (GET) each time all targets have the page: a dead-man's "
        "switch, which raises the alarm when no call comes. It is a secret: it is in no log.",
        examples=['"https://hc.example.com/${PING_TOKEN}"'],
    )
