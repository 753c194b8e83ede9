"""Whatever the threat model says is kept has a test, or a document, that exists."""

import ast
import re

import pytest

from tests.test_docs import TOP

PAGE = TOP / "docs" / "threat-model.md"
ROW = re.compile(
    r"^\| (?:[^|]+ \| ){2,3}"
    r"(?:`(?P<file>tests/[\w/]+\.py)::(?P<test>\w+)`|\[[^\]]+\]\((?P<document>[\w./-]+)(?:#\w+)?\)) \|$"
)
ROWS = [
    line
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith("| ---") and not line.endswith("| held by |")
]


@pytest.mark.parametrize("row", ROWS)
def test_what_is_said_to_be_kept_names_what_holds_it(row: str) -> None:
    found = ROW.match(row)
    assert found, "a row ends with a test as tests/file.py::test_name, or with a link to a document"
    if found["document"]:
        assert (PAGE.parent / found["document"]).is_file()
        return
    tree = ast.parse((TOP / found["file"]).read_text(encoding="utf-8"))
    assert found["test"] in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_both_tables_are_read() -> None:
    assert {row.count(" | ") for row in ROWS} == {2, 3}
