"""The table ``[git]``: the repository that a site's posts come from."""

import re
from datetime import timedelta
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from statuspage.fields import Secret
from statuspage.site.table import Interval, Length, Table
from statuspage.site.words import quoted

_MOST = 500
_SCHEMES = frozenset({"http", "https", "ssh", "git", "file"})
_NO_BRANCH = re.compile(r"^[-/.]|[\x00-\x20\x7f~^:?*\[\\]|\.\.|//|/\.|@\{|\.lock(/|$)|[/.]$|^@$|^$|^HEAD$")


def _remote(text: str) -> str:
    if not text or text.startswith("-") or len(text) > _MOST or not text.isprintable():
        raise ValueError("It must be the name of a remote or its address, not beginning with a hyphen.")
    if re.match(r"[A-Za-z0-9+.-]+::", text):
        raise ValueError(f"{quoted(text)} is no plain address: https://, ssh:// or a path are.")
    if "://" in text:
        _check_address(text)
    return text


def _check_address(text: str) -> None:
    try:
        parts = urlsplit(text)
        scheme, password = parts.scheme, parts.password
    except ValueError:
        raise ValueError("The address can't be read.") from None
    if scheme not in _SCHEMES:
        raise ValueError(f"{quoted(scheme)} is not a way to fetch: https and ssh are.")
    if password is not None:
        raise ValueError("The address has a password: leave it to a deploy key or git's credential helper.")


def _branch(text: str) -> str:
    if _NO_BRANCH.search(text) or len(text) > _MOST or not text.isprintable():
        raise ValueError(f"{quoted(text)} can't be the name of a branch (git check-ref-format).")
    return text


Remote = Annotated[str, AfterValidator(_remote)]
"""The name of a remote, or a repository's address."""

Branch = Annotated[str, AfterValidator(_branch)]


def _history_url(text: str) -> str:
    if not text.startswith("https://") or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("It must be an https address.")
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or "{" in parts.netloc or "@" in parts.netloc:
        raise ValueError("The address has no plain host, or has a user name, and it is public.")
    if "{path}" not in text or re.search(r"[{}]", text.replace("{path}", "")):
        raise ValueError("It must have {path} where the path of a post goes, and no other braces.")
    return text


class GitTable(Table):
    """``[git]``: where posts come from, and how often to look."""

    EXAMPLE: ClassVar[str] = "[git]"

    remote: Remote = Field(
        default="origin",
        description="The remote that is followed: a name in the checkout, or an address.",
        examples=['"origin"', '"https://git.example.com/status.git"'],
    )
    branch: Branch = Field(
        default="main", description="The branch that is followed; the checkout is at it.", examples=['"main"']
    )
    every: Interval = Field(
        default=timedelta(seconds=60),
        description="How often the remote is asked; a git hook makes it sooner.",
        examples=['"60s"'],
    )
    timeout: Length = Field(
        default=timedelta(seconds=30),
        description="How long one git command may take.",
        examples=['"30s"'],
    )
    push: bool = Field(
        default=True,
        description="Whether commits made in the checkout are pushed; otherwise they stay there.",
        examples=["false"],
    )
    secret: Secret | None = Field(
        default=None,
        description="What the git host signs its calls of /hooks/git with; without it none is taken.",
        examples=['"${GIT_HOOK_SECRET}"'],
    )
    history_url: Annotated[str, AfterValidator(_history_url)] | None = Field(
        default=None,
        description="Where the git host shows a file's history; {path} stands for the post's path.",
        examples=['"https://git.example.com/site/commits/main/{path}"'],
    )
