"""What a site that comes by git may have of its machine: nothing but what machine.toml names."""

import pytest

from statuspage.checks import KINDS
from statuspage.checks.command import CommandOptions
from statuspage.fields import without_secrets
from statuspage.model.machine import Machine
from statuspage.site.config import ConfigRead, read_config
from statuspage.site.machineschema import parse_machine

SITE = '[site]\nname = "Office"\nurl = "https://status.example.com"\n'
CHECK = '[components.mail]\nname = "Mail"\n[[components.mail.checks]]\nkind = "command"\n'
MACHINE = """
[commands.disk]
run = ["/usr/bin/check_disk", "-w", "10%"]
env = { PGPASSWORD = "${A_PASSWORD}" }
[commands.cdn]
run = ["/usr/bin/rclone", "sync", "{dir}", "cdn:status"]
[environment]
names = ["A_TOKEN"]
[places]
folders = ["/srv/www/status"]
remotes = ["git@git.example.com:a/pages.git"]
"""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_PASSWORD", "${A_TOKEN}opensesame")
    monkeypatch.setenv("A_TOKEN", "a token")


def read(text: str, machine: str | None = MACHINE, *, followed: bool = True) -> ConfigRead:
    kinds = {name: kind.options for name, kind in KINDS.items()}
    granted = parse_machine(machine, "machine.toml") if machine is not None else Machine("machine.toml")
    return read_config(SITE + text, kinds=kinds, machine=granted, followed=followed)


def test_commands_are_the_machines_by_name() -> None:
    found = read(CHECK + 'command = "disk"\n[[publish.targets]]\ncommand = "cdn"\n')
    assert (found.faults, found.site is not None) == ((), True)
    assert found.site is not None
    assert found.site.publishing is not None
    options = found.site.components[0].checks[0].options
    assert isinstance(options, CommandOptions)
    assert options.command == ("/usr/bin/check_disk", "-w", "10%")
    assert options.env["PGPASSWORD"].get_secret_value() == "${A_TOKEN}opensesame"
    assert found.site.publishing.targets[0].command == ("/usr/bin/rclone", "sync", "{dir}", "cdn:status")
    assert "opensesame" not in repr(found.site)


@pytest.mark.parametrize(
    ("text", "place", "rule"),
    [
        (CHECK + 'command = ["/bin/sh"]\n', "command", "names a command, and the machine says what that is"),
        (CHECK + 'command = "/bin/sh"\n', "command", 'machine.toml has no command "/bin/sh"'),
        (CHECK + 'command = "dsk"\n', "command", "did you mean disk"),
        (CHECK + 'command = "disk"\nenv = { LD_PRELOAD = "x.so" }\n', "env", "is said in machine.toml"),
        ('[[publish.targets]]\ncommand = "sh -c {dir}"\n', "command", "has no command"),
        ('[[publish.targets]]\nfolder = "public"\n', "folder", "does not let the site publish"),
        ('[[publish.targets]]\nfolder = "/srv/www/status/.."\n', "folder", "does not let the site publish"),
        ('[[publish.targets]]\nbranch = "a"\nremote = "../b.git"\n', "remote", "does not let the site use"),
        ('[git]\nremote = "https://git.example.com/other.git"\n', "remote", "does not let the site use"),
        ('[web]\ntoken = "${A_PASSWORD}"\n', "token", 'write names = ["A_PASSWORD"] there'),
        ('[watch]\nping = "https://a.example/${PATH}"\n', "ping", '"PATH" is not in [environment] names'),
        ('[[notify]]\nurl = "slack://a/b/c?template=/etc/passwd"\n', "url", "put it whole into a variable"),
        (
            '[[notify]]\nurl = "slack://${A_TOKEN}&template=/etc/passwd"\n',
            "url",
            "put it whole into a variable",
        ),
        (
            '[[notify]]\nurl = "slack://${A_TOKEN};template=/etc/passwd"\n',
            "url",
            "put it whole into a variable",
        ),
    ],
)
def test_what_the_machine_does_not_name_is_refused(text: str, place: str, rule: str) -> None:
    [fault] = read(text).faults
    assert fault.place.endswith(place)
    assert rule in fault.rule
    assert "opensesame" not in str(fault)


def test_what_the_machine_names_is_granted() -> None:
    found = read(
        '[web]\ntoken = "${A_TOKEN}"\n[[publish.targets]]\nfolder = "/srv/www/status"\n'
        '[[publish.targets]]\nbranch = "pages"\nremote = "git@git.example.com:a/pages.git"\n'
        '[[publish.targets]]\nbranch = "gh-pages"\nname = "here"\n'
        '[[notify]]\nurl = "slack://${A_TOKEN}"\n'
        '[[notify]]\nkind = "webhook"\nurl = "https://hooks.example/?to=us&by=mail"\n'
    )
    assert (found.faults, found.site and found.site.token) == ((), "a token")


def test_without_a_machine_file_nothing_is_granted_but_lint_can_read_the_site() -> None:
    text = CHECK + 'command = "disk"\n[git]\nsecret = "${A_TOKEN}"\n[[publish.targets]]\nfolder = "/srv"\n'
    refused = read(text, None, followed=False)
    assert {fault.place.rpartition(".")[2] for fault in refused.faults} == {"command", "secret", "folder"}
    with without_secrets():
        assert read(text, None, followed=False).faults == ()
        assert read(CHECK + 'command = ["/bin/sh"]\n', None).faults != ()


def test_a_site_of_the_machines_owner_has_what_it_says() -> None:
    text = CHECK + 'command = ["/bin/true"]\n[[publish.targets]]\nfolder = "public"\n'
    assert read(text, None, followed=False).faults == ()


@pytest.mark.parametrize(
    ("machine", "place"),
    [
        ('[commands.disk]\nrun = ["check_disk"]\n', "machine.toml: commands.disk.run"),
        ('[commands.disk]\nrum = ["/bin/a"]\n', "machine.toml: commands.disk.rum"),
        ("[environment]\nnames = 3\n", "machine.toml: environment.names"),
        ("[commands\n", "machine.toml:1"),
    ],
)
def test_a_wrong_machine_file_grants_nothing_and_says_why(machine: str, place: str) -> None:
    found = read('[[publish.targets]]\nfolder = "/srv/www/status"\n', machine)
    assert found.site is None
    assert place in {fault.place for fault in found.faults}
