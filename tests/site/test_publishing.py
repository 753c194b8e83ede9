"""The tables ``[publish]``, ``[[publish.targets]]`` and ``[watch]``."""

from datetime import timedelta

import pytest

from statuspage.checks import KINDS
from statuspage.model.publish import Way
from statuspage.site.config import ConfigRead, read_config

SITE = '[site]\nname = "Office"\nurl = "https://status.example.com"\n'


def read(text: str) -> ConfigRead:
    kinds = {name: kind.options for name, kind in KINDS.items()}
    return read_config(SITE + text, kinds=kinds)


def rules(text: str) -> list[str]:
    return [fault.rule for fault in read(text).faults]


def test_targets_of_each_kind_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CDN_KEY", "opensesame")
    found = read(
        '[publish]\nevery = "2m"\ncompress = true\n'
        '[[publish.targets]]\nfolder = "/srv/www"\n'
        '[[publish.targets]]\nbranch = "gh-pages"\nremote = "git@git.example.com:a/b.git"\n'
        '[[publish.targets]]\ncommand = "rclone sync {dir} \'cdn:my status\'"\ntimeout = "9s"\n'
        'env = { KEY = "${CDN_KEY}" }\n'
        '[watch]\nping = "https://ping.example.com/${CDN_KEY}"\n'
    )
    assert (found.faults, found.site and found.site.ping) == ((), "https://ping.example.com/opensesame")
    assert found.site is not None
    assert found.site.publishing is not None
    folder, branch, command = found.site.publishing.targets
    assert (found.site.publishing.valid_for, found.site.publishing.compress) == (timedelta(minutes=6), True)
    assert (folder.way, folder.place, folder.name) == (Way.FOLDER, "/srv/www", "folder")
    assert (branch.place, branch.remote) == ("gh-pages", "git@git.example.com:a/b.git")
    assert command.command == ("rclone", "sync", "{dir}", "cdn:my status")
    assert (command.env, command.timeout) == ({"KEY": "opensesame"}, timedelta(seconds=9))
    assert "opensesame" not in repr(found.site)


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        ("", "A target has one of folder, branch and command."),
        ('folder = "a"\nbranch = "b"', "A target has one of folder, branch and command."),
        ('command = "rsync -a public"', "It must have {dir} where the folder of files goes."),
        ('command = "rsync \'a {dir}"', "A quote in it is never closed."),
        ("command = []", "It must begin with a program."),
        ('folder = "a"\nenv = { A = "b" }', "Only a command has variables."),
        ('branch = "a..b"', '"a..b" can\'t be the name of a branch (git check-ref-format).'),
    ],
)
def test_a_wrong_target_is_told_of(target: str, rule: str) -> None:
    assert rules(f"[[publish.targets]]\n{target}\n") == [rule]


def test_two_alike_need_names_and_the_old_spelling_is_explained() -> None:
    two = '[[publish.targets]]\nfolder = "a"\n[[publish.targets]]\nfolder = "b"\n'
    assert rules(two) == ['Two of [[publish.targets]] are named "folder": give each a name of its own.']
    assert rules('[[publish]]\nfolder = "a"\n') == [
        "[publish] is one table; each place in it is a table of its own."
    ]


def test_a_site_that_comes_by_git_is_not_replaced() -> None:
    assert rules('[git]\n[[publish.targets]]\nbranch = "main"\n') == [
        'The site itself is in "main", and publishing would replace it.'
    ]
    assert rules('[git]\n[[publish.targets]]\nbranch = "gh-pages"\n') == []
