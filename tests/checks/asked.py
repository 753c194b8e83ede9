"""Short ways to make http checks and to judge answers."""

from datetime import timedelta
from typing import Any

from statuspage.checks.http import HttpOptions, ask, judge
from statuspage.model.result import Answer, Phases
from statuspage.transport import Fetch

LONG = timedelta(seconds=10)
URL = "https://portal.example.com/health"


def options(url: str = URL, **others: Any) -> HttpOptions:
    """The options of a check."""
    return HttpOptions.model_validate({"url": url, **others})


def asked(url: str, **others: Any) -> Answer:
    """The answer of a real server."""
    return ask(options(url, **others), LONG)


def judged(
    body: bytes = b"ready",
    status: int = 200,
    ms: float = 212.4,
    headers: dict[str, str] | None = None,
    **others: Any,
) -> Answer:
    """What is made of an answer."""
    checked = options(**others)
    return judge(checked, Fetch(status, headers or {}, body, True, checked.ready.url, ms, Phases()))
