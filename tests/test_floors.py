"""Imports go downward only, and each big library has one door."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "statuspage"

FLOORS = {
    0: ("model", "errors", "timeutil", "keepon", "parent", "resources"),
    1: ("decide",),
    2: (
        "site",
        "checks",
        "providers",
        "store",
        "net",
        "transport",
        "fields",
        "run",
        "git",
        "language",
        "notify",
    ),
    3: (
        "monitor",
        "onceround",
        "guard",
        "fetching",
        "histories",
        "automatics",
        "latencies",
        "reference",
        "crew",
        "ledger",
        "schedule",
        "sitefiles",
        "machine",
        "upstream",
        "providerwatch",
        "providerbook",
        "providertry",
        "sitefolder",
        "siteimages",
        "snapshot",
        "lint",
        "lookfiles",
        "livepage",
        "probe",
        "postfile",
        "posting",
        "drafting",
        "gitpush",
        "gitcommit",
        "series",
        "told",
        "messages",
        "postman",
        "notices",
        "glance",
    ),
    4: (
        "web",
        "export",
        "placing",
        "compressing",
        "publish",
        "watch",
        "build",
        "supervise",
        "doctor",
        "demo",
    ),
    5: ("cli", "__main__", "__init__"),
}
SHARED = {"transport", "fields", "net", "run", "language"}
"""Rooms of floor 2 that their neighbours may use."""

DOORS = {
    "flask": {"web"},
    "granian": {"web"},
    "feedgen": {"web"},
    "icalendar": {"web"},
    "prometheus_client": {"web"},
    "jinja2": {"web"},
    "click": {"cli"},
    "sqlite_utils": {"store"},
    "sqlite3": {"store"},
    "requests": {"transport"},
    "urllib3": {"transport", "net"},
    "markdown": {"site"},
    "nh3": {"site"},
    "yaml": {"site"},
    "dateutil": {"site"},
    "babel": {"language"},
    "defusedxml": {"providers"},
    "apprise": {"notify"},
    "rich": {"cli"},
    "publicsuffixlist": {"doctor"},
}
"""The only rooms that may import a library."""

FLOOR_OF = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            if node.module == "statuspage":
                yield from (f"statuspage.{alias.name}" for alias in node.names)
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down_or_stay_in_the_room(path: Path) -> None:
    room = room_of(path)
    for module in imports(path):
        if not module.startswith("statuspage."):
            continue
        other = module.split(".")[1]
        if other == room or (room == "__main__" and other == "cli"):
            continue
        assert other in FLOOR_OF, f"{other} is on no floor"
        neighbours = FLOOR_OF[other] == FLOOR_OF[room] and (
            FLOOR_OF[room] in (0, 3, 4) or (FLOOR_OF[room] == 2 and other in SHARED)
        )
        assert neighbours or FLOOR_OF[other] < FLOOR_OF[room], f"{room} must not import {other}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_big_library_has_one_door(path: Path) -> None:
    room = room_of(path)
    for module in imports(path):
        allowed = DOORS.get(module.split(".")[0])
        assert allowed is None or room in allowed, f"{room} must not import {module}"


def test_decisions_and_words_use_the_standard_library_only() -> None:
    import sys

    for path in FILES:
        if FLOOR_OF[room_of(path)] <= 1:
            for module in imports(path):
                top = module.split(".")[0]
                assert top == "statuspage" or top in sys.stdlib_module_names, f"{path}: {module}"


def test_decisions_read_no_clock() -> None:
    for path in FILES:
        if FLOOR_OF[room_of(path)] <= 1 and path.name not in ("timeutil.py", "parent.py", "keepon.py"):
            text = path.read_text(encoding="utf-8")
            assert "utc_now" not in text, path
            assert ".now(" not in text, path
            assert "import time\n" not in text, path
