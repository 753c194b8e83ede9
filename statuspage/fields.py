"""Types for what people write: each reads one spelling and says in one sentence what is wrong."""

import os
import re
from collections.abc import Iterator
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

_MAY_BE_MISSING = ContextVar("may_be_missing", default=False)


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
    missing = sorted({name for name in _NAME.findall(value) if name not in os.environ})
    if missing and not _MAY_BE_MISSING.get():
        raise ValueError(f'The environment has no variable "{missing[0]}".')
    return SecretStr(_NAME.sub(lambda match: os.environ.get(match[1], "none"), value))


Secret = Annotated[SecretStr, BeforeValidator(_fill)]
"""Text in which ``${NAME}`` stands for the environment's variable; its repr hides it."""
