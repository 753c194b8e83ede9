"""The sample site, pointed at the demo's services on loopback."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from statuspage.demo.services import Service
from statuspage.errors import StatusPageError
from statuspage.resources import sample_site_dir
from statuspage.timeutil import parse_duration

_TIMEOUT = "3s"


def write_demo_site(
    target: Path, services: Mapping[str, Service], *, every: str = "5s", url: str | None = None
) -> None:
    """Copy the sample site into ``target``, asking ``services`` and at a rhythm that one can watch.

    ``every`` is a duration in the site's spelling; ``url`` is where the page will be served, if
    not at the sample's own address. Raises StatusPageError when the sample no longer fits, and
    ValueError when ``every`` is no duration.
    """
    sample = sample_site_dir()
    text = (sample / "statuspage.toml").read_text(encoding="utf-8")
    for service in services.values():
        text = _replace(text, f'"{re.escape(service.replaces)}(?=["/])', f'"{service.origin}')
    timeout = min(every, _TIMEOUT, key=parse_duration)  # never longer than the interval
    for key, value in {"every": every, "timeout": timeout, "confirm_every": "1s"}.items():
        text = _replace(text, rf'(?m)^{key} = "[^"]*"', f'{key} = "{value}"')
    # a replayed outage changes sooner than others' pages may be read
    text = _replace(
        text, r'(?m)^(?=url = "http://127\.0\.0\.1:\d+/public/currentevents")', f'every = "{every}"\n'
    )
    if url is not None:
        text = _replace(text, r'(?m)^url = "[^"]*"', f'url = "{url}"', count=1)
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(sample / "incidents", target / "incidents", dirs_exist_ok=True)
    unfinished = target / ".statuspage.toml.new"
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(target / "statuspage.toml")


def _replace(text: str, pattern: str, new: str, *, count: int = 0) -> str:
    """Replace by pattern rather than through a TOML writer, which would lose the comments."""
    changed, times = re.subn(pattern, lambda _: new, text, count=count)
    if times == 0:
        raise StatusPageError(f"The sample site has nothing like {pattern}, which the demo must replace.")
    return changed
