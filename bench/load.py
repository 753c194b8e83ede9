"""A site of many checks, served and asking a server of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.answered import answered
from bench.processes import Serving, serving, until

_SITE = """[site]
name = "Many services"
url = "https://status.example.com"
id = "status.example.com,2026"
time_zone = "UTC"

[monitor]
every = "{every}s"
timeout = "{timeout}s"
"""

_COMPONENT = """
[components.service-{i}]
name = "Service {i}"
group = "Group {group}"

[[components.service-{i}.checks]]
kind = "http"
url = "{origin}/{i}"
expect = {{ status = [200], text = "ready" }}
slow_after = "2s"
"""


@dataclass(frozen=True, slots=True)
class Load:
    """A running site: ``checks`` of them, each asked every ``every`` seconds."""

    serving: Serving
    database: Path
    checks: int
    every: int


@contextmanager
def load(folder: Path, origin: str, *, checks: int, every: int) -> Iterator[Load]:
    """``statuspage serve`` of so many components with an http check each, once all were asked."""
    site = folder / "site"
    site.mkdir()
    parts = [_SITE.format(every=every, timeout=min(every, 5))]
    parts += [_COMPONENT.format(i=i, group=i // 50, origin=origin) for i in range(checks)]
    (site / "statuspage.toml").write_text("".join(parts), encoding="utf-8")
    database = site / ".statuspage" / "store.db"
    with serving("serve", str(site), log=folder / "serve.log") as one:
        until(lambda: len(answered(database)) == checks, every + 60, "an answer of every check")
        yield Load(one, database, checks, every)
