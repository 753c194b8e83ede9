"""A site folder with a made-up past, to look at and to measure with."""

import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from statuspage.demo.past import MadeUp, make_past, write_past
from statuspage.demo.sizes import services
from statuspage.demo.stories import posts
from statuspage.errors import StatusPageError
from statuspage.model.provider import DEPENDENCY
from statuspage.resources import sample_site_dir
from statuspage.sitefiles import open_site
from statuspage.sitefolder import CONFIG, POSTS

_MARK = ".made-up"
"""Names what an earlier demo wrote, so that a later one may write there again."""


def write_made_up(
    target: Path, *, history: timedelta, seed: int, now: datetime, components: int | None = None
) -> MadeUp:
    """Write a site with the ``history`` before ``now`` made up; the sample site, or so many ``components``.

    ``target`` must be new, empty or an earlier demo's. Its checks run a program that always succeeds, so
    that ``serve`` goes on from there. Raises StatusPageError where it can't be written.
    """
    try:
        _clear(target)
        (target / POSTS).mkdir(parents=True, exist_ok=True)
        (target / _MARK).touch()
        if components is None:
            shutil.copytree(sample_site_dir() / POSTS, target / POSTS, dirs_exist_ok=True)
        config = _sample() if components is None else _of_size(components)
        (target / CONFIG).write_text("\n".join(_toml(config)), encoding="utf-8")
        return add_past(target, target / ".statuspage", history=history, seed=seed, now=now)
    except OSError as error:
        raise StatusPageError(f"{error.filename or target} can't be written: {error.strerror}.") from error


def add_past(root: Path, data: Path, *, history: timedelta, seed: int, now: datetime) -> MadeUp:
    """Give the site in ``root`` a made-up past in the folder ``data``, and the posts that belong to it.

    Of the posts that are there, those that are dated in that time or later go: they would contradict it.
    """
    site = open_site(root, secrets=False).site
    past = make_past(site, history=history, seed=seed, now=now)
    begin = f"{now - history:%Y-%m-%d}"
    for path in (root / POSTS).glob("2*.md"):
        if path.name >= begin:
            path.unlink()
    for name, text in posts(site, past.troubles, history=history, now=now).items():
        (root / POSTS / name).write_text(text, encoding="utf-8")
    write_past(data, site, past)
    return past


def _clear(target: Path) -> None:
    """Remove what an earlier demo wrote; what somebody put beside it, such as a theme, stays."""
    if target.exists() and not target.is_dir():
        raise StatusPageError(f"{target} is no folder: name a new one, --out DIR.")
    if not target.is_dir() or not any(target.iterdir()):
        return
    if not (target / _MARK).is_file():
        raise StatusPageError(f"{target} is not empty and no demo wrote it: name a new folder, --out DIR.")
    for written in (POSTS, ".statuspage"):
        shutil.rmtree(target / written, ignore_errors=True)
    (target / CONFIG).unlink(missing_ok=True)


def _sample() -> dict[str, Any]:
    """The sample site, whose checks ask hosts that don't exist, with checks that any machine can run.

    It has no provider: nothing is asked outside the machine.
    """
    config = tomllib.loads((sample_site_dir() / CONFIG).read_text(encoding="utf-8"))
    config.pop("providers", None)
    for component in config["components"].values():
        needs = component.get("depends_on", [])
        component["depends_on"] = [need for need in needs if not need.startswith(DEPENDENCY)]
        for check in component.get("checks", ()):
            name = check.get("name", check["kind"])
            check.clear()
            check.update(kind="command", name=name, command=["true"])
    return config


def _of_size(count: int) -> dict[str, Any]:
    """A site of so many components."""
    checks = [{"kind": "command", "command": ["true"]}]
    return {
        "site": _sample()["site"],
        "monitor": {"every": "5m", "timeout": "10s"},
        "components": {
            one.id: {"name": one.name, "group": one.group, "checks": checks} for one in services(count)
        },
    }


def _toml(config: Mapping[str, Any]) -> Iterator[str]:
    """A configuration of tables that hold words, numbers, lists of words, and lists of tables."""
    yield "# Written by statuspage demo: nothing that this site shows is real."
    for table in ("site", "monitor"):
        yield from ("", f"[{table}]", *_keys(config[table]))
    for id_, component in config["components"].items():
        yield from ("", f"[components.{id_}]", *_keys(component))
        for check in component.get("checks", ()):
            yield from (f"[[components.{id_}.checks]]", *_keys(check))


def _keys(table: Mapping[str, Any]) -> list[str]:
    """Strings and lists of strings are written alike in JSON and TOML."""
    return [
        f"{key} = {json.dumps(value, ensure_ascii=False)}"
        for key, value in table.items()
        if not (isinstance(value, list) and value and isinstance(value[0], dict))
    ]
