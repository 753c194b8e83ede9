"""A site of many checks, served and asking a server of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.answered import answered
from bench.figures import CannotMeasure
from bench.processes import Serving, serving, until

_SITE = """[site]
name = "Many services"
url = "https://status.example.com"
id = "status.example.com,2026"
time_zone = "UTC"

[monitor]
every = "{every}s"
timeout = "{timeout}s"
confirm_every = "{confirm_every}s"
"""

_COMPONENT = """
[components.service-{i}]
name = "Service {i}"
group = "Group {group}"
checks = [
{checks}
]
"""

_CHECK = '{{name="{j}",kind="http",url="{origin}",expect={{text="ready"}},slow_after="2s"}},'
"""Short: ten thousand must fit into the 1 MB that a site's file may have."""


@dataclass(frozen=True, slots=True)
class Load:
    """A running site: ``checks`` of them, each asked every ``every`` seconds."""

    serving: Serving
    database: Path
    checks: int
    every: int


@contextmanager
def load(
    folder: Path, origin: str, *, checks: int, every: int, each: int = 1, confirm_every: int | None = None
) -> Iterator[Load]:
    """``statuspage serve`` of so many http checks, ``each`` of a component, once all were asked.

    Raises CannotMeasure when one of its processes failed by an exception meanwhile.
    """
    site = folder / "site"
    site.mkdir()
    parts = [_SITE.format(every=every, timeout=min(every, 5), confirm_every=confirm_every or min(every, 15))]
    parts += [_component(i, origin, each) for i in range(checks // each)]
    (site / "statuspage.toml").write_text("".join(parts), encoding="utf-8")
    database = site / ".statuspage" / "store.db"
    log = folder / "serve.log"
    with serving("serve", str(site), log=log) as one:
        until(lambda: len(answered(database)) == checks, every + 60, "an answer of every check")
        yield Load(one, database, checks, every)
        if "Traceback" in log.read_text("utf-8", "replace"):
            raise CannotMeasure("An exception is in the log of statuspage serve.")


def _component(i: int, origin: str, each: int) -> str:
    checks = "\n".join(_CHECK.format(j=j, origin=origin) for j in range(each))
    return _COMPONENT.format(i=i, group=i // 50, checks=checks)
