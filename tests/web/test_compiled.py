"""What templates compile to is kept beside our modules: ours alone, and only as long as it is true."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2.environment import Environment

from statuspage.resources import templates_dir
from statuspage.web.compiled import Compiled

_OURS = str(templates_dir() / "index.html")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compiled:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept = Compiled()
    kept.directory = str(tmp_path)
    return kept


def through(kept: Compiled, filename: str, source: str, value: int) -> object:
    """What comes of a template whose source compiles to ``value``, unless an earlier form is kept."""
    bucket = kept.get_bucket(Environment(), "index.html", filename, source)
    if bucket.code is None:
        bucket.code = compile(str(value), "index.html", "eval")
        kept.set_bucket(bucket)
    return eval(bucket.code)


def test_a_template_of_ours_is_compiled_once_until_it_is_another(kept: Compiled) -> None:
    assert [through(kept, _OURS, "a", value) for value in (1, 2)] == [1, 1]
    assert [through(kept, _OURS, "b", value) for value in (3, 4)] == [3, 3]
    assert len(list(Path(kept.directory).iterdir())) == 1


def test_a_template_of_a_site_is_never_kept(kept: Compiled, tmp_path: Path) -> None:
    own = str(tmp_path / "templates" / "index.html")
    assert [through(kept, own, "a", value) for value in (1, 2)] == [1, 2]
    assert not list(Path(kept.directory).iterdir())


@pytest.mark.parametrize("asked", ["code", "version"])
def test_what_another_version_of_the_program_or_of_jinja_compiled_is_not_used(
    kept: Compiled, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    assert through(kept, _OURS, "a", 1) == 1
    monkeypatch.setattr(f"statuspage.web.compiled.{asked}", lambda *_: "another")
    assert through(kept, _OURS, "a", 2) == 2


def test_what_is_cut_off_is_compiled_again(kept: Compiled) -> None:
    through(kept, _OURS, "a", 1)
    [file] = Path(kept.directory).iterdir()
    file.write_bytes(file.read_bytes()[:-3])
    assert through(kept, _OURS, "a", 2) == 2


def test_where_nothing_can_be_kept_all_is_compiled(kept: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.directory = f"{kept.directory}/missing"
    assert [through(kept, _OURS, "a", value) for value in (1, 2)] == [1, 2]
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    os.mkdir(kept.directory)
    assert [through(kept, _OURS, "a", value) for value in (1, 2)] == [1, 2]


def test_what_is_kept_lies_where_python_keeps_our_modules(tmp_path: Path) -> None:
    script = "from statuspage.web.compiled import Compiled; print(Compiled().directory)"
    there = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)},
    ).stdout.strip()
    assert Path(there).is_relative_to(tmp_path)
