"""A served page in each state that other people's programs should understand."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.processes import Running, free_port, running, until
from tests.web.made import POST, write_site, write_store

WORKS = """---
title: New disks
kind: maintenance
components: [mail]
starts: 2030-11-28 22:00
ends: 2030-11-28 23:00
---
## 2020-11-20 10:00 UTC — Scheduled
Mail may be late.
"""
OPEN = POST.partition("## 2026-11-20 10:40")[0]
ALL_DOWN = OPEN.replace("degraded_performance", "major_outage\n  desk: major_outage")
HOSTILE = OPEN.replace("Mail is arriving late", '"\\u202e]]>&<b>\\u0007 x' + "é" * 200 + '"')

_POSTS = {
    "none": {"past.md": POST},
    "incident": {"past.md": POST, "now.md": OPEN},
    "maintenance": {"works.md": WORKS.replace("2030-11-28 22:00", "2020-11-28 22:00")},
    "major": {"now.md": HOSTILE, "works.md": WORKS},
    "critical": {"past.md": POST, "now.md": ALL_DOWN, "works.md": WORKS},
}
_OUTCOMES = {"major": ["down", "down"], "critical": ["down", "down"]}

SAID = {
    "none": ("none", "All Systems Operational"),
    "incident": ("minor", "Partially Degraded Service"),
    "maintenance": ("maintenance", "Service Under Maintenance"),
    "major": ("major", "Partial System Outage"),
    "critical": ("critical", "Major System Outage"),
}
"""Indicator and description, by state."""

OPEN_POSTS = {"none": 0, "incident": 1, "maintenance": 0, "major": 1, "critical": 1}
"""How many incidents go on, by state."""

PLANNED = {"none": 0, "incident": 0, "maintenance": 1, "major": 1, "critical": 1}
"""How many maintenances go on or are to come, by state."""


@contextmanager
def page_in(state: str, folder: Path) -> Iterator[Running]:
    """A page in that state, served."""
    site, port = write_site(folder / "site", posts=_POSTS[state]), free_port()
    write_store(site / ".statuspage", _OUTCOMES.get(state, ["ok", "ok"]))
    with running("web", str(site), "--port", str(port), log=folder / "log", port=port) as one:
        until(lambda: one.get()[0] == 200, what="the page")
        yield one
