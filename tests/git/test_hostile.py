"""A repository whose author is after the machine."""

import os
import sys
from pathlib import Path
from subprocess import run

import pytest

from statuspage.errors import SiteError, StatusPageError
from statuspage.git.checkout import untracked
from statuspage.git.sync import Outcome
from statuspage.machine import read_machine
from statuspage.sitefiles import SiteFiles
from tests.git.repos import Clone
from tests.processes import command

SITE = '[site]\nname = "Office"\nurl = "https://status.example.com"\n[git]\n'
RUNS = '[components.mail]\nname = "Mail"\n[[components.mail.checks]]\nkind = "command"\n'


@pytest.fixture(autouse=True)
def no_machine_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "machine.toml"
    monkeypatch.setenv("STATUSPAGE_MACHINE", str(path))
    return path


def config_faults(files: SiteFiles) -> list[str]:
    return [fault.place for fault in files.look().faults if fault.place.startswith("statuspage.toml")]


def test_a_push_that_leaves_git_out_gets_no_command(site: Clone, author: Clone) -> None:
    author.post({"statuspage.toml": SITE})
    site.sync()
    files = SiteFiles(site.root)
    assert config_faults(files) == []
    author.post({"statuspage.toml": SITE.replace("[git]", "") + RUNS + 'command = ["/bin/sh"]\n'})
    assert site.sync().outcome is Outcome.FORWARDED
    assert config_faults(files) == ["statuspage.toml: components.mail.checks[0].command"]
    assert files.look().site.checks == ()
    with pytest.raises(SiteError, match="names a command, and the machine says"):
        SiteFiles(site.root).look()


def test_a_machine_file_in_the_checkout_grants_nothing(
    site: Clone, author: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    granted = '[commands.disk]\nrun = ["/bin/true"]\n'
    author.post({"statuspage.toml": SITE + RUNS + 'command = "disk"\n', "machine.toml": granted})
    site.sync()
    monkeypatch.setenv("STATUSPAGE_MACHINE", str(site.root / "machine.toml"))
    with pytest.raises(SiteError, match="in the site's checkout"):
        SiteFiles(site.root).look()


def test_a_machine_file_outside_grants_what_it_names(
    site: Clone, author: Clone, no_machine_file: Path
) -> None:
    author.post({"statuspage.toml": SITE + RUNS + 'command = "disk"\n'})
    site.sync()
    no_machine_file.write_text('[commands.disk]\nrun = ["/bin/true"]\n')
    assert [check.kind for check in SiteFiles(site.root).look().site.checks] == ["command"]
    assert read_machine(site.root)[1]


@pytest.mark.parametrize("folder", [".statuspage", "deep/.STATUSPAGE"])
def test_a_push_can_put_nothing_beside_our_data(site: Clone, author: Clone, folder: str) -> None:
    author.post({f"{folder}/publish/branch/git/config": "[core]\nsshCommand = sh\n"})
    done = site.sync()
    assert (done.outcome, ".statuspage, which is not for a repository" in done.sentence) == (
        Outcome.FAILED,
        True,
    )
    assert not (site.root / folder).exists()


def test_a_data_folder_that_came_with_the_first_clone_is_not_used(site: Clone) -> None:
    site.write({"statuspage.toml": SITE.removesuffix("[git]\n"), ".statuspage/publish/branch/git/HEAD": "x"})
    assert "git keeps" not in command("lint", str(site.root)).stderr
    site.git("add", "--force", ".statuspage")
    for name in ("serve", "monitor", "web", "publish", "lint"):
        done = command(name, str(site.root))
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "git keeps" in done.stderr
    foreign = [sys.executable, "-c", "import statuspage.web.wsgi"]
    failed = run(
        foreign, env={**os.environ, "STATUSPAGE_SITE": str(site.root)}, capture_output=True, text=True
    )
    assert (failed.returncode, "git keeps" in failed.stderr) == (1, True)
    elsewhere = command("lint", str(site.root), "--data", str(site.root.parent / "data"))
    assert "git keeps" not in elsewhere.stderr


def test_a_folder_that_looks_like_a_repository_is_none(site: Clone, author: Clone, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    config = f"[core]\nrepositoryformatversion = 0\nbare = true\nsshCommand = touch {mark}\n"
    author.post(
        {
            "sub/HEAD": "ref: refs/heads/main\n",
            "sub/config": f'{config}[remote "origin"]\nurl = ssh://nowhere.example/a\n',
            "sub/objects/info/packs": "\n",
            "sub/refs/heads/empty": "0000000000000000000000000000000000000000\n",
        }
    )
    site.sync()
    inside = Clone(site.root / "sub").sync()
    assert (inside.outcome, "bare repository" in inside.sentence) == (Outcome.FAILED, True)
    assert not mark.exists()


@pytest.mark.parametrize(
    "link", ["../../outside.md", "../.git/config", "../.statuspage/notes.md", "/proc/self/environ"]
)
def test_a_post_that_is_a_link_to_elsewhere_is_no_post(site: Clone, author: Clone, link: str) -> None:
    text = "---\ntitle: A secret\n---\n## 2026-11-23 10:05 UTC — Investigating\nx\n"
    (site.root.parent / "outside.md").write_text(text)
    (site.root / ".statuspage").mkdir()
    (site.root / ".statuspage" / "notes.md").write_text(text)
    (author.root / "incidents/2026-11-23-a.md").symlink_to(link)
    author.post({"statuspage.toml": SITE})
    site.sync()
    loaded = SiteFiles(site.root).look()
    assert not any("secret" in post.title for post in loaded.site.posts)
    assert any(fault.place == "incidents/2026-11-23-a.md" for fault in loaded.faults)


def test_submodules_hooks_and_filters_of_a_repository_do_nothing(
    site: Clone, author: Clone, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    author.write(
        {
            ".gitattributes": "*.md filter=evil diff=evil merge=evil\n",
            ".gitmodules": f'[submodule "a"]\npath = a\nurl = ext::touch {mark}\nupdate = !touch {mark}\n',
            "hooks/post-checkout": f"#!/bin/sh\ntouch {mark}\n",
            ".gitconfig": f'[filter "evil"]\nsmudge = touch {mark}\nclean = touch {mark}\n',
        }
    )
    author.git("update-index", "--add", "--cacheinfo", f"160000,{author.head},a")
    author.git("add", ".gitattributes", ".gitmodules", "hooks", ".gitconfig")
    author.git("commit", "--quiet", "-m", "evil")
    author.git("push", "--quiet", "origin", "main")
    assert site.sync().outcome is Outcome.FORWARDED
    assert site.sync().outcome is Outcome.CURRENT
    assert not mark.exists()
    assert not (site.root / "a" / ".git").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository to another user")
def test_a_data_folder_in_a_repository_of_another_user_is_refused_as_well(site: Clone) -> None:
    site.write({".statuspage/store.db": "planted"})
    site.git("add", "--force", ".statuspage")
    mark = site.root / "mark"
    site.git("config", "core.fsmonitor", f"touch {mark}; false")
    for path in (site.root, *site.root.rglob("*")):
        os.chown(path, 65534, 65534, follow_symlinks=False)
    with pytest.raises(StatusPageError, match="whoever may push"):
        untracked(site.root / ".statuspage")
    assert not mark.exists()
