"""What it costs to build the page as files: for the first time, and when nothing was posted since."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.figures import CannotMeasure, Figure
from bench.settings import Settings

_BEGAN = datetime(2026, 11, 20, 10, tzinfo=UTC)
_COLD, _AGAIN = 6.0, 1.0

_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Where this is set, a checkout is compiled at each start; who installed the program has it compiled."""

_SITE = """[site]
name = "Virtual Office"
url = "https://status.example.com"
"""
_COMPONENT = """
[components.{id}]
name = "{name}"
[[components.{id}.checks]]
kind = "http"
url = "https://{id}.example.com/"
"""
_POST = """---
title: Mail is arriving late, {number}
components:
  {id}: degraded_performance
---
## {began} — Investigating
Messages take up to **{number} minutes**; see [the list](https://lists.example.com/{number}).

## {ended} — Resolved
A full queue disk; cleared.
"""
_COMPONENTS = ("mail", "phones", "files", "portal", "booking")


def measure(settings: Settings) -> Iterator[Figure]:
    """Build a site with 1,000 incidents twice, and one with ten times as many (not with ``quick``)."""
    cold, again, pages = _both(settings.folder / "small", 1000)
    yield Figure("build: 1,000 incidents, cold", _spell(cold), wanted=_spell(_COLD), met=cold <= _COLD)
    yield Figure("build: the same again", _spell(again), wanted=_spell(_AGAIN), met=again <= _AGAIN)
    if settings.quick:
        return
    many, later, more = _both(settings.folder / "large", 10_000)
    each, of_many = 1000 * cold / pages, 1000 * many / more
    yield Figure(
        "build: 10,000 incidents, per file",
        f"{of_many:.2f} ms, {_spell(many)} in all, {_spell(later)} again",
        against=f"{each:.2f} ms",
        ratio=f"{of_many / each:.2f}",
        wanted="<= 1.1",
        met=of_many <= 1.1 * each,
    )


def _both(site: Path, incidents: int) -> tuple[float, float, int]:
    """Seconds of a first build and of a second one, and how many files there are."""
    _write(site, incidents)
    cold, again = _build(site), _build(site)
    return cold, again, sum(path.is_file() for path in (site / "out").rglob("*"))


def _write(site: Path, incidents: int) -> None:
    (site / "incidents").mkdir(parents=True)
    components = (_COMPONENT.format(id=id_, name=id_.capitalize()) for id_ in _COMPONENTS)
    (site / "statuspage.toml").write_text(_SITE + "".join(components), encoding="utf-8")
    for number in range(incidents):
        began = _BEGAN - timedelta(hours=8 * number)
        text = _POST.format(
            number=number,
            id=_COMPONENTS[number % len(_COMPONENTS)],
            began=_heading(began),
            ended=_heading(began + timedelta(minutes=40)),
        )
        (site / "incidents" / f"{began:%Y-%m-%d}-{number}.md").write_text(text, encoding="utf-8")


def _heading(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _build(site: Path) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "statuspage", "build", str(site), "--out", str(site / "out")],
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if name != _NO_BYTECODE},
    )
    if done.returncode != 0:
        raise CannotMeasure(f"The build failed: {done.stderr.strip()[:300]}")
    return time.perf_counter() - began


def _spell(seconds: float) -> str:
    return f"{seconds:.2f} s"
