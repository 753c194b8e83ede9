"""Types for what people write: each reads one spelling and says in one sentence what is wrong."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, SecretStr

from statuspage.timeutil import parse_duration


def _read_duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise ValueError('A duration is text in quotes, such as "30s".')
    return parse_duration(value)


Duration = Annotated[timedelta, BeforeValidator(_read_duration)]
"""A timedelta, written ``500ms``, ``30s``, ``5m``, ``2h`` or ``7d``."""

_NAME = re.compile(r"\$\{([^}]*)\}")

_LEAST_HIDDEN = 6
"""Characters of a value from which it is worth hiding: a shorter one may stand in any sentence."""

_filled: set[str] = set()
"""The environment's values that were put in anywhere."""

_MAY_BE_MISSING = ContextVar("may_be_missing", default=False)


_ONLY: ContextVar[tuple[frozenset[str], str] | None] = ContextVar("only", default=None)


@contextmanager
def only_names(names: frozenset[str], source: str) -> Iterator[None]:
    """Read what takes no variables of the environment but these; ``source`` is the file that lists them."""
    token = _ONLY.set((names, source))
    try:
        yield
    finally:
        _ONLY.reset(token)


def secrets_may_be_missing() -> bool:
    """Whether this is a desk or CI."""
    return _MAY_BE_MISSING.get()


@contextmanager
def without_secrets() -> Iterator[None]:
    """Read what people write where secrets rightly are not: at a desk, in CI. They are then ``none``."""
    token = _MAY_BE_MISSING.set(True)
    try:
        yield
    finally:
        _MAY_BE_MISSING.reset(token)


def _fill(value: object) -> object:
    """Put the environment's values in place of ``${NAME}``; a fault never shows the text itself."""
    if isinstance(value, SecretStr):
        return value
    if not isinstance(value, str):
        raise ValueError("It must be text in quotes.")
    only = _ONLY.get()
    wanted = set(_NAME.findall(value))
    known = {name for name in wanted & os.environ.keys() if only is None or name in only[0]}
    missing = sorted(wanted - known)
    if missing and not _MAY_BE_MISSING.get():
        if only is not None and missing[0] not in only[0]:
            where = f"[environment] names of {only[1]}"
            raise ValueError(f'"{missing[0]}" is not in {where}: write names = ["{missing[0]}"] there.')
        raise ValueError(f'The environment has no variable "{missing[0]}".')
    _filled.update(os.environ[name] for name in known)
    return SecretStr(_NAME.sub(lambda match: os.environ[match[1]] if match[1] in known else "none", value))


def hidden(words: str, also: Iterable[str] = ()) -> str:
    """Words of others without the environment's values that we told them, nor what is ``also`` secret.

    They may repeat one as it is; and where their bytes are shown as Python writes them, so is it.
    """
    for secret in sorted(_filled.union(also), key=len, reverse=True):
        if len(secret) >= _LEAST_HIDDEN:
            for form in (secret, repr(secret)[1:-1], repr(secret.encode())[2:-1]):
                words = words.replace(form, "…")
    return words


Secret = Annotated[SecretStr, BeforeValidator(_fill)]
"""Text in which ``${NAME}`` stands for the environment's variable; its repr hides it."""
