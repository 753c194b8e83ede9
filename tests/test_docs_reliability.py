"""Every fault that the documentation says was tried, and every lesson, has a test that exists."""

import ast
import re

import pytest

from tests.test_docs import TOP

PAGE = TOP / "docs" / "reliability.md"
ROW = re.compile(
    r"^\| (?P<fault>[^|]+) \| (?:[^|]+ \| )?(?P<holds>[^|]+) "
    r"\| `(?P<file>tests/[\w/]+\.py)::(?P<test>\w+)` \|$"
)
_LESSONS = "| when | what failed | what answers it here | test |"
ROWS = [
    line
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("| fault |", "| --- |", _LESSONS))
]


@pytest.mark.parametrize("row", ROWS)
def test_a_fault_that_was_tried_names_its_test(row: str) -> None:
    found = ROW.match(row)
    assert found, "a row has a fault, what holds, and one test as tests/file.py::test_name"
    tree = ast.parse((TOP / found["file"]).read_text(encoding="utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert found["test"] in names


def test_no_fault_names_a_test_twice() -> None:
    """A lesson may name the test of a fault."""
    rows = [row for row in ROWS if row.count(" | ") == 2]
    tests = [found["test"] for row in rows if (found := ROW.match(row))]
    assert sorted(tests) == sorted(set(tests))
    assert tests


def test_every_test_of_this_machinery_is_in_the_table() -> None:
    named = {found["test"] for row in ROWS if (found := ROW.match(row))}
    for path in (TOP / "tests" / "reliability").glob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        tests = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert {name for name in tests if name.startswith("test_")} <= named
