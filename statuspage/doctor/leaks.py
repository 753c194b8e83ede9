"""Secrets that were written down: in the site's files, and in its git history, which forgets nothing.

A find tells where it is and of what kind; the secret itself is never kept, shown or saved.
"""

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from pathlib import Path

from statuspage.doctor.examined import Examined, Level
from statuspage.git.command import Git, GitFailed
from statuspage.run import Ended

_PATIENCE = timedelta(seconds=6)
"""For git to print its history, and again for us to read it."""

_PATHS = ("statuspage.toml", "machine.toml", ".env", "incidents", "templates", "static/*.js")
_COMMIT = re.compile(r"\x01([0-9a-f]{40})")
_MOST_LINE = 2000
_MOST = 15_000_000
"""Bytes of history of which the rest may be missing."""

_MOST_NAMED = 5

_KINDS: Mapping[str, re.Pattern[str]] = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a key of AWS": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token of GitHub": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{50,})"),
    "a token of GitLab": re.compile(r"\bglpat-[\w-]{20,}"),
    "a token of Slack": re.compile(r"\bxox[abeoprs]-[\w-]{10,}|hooks\.slack\.com/services/\w+/\w+/\w+"),
    "a webhook of Discord": re.compile(r"discord(?:app)?\.com/api/webhooks/\d+/[\w-]+"),
    "a token of Telegram": re.compile(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b"),
    "a key of Google": re.compile(r"\bAIza[\w-]{35}\b"),
    "a key of Stripe": re.compile(r"\b[rs]k_live_[A-Za-z0-9]{16,}"),
    "a webhook's secret": re.compile(r"\bwhsec_[A-Za-z0-9+/=]{16,}"),
    "a signed token (JWT)": re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    "a password in an address": re.compile(r"\w://[^\s/:@'\"$]*:(?!\$\{)[^\s/@'\"$]{3,}@"),
    "a secret in plain words": re.compile(
        r"(?i)\b(?:token|bearer|password|passwd|secret|api_?key)['\"]?\s*[=:]\s*['\"](?![^'\"]*\$\{)[^'\"\s]{8,}['\"]"
    ),
}
"""What secrets look like, the surest first; ``${NAME}`` is the right way and none of them."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A secret of a ``kind``, in a file as it is or as a commit had it (its first 10 digits; "" for now)."""

    kind: str
    path: str
    commit: str = ""


def examine(root: Path) -> Examined:
    """Look through the site's files and its history. Never raises."""
    found = list(dict.fromkeys(_in_files(root)))
    try:
        past, whole = _in_history(root)
    except GitFailed as error:
        past, whole = [], f"Its git history could not be looked through: {error}"
    found += [leak for leak in past if all((leak.kind, leak.path) != (one.kind, one.path) for one in found)]
    if found:
        named = "; ".join(map(_spell, found[:_MOST_NAMED]))
        more = f"; and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
        help_ = "Replace them where they are used, since history keeps them; write ${NAME} instead."
        return Examined("secrets", Level.WRONG, f"Written down: {named}{more}.", help_)
    if whole:
        return Examined("secrets", Level.UNKNOWN, f"The files hold no secret known by its looks. {whole}")
    return Examined(
        "secrets", Level.FINE, "Neither the files nor their history hold a secret that is known by its looks."
    )


def kind_of(line: str) -> str | None:
    """What kind of secret a line holds, as far as can be told by its looks."""
    return next((kind for kind, looks in _KINDS.items() if looks.search(line[:_MOST_LINE])), None)


def _spell(leak: Leak) -> str:
    return f"{leak.kind} in {leak.path}" + (f" of commit {leak.commit}" if leak.commit else "")


def _in_files(root: Path) -> Iterator[Leak]:
    for name in ("statuspage.toml", "machine.toml"):
        try:
            with (root / name).open(encoding="utf-8", errors="replace") as lines:
                yield from (Leak(kind, name) for line in lines if (kind := kind_of(line)))
        except OSError:
            continue


def _in_history(root: Path) -> tuple[list[Leak], str]:
    """What history holds, and a sentence where not all of it was looked through. Raises GitFailed."""
    git = Git(root, _PATIENCE)
    if git.run("rev-parse", "--is-inside-work-tree").out.strip() != b"true":
        return [], ""
    prefix = git.line("rev-parse", "--show-prefix")
    wanted = [f":(top,glob){prefix}{path}" for path in (*_PATHS, "incidents/**", "templates/**")]
    ran = git.run(
        "log", "--all", "--full-history", "-p", "-U0", "--no-color", "--no-ext-diff", "--no-textconv",
        "--src-prefix=a/", "--dst-prefix=b/",
        "--format=%x01%H", "--", *wanted, env={"GIT_LITERAL_PATHSPECS": "0"},
    )  # fmt: skip
    due = time.monotonic() + _PATIENCE.total_seconds()
    lines = takewhile(lambda _: time.monotonic() < due, ran.out.decode("utf-8", "replace").splitlines())
    found = list(dict.fromkeys(_in_patches(lines, prefix)))
    cut = ran.ended is not Ended.FINISHED or ran.code != 0 or len(ran.out) >= _MOST
    if cut or time.monotonic() >= due:
        return found, "Not all of its git history could be looked through."
    return found, ""


def _in_patches(lines: Iterable[str], prefix: str) -> Iterator[Leak]:
    """Secrets in lines that commits added; of a secret that moved, the oldest commit comes last."""
    commit, path = "", ""
    for line in lines:
        if began := _COMMIT.match(line):
            commit = began[1][:10]
        elif line.startswith("+++ "):
            path = line.removeprefix("+++ b/").removeprefix(prefix).strip()
        elif line.startswith("+") and (kind := kind_of(line[1:])):
            yield Leak(kind, path, commit)
