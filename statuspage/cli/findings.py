"""What lint found, as text for people, as JSON for editors, and as annotations for GitHub Actions."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from statuspage.errors import Fault
from statuspage.lint import Findings

_LINE = re.compile(r"(?P<file>.+):(?P<line>[0-9]+)", re.DOTALL)
_KEY = re.compile(r"(?P<file>statuspage\.toml): (?P<key>.+)", re.DOTALL)


def located(place: str) -> tuple[str, int | None, str | None]:
    """The file of a fault's place, and its line or its path of keys where the place has one."""
    if key := _KEY.fullmatch(place):
        return key["file"], None, key["key"]
    if line := _LINE.fullmatch(place):
        return line["file"], int(line["line"]), None
    return place, None, None


def as_text(found: Findings) -> Iterator[str]:
    """A line for each fault, then what was skipped."""
    yield from map(str, found.faults)
    if found.skipped:
        yield found.skipped


def as_json(found: Findings) -> str:
    """A list of objects, for programs; files are relative to the site's folder."""
    return json.dumps([_object(fault) for fault in found.faults], indent=2)


def _object(fault: Fault) -> dict[str, str | int | None]:
    file, line, key = located(fault.place)
    return {
        "file": file,
        "line": line,
        "key": key,
        "severity": str(fault.severity),
        "rule": fault.rule,
        "example": fault.example,
    }


def as_github(found: Findings, site: Path) -> Iterator[str]:
    """Workflow commands of GitHub Actions; files are relative to where the command runs.

    docs.github.com/actions/reference/workflows-and-actions/workflow-commands
    """
    for fault in found.faults:
        file, line, key = located(fault.place)
        shown = os.path.relpath(site / file)
        properties = [f"file={_property(shown)}"]
        properties += [f"line={line}"] if line is not None else []
        properties += [f"title={_property(key)}"] if key is not None else []
        message = _data(f"{fault.rule} For example: {fault.example}")
        yield f"::{fault.severity} {','.join(properties)}::{message}"
    if found.skipped:
        yield f"::notice::{_data(found.skipped)}"


def _data(text: str) -> str:
    """Text of a workflow command: it ends with its line."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A value in the head of a workflow command, where comma and colon divide."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
