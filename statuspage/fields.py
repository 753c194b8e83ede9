"""Types for what people write: each reads one spelling and says in one sentence what is wrong."""

import os
import re
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


def _fill(value: object) -> object:
    """Put the environment's values in place of ``${NAME}``; a fault never shows the text itself."""
    if isinstance(value, SecretStr):
        return value
    if not isinstance(value, str):
        raise ValueError("It must be text in quotes.")
    missing = sorted({name for name in _NAME.findall(value) if name not in os.environ})
    if missing:
        raise ValueError(f'The environment has no variable "{missing[0]}".')
    return SecretStr(_NAME.sub(lambda match: os.environ[match[1]], value))


Secret = Annotated[SecretStr, BeforeValidator(_fill)]
"""Text in which ``${NAME}`` stands for the environment's variable; its repr hides it."""
