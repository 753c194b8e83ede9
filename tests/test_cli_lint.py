"""What the command lint prints, and how it exits."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.cli.findings import as_github, as_json, located
from statuspage.errors import Fault, Severity
from statuspage.lint import Findings
from tests.web.made import POST, TOML, write_site

FINE = {"a.md": POST.replace("2026-", "2025-")}
WRONG = {"a.md": FINE["a.md"].replace("  mail:", "  mial:")}
DOUBTFUL = {"a.md": FINE["a.md"].replace("2025-11-20 10:05 UTC", "2025-11-20")}


def run(*arguments: str) -> Result:
    return CliRunner(catch_exceptions=False).invoke(main, ["lint", *arguments])


@pytest.mark.parametrize(
    ("posts", "strict", "code"),
    [
        (FINE, False, 0),
        (FINE, True, 0),
        (DOUBTFUL, False, 0),
        (DOUBTFUL, True, 1),
        (WRONG, False, 1),
        (WRONG, True, 1),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_errors_fail_and_warnings_only_where_they_are_told_to(
    tmp_path: Path, posts: dict[str, str], strict: bool, code: int, form: str
) -> None:
    site = write_site(tmp_path, posts=posts)
    done = run(str(site), "--format", form, *(["--strict"] if strict else []))
    assert done.exit_code == code
    assert ("fine." in done.stdout) == (code == 0 and form != "json")


def test_an_unknown_format_is_wrong_use(tmp_path: Path) -> None:
    assert run(str(write_site(tmp_path)), "--format", "xml").exit_code == 2


def test_text_has_a_line_a_fault_and_one_for_what_was_skipped(tmp_path: Path) -> None:
    first, second, *rest = run(str(write_site(tmp_path, posts=WRONG))).stdout.splitlines()
    assert first.startswith(
        'incidents/a.md:4: There is no component "mial"; did you mean Mail? For example: '
    )
    assert second.startswith("Not looked at: ")
    assert rest == []


def test_json_is_a_list_and_nothing_else_on_the_output(tmp_path: Path) -> None:
    posts = {"a.md": WRONG["a.md"], "b.md": DOUBTFUL["a.md"]}
    done = run(str(write_site(tmp_path, posts=posts)), "--format", "json")
    wrong, doubtful = json.loads(done.stdout)
    assert set(wrong) == {"file", "line", "key", "severity", "rule", "example"}
    assert (wrong["file"], wrong["line"], wrong["key"], wrong["severity"]) == (
        "incidents/a.md",
        4,
        None,
        "error",
    )
    assert (doubtful["file"], doubtful["line"], doubtful["severity"]) == ("incidents/b.md", 6, "warning")
    assert done.stderr.startswith("Not looked at: ")


def test_json_of_a_right_site_is_an_empty_list(tmp_path: Path) -> None:
    assert json.loads(run(str(write_site(tmp_path, posts=FINE)), "--format", "json").stdout) == []


def test_github_is_shown_the_file_from_where_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(tmp_path / "page", toml=TOML.replace("name = ", "nam = ", 1))
    monkeypatch.chdir(tmp_path)
    outside = run("page", "--format", "github").stdout
    assert "::error file=page/statuspage.toml,title=site.nam::" in outside
    monkeypatch.chdir(tmp_path / "page")
    assert "::error file=statuspage.toml,title=site.nam::" in run("--format", "github").stdout


def test_github_is_told_what_was_skipped(tmp_path: Path) -> None:
    assert "::notice::Not looked at: " in run(str(write_site(tmp_path)), "--format", "github").stdout


def test_nothing_in_a_fault_can_be_a_command_of_its_own() -> None:
    fault = Fault("incidents/a,b:c.md:7", "100%\n::error::x", "a\r\nb", Severity.WARNING)
    (line,) = as_github(Findings((fault,)), Path())
    assert line == ("::warning file=incidents/a%2Cb%3Ac.md,line=7::100%25%0A::error::x For example: a%0D%0Ab")
    assert json.loads(as_json(Findings((fault,))))[0]["rule"] == fault.rule


@pytest.mark.parametrize(
    ("place", "parts"),
    [
        ("incidents/a.md:12", ("incidents/a.md", 12, None)),
        ("incidents/a: b.md:12", ("incidents/a: b.md", 12, None)),
        ("incidents/a.md", ("incidents/a.md", None, None)),
        ("statuspage.toml", ("statuspage.toml", None, None)),
        ("statuspage.toml:3", ("statuspage.toml", 3, None)),
        ("statuspage.toml: site.url", ("statuspage.toml", None, "site.url")),
    ],
)
def test_a_place_is_a_file_with_a_line_or_a_path_of_keys(
    place: str, parts: tuple[str, int | None, str | None]
) -> None:
    assert located(place) == parts
