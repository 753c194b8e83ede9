"""Every fault that the documentation says was tried has a test that exists."""

import ast
import re

import pytest

from tests.test_docs import TOP

PAGE = TOP / "docs" / "reliability.md"
ROW = re.compile(
    r"^\| (?P<fault>[^|]+) \| (?P<holds>[^|]+) \| `(?P<file>tests/[\w/]+\.py)::(?P<test>\w+)` \|$"
)
ROWS = [
    line
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("| fault |", "| --- |"))
]


@pytest.mark.parametrize("row", ROWS)
def test_a_fault_that_was_tried_names_its_test(row: str) -> None:
    found = ROW.match(row)
    assert found, "a row has a fault, what holds, and one test as tests/file.py::test_name"
    tree = ast.parse((TOP / found["file"]).read_text(encoding="utf-8"))
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert found["test"] in names


def test_no_test_is_named_twice() -> None:
    tests = [found["test"] for row in ROWS if (found := ROW.match(row))]
    assert sorted(tests) == sorted(set(tests))
    assert tests
