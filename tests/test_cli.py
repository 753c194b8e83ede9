"""The command's manners: help with examples, exit codes, one clear sentence."""

from pathlib import Path

import pytest
from click import Command, Group
from click.testing import CliRunner

from statuspage.cli import main
from tests.processes import command
from tests.web.made import write_site

COMMANDS = ["serve", "monitor", "web", "build", "lint", "init", "demo"]


def every(group: Group, prefix: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Command]]:
    found: list[tuple[tuple[str, ...], Command]] = []
    for name, one in group.commands.items():
        found.append(((*prefix, name), one))
        if isinstance(one, Group):
            found.extend(every(one, (*prefix, name)))
    return found


@pytest.mark.parametrize("name", [" ".join(path) for path, _ in every(main)])
def test_the_help_of_each_command_shows_an_example(name: str) -> None:
    shown = CliRunner().invoke(main, [*name.split(), "--help"])
    assert shown.exit_code == 0
    assert "Example:" in shown.output
    assert f"statuspage {name}" in shown.output


def test_all_commands_are_there() -> None:
    assert set(COMMANDS) <= set(main.commands)


def test_a_new_site_is_fine_and_is_never_overwritten(tmp_path: Path) -> None:
    assert command("init", str(tmp_path / "mine")).returncode == 0
    linted = command("lint", str(tmp_path / "mine"))
    assert (linted.returncode, "fine" in linted.stdout) == (0, True)
    (tmp_path / "mine" / "statuspage.toml").write_text("# mine\n")
    again = command("init", str(tmp_path / "mine"))
    assert again.returncode == 1
    assert (tmp_path / "mine" / "statuspage.toml").read_text() == "# mine\n"


def test_lint_says_every_fault_with_its_place(tmp_path: Path) -> None:
    site = write_site(
        tmp_path,
        toml='[site]\nname = "A"\nurl = "nonsense"\n[components.mail]\nnamee = "Mail"\n',
        posts={"2026-11-20-x.md": "no front matter and no title"},
    )
    linted = command("lint", str(site))
    assert linted.returncode == 1
    assert "statuspage.toml: site.url" in linted.stdout
    assert "statuspage.toml: components.mail.namee" in linted.stdout
    assert linted.stdout.count("For example:") >= 2


def test_the_sample_site_is_fine() -> None:
    linted = command("lint", str(Path(__file__).parent.parent))
    assert (linted.returncode, linted.stderr) == (0, ""), linted.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["lint", "/no/such/folder"], 1),
        (["serve", "/no/such/folder"], 1),
        (["build", "."], 2),
        (["serve", "--port", "many"], 2),
        (["nonsense"], 2),
        (["demo", "break", "portal", "--dir", "/no/such/demo"], 1),
        (["--version"], 0),
    ],
)
def test_exit_codes(arguments: list[str], code: int) -> None:
    done = command(*arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_a_folder_without_a_site_says_how_to_begin(tmp_path: Path) -> None:
    refused = command("serve", str(tmp_path))
    assert refused.returncode == 1
    assert "statuspage init" in refused.stderr
    assert not (tmp_path / ".statuspage").exists()
