"""Texts typed in an editor: good ones, broken editors, and nothing lost."""

import sys
from pathlib import Path

import pytest

from tests.test_cli_incident import posts, run
from tests.web.made import write_site


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site without posts; what an editor is refused is kept below ``tmp_path``."""
    (tmp_path / "kept").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "kept"))
    monkeypatch.setattr("tempfile.tempdir", None)
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    return write_site(tmp_path / "site", posts={})


def editor(tmp_path: Path, code: str) -> str:
    """An editor that does this with ``text``, what it is given to edit."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\ntext = path.read_text(encoding='utf-8')\n"
        f"{code}\npath.write_text(text, encoding='utf-8')\n"
    )
    return f"{sys.executable} {script}"


def test_the_editor_opens_with_the_form_filled_in(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "open(path.parent / 'seen.md', 'w').write(text)\n"
    code += "text = text.replace('Investigating\\n', 'Identified\\nTyped.\\n')"
    monkeypatch.setenv("EDITOR", editor(tmp_path, code))
    assert run("incident", "open", "Mail", "--component", "mail=major_outage", site=site).exit_code == 0
    seen = (tmp_path / "kept/seen.md").read_text(encoding="utf-8")
    assert seen.startswith("---\ntitle: Mail\ncomponents:\n  mail: major_outage\n---\n## ")
    assert "<!--" in seen
    [(name, text)] = posts(site).items()
    assert text.endswith("Identified\nTyped.\n")
    assert "<!--" not in text
    monkeypatch.setenv(
        "VISUAL", editor(tmp_path, "text = 'Components: mail = operational\\n\\nAll is well.'")
    )
    assert run("incident", "resolve", name, site=site).exit_code == 0
    assert posts(site)[name].endswith("Resolved\nComponents: mail = operational\n\nAll is well.\n")


@pytest.mark.parametrize("code", ["", "text = ''", "text = text + ' '", "text = '<!-- only this -->'"])
def test_an_empty_text_writes_nothing(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, code))
    refused = run("incident", "open", "Mail", site=site)
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
    assert "Nothing was written: the" in refused.output
    assert posts(site) == {}
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_typed_text_that_is_refused_is_kept(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "text = text.replace('Investigating\\n', 'Invstigating\\nTyped.\\n')"
    monkeypatch.setenv("EDITOR", editor(tmp_path, code))
    refused = run("incident", "open", "Mail", site=site)
    assert refused.exit_code == 1
    assert "did you mean investigating?" in refused.output
    [kept] = (tmp_path / "kept").glob("statuspage-*.md")
    assert str(kept) in refused.output
    assert "Typed." in kept.read_text(encoding="utf-8")


def test_templates_are_listed_and_used(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "There is none." in run("incident", "templates", site=site).output
    (site / "incidents/_templates").mkdir()
    (site / "incidents/_templates/slow.md").write_text(
        "---\ntitle: Slow\ncomponents: [mail]\n---\nPages take long.\n\n<!-- Say how long. -->\n"
    )
    assert run("incident", "templates", site=site).output == "slow\n"
    monkeypatch.setenv("EDITOR", editor(tmp_path, "text = text.replace('long.\\n', 'ten seconds.\\n', 1)"))
    done = run("incident", "open", "--template", "slow", site=site)
    assert done.exit_code == 0, done.output
    [text] = posts(site).values()
    assert text.startswith("---\ntitle: Slow\ncomponents:\n  - mail\n---\n")
    assert text.endswith("Investigating\nPages take ten seconds.\n")


@pytest.mark.parametrize(
    ("editor_", "says"),
    [
        ("/nowhere/edit --wait", "the editor /nowhere/edit --wait can't be run (No such file or directory)."),
        ("/", "the editor / can't be run (Permission denied)."),
        ("ed 'it", "the editor ed 'it can't be run (No closing quotation)."),
        ("false", "the editor false ended with an error (1)."),
        ("rm", "the text is empty."),
        ("truncate -s0", "the text is empty."),
    ],
)
def test_a_broken_editor_is_one_sentence_and_leaves_nothing(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor_: str, says: str
) -> None:
    monkeypatch.setenv("EDITOR", editor_)
    refused = run("incident", "open", "Mail", site=site)
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
    assert f"Nothing was written: {says}" in refused.output
    assert posts(site) == {}
    assert list((tmp_path / "kept").iterdir()) == []


def test_what_was_saved_before_an_editor_failed_is_kept(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "path.write_text(text.replace('Investigating\\n', 'Investigating\\nTyped.\\n'), encoding='utf-8')"
    monkeypatch.setenv("EDITOR", editor(tmp_path, f"{code}\nsys.exit(3)"))
    refused = run("incident", "open", "Mail", site=site)
    assert (refused.exit_code, refused.output.count("\n")) == (1, 1)
    [kept] = (tmp_path / "kept").iterdir()
    assert refused.output.endswith(f"Your text is kept in {kept}\n")
    assert "Typed." in kept.read_text(encoding="utf-8")
    assert posts(site) == {}


def test_an_interrupt_is_the_editors_own_affair(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import os, signal\nos.kill(os.getppid(), signal.SIGINT)\n"
    code += "text = text.replace('Investigating\\n', 'Investigating\\nTyped.\\n')"
    monkeypatch.setenv("EDITOR", editor(tmp_path, code))
    assert run("incident", "open", "Mail", site=site).exit_code == 0
    [text] = posts(site).values()
    assert text.endswith("Typed.\n")
