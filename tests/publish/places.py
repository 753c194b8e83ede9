"""Builds to publish, without a site behind them."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from statuspage.model.publish import Target, Way
from statuspage.placing import Manifest, begin, digest, place

FIRST = {"index.html": "one <a href=static/a.css>", "static/a.css": "a", "history/index.html": "months"}
SECOND = {"index.html": "two <a href=static/b.css>", "static/b.css": "b", "history/index.html": "months"}


def build(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a build, as the exporter does."""
    bodies = {name: text.encode() for name, text in files.items()}
    now = Manifest({name: digest(body) for name, body in bodies.items()}, {})
    place(folder, begin(folder), now, bodies.get)
    return folder


def target(way: str, **given: Any) -> Target:
    settings: dict[str, Any] = {"name": way, "way": Way(way), "timeout": timedelta(seconds=20)}
    return Target(**(settings | given))


def texts(folder: Path) -> dict[str, str]:
    """What a visitor finds in a folder."""
    found = (Path(top) / name for top, _, names in os.walk(folder) for name in names)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in found
        if "manifest" not in path.name
    }
