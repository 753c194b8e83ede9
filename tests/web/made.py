"""A small site on disk with a store beside it, as tests of the page need them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from statuspage.decide.confirm import advance
from statuspage.model.result import CheckKey, CheckState
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.store.writer import Batch, Writer
from statuspage.timeutil import utc_now
from tests.make import check, result

TOML = """
[site]
name = "Virtual Office"
url = "https://status.example.com"
id = "status.example.com,2026"
time_zone = "Europe/London"

[components.mail]
name = "Mail"
group = "Communication"
description = "Sending and receiving"
[[components.mail.checks]]
kind = "http"
url = "https://hidden-host.example/health"

[components.desk]
name = "Reception desk"
"""

POST = """---
title: Mail is arriving late
components:
  mail: degraded_performance
---
## 2026-11-20 10:05 UTC — Investigating
Messages take up to **ten** minutes. <script>alert(1)</script>

## 2026-11-20 10:40 UTC — Resolved
Components: mail = operational

A full queue disk; cleared.
"""


def write_site(root: Path, *, toml: str = TOML, posts: dict[str, str] | None = None) -> Path:
    """Write a site's files; returns its folder."""
    (root / "incidents").mkdir(parents=True, exist_ok=True)
    (root / "statuspage.toml").write_text(toml, encoding="utf-8")
    for name, text in ({"2026-11-20-mail-late.md": POST} if posts is None else posts).items():
        (root / "incidents" / name).write_text(text, encoding="utf-8")
    return root


def write_store(folder: Path, outcomes: Sequence[str] = ("ok", "ok"), now: datetime | None = None) -> None:
    """A store in which the check ``mail/http`` had some results, the last one just now."""
    folder.mkdir(parents=True, exist_ok=True)
    last = now or utc_now()
    state, results = CheckState(), []
    for i, outcome in enumerate(outcomes):
        one = result(0, outcome, CheckKey("mail", "http"))
        asked = last - timedelta(seconds=60 * (len(outcomes) - 1 - i))
        results.append(type(one)(one.key, asked, one.answer))
        state = advance(state, results[-1], check())
    status = {"ok": Status.OPERATIONAL, "slow": Status.DEGRADED_PERFORMANCE, "down": Status.MAJOR_OUTAGE}
    spans = [("mail", Span(results[0].at, None, status[outcomes[-1]]))]
    writer = Writer(folder)
    writer.write(Batch(last, results, {CheckKey("mail", "http"): state}, spans, publish=True))
    writer.close()
