"""What can be wrong with a remote, a checkout or a name: one sentence each, no harm and no secret."""

import os
import socket
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.git.checkout import working
from statuspage.git.command import Git, GitFailed, plain
from statuspage.git.sync import Outcome, sync
from tests.git.repos import NOW, Clone, git


def failure(site: Clone, remote: str = "origin", branch: str = "main", seconds: float = 20) -> str:
    """The sentence of a sync that fails and changes nothing."""
    head, status = site.git("rev-parse", "--verify", "HEAD"), site.status
    done = site.sync(remote, branch, seconds)
    assert (done.outcome, done.arrived) == (Outcome.FAILED, False)
    assert (site.git("rev-parse", "HEAD"), site.status) == (head, status)
    assert done.sentence.endswith((".", "main"))
    assert "\n" not in done.sentence
    return done.sentence


def test_a_remote_that_is_gone(site: Clone, remote: Path) -> None:
    remote.rename(remote.with_name("gone.git"))
    assert "does not appear to be a git repository" in failure(site)
    assert "nowhere" in failure(site, "nowhere")
    remote.with_name("gone.git").rename(remote)
    assert site.sync().outcome is Outcome.CURRENT


def test_a_remote_that_never_answers(site: Clone) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"git://127.0.0.1:{silent.getsockname()[1]}/site.git"
        assert failure(site, url, seconds=0.3) == "git fetch took longer than 300ms."


def test_a_branch_that_is_not_there(site: Clone, remote: Path) -> None:
    site.git("checkout", "--quiet", "-b", "other")
    assert "couldn't find remote ref refs/heads/other" in failure(site, branch="other")
    assert "The checkout is at other, and [git] names the branch main" in failure(site)
    site.git("checkout", "--quiet", "--detach")
    assert "The checkout is at no branch" in failure(site)


def test_a_folder_that_is_no_checkout(tmp_path: Path, remote: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere", remote):
        done = sync(folder, "origin", "main", now=NOW, timeout=timedelta(seconds=20))
        assert done.outcome is Outcome.FAILED
        assert done.sentence.startswith(f"{folder} is no checkout that can be used: ")


def test_a_checkout_without_a_commit(tmp_path: Path, remote: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "empty")
    done = Clone(tmp_path / "empty").sync(str(remote))
    assert (done.outcome, "has no commit yet" in done.sentence) == (Outcome.FAILED, True)


def test_a_machine_without_git(site: Clone, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert site.sync().sentence.endswith("There is no program git.")


HOSTILE = [
    "--upload-pack=touch ran",
    "-oProxyCommand=touch ran",
    "ext::sh -c touch% ran",
    "ssh://-oProxyCommand=touch%20ran/x",
    "fd::17",
    "",
    " ",
    "a\nb",
    "a\0b",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_remote_that_is_a_trick(site: Clone, name: str) -> None:
    site.git("config", "protocol.allow", "always")
    assert failure(site, name)
    assert not list(site.root.rglob("*ran"))


def test_no_other_transport_runs_though_the_machine_has_it(
    site: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper = tmp_path / "bin/git-remote-trick"
    helper.parent.mkdir()
    helper.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{helper.parent}:{os.environ['PATH']}")
    assert "transport 'trick' not allowed" in failure(site, "trick::x")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "name", ["-d", "--all", "a..b", "main:main", "+main", "*", "a b", "", "x.lock", "@{-1}"]
)
def test_a_branch_that_is_a_trick(site: Clone, name: str) -> None:
    refs = site.git("for-each-ref")
    assert failure(site, branch=name)
    assert site.git("for-each-ref") == refs


def test_no_hook_monitor_or_pager_runs(site: Clone, author: Clone, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {ran}\n")
    script.chmod(0o755)
    names = ("post-checkout", "post-merge", "pre-push", "post-rewrite", "pre-rebase", "reference-transaction")
    for hook in (site.root / ".git/hooks" / name for name in names):
        hook.unlink(missing_ok=True)
        hook.symlink_to(script)
    for setting in ("core.fsmonitor", "core.pager", "core.editor", "gpg.program", "diff.external"):
        site.git("config", setting, str(script))
    site.git("config", "commit.gpgSign", "true")
    author.post({"incidents/b.md": "new\n"})
    commit = ("commit", "--quiet", "--allow-empty", "--no-gpg-sign", "-m", "mine")
    git(site.root, "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=", *commit)
    ran.unlink(missing_ok=True)
    assert site.sync().outcome is Outcome.REBASED_AND_PUSHED
    assert not ran.exists()


@pytest.mark.parametrize("name", ["..", ".git", ".GIT", "."])
def test_a_commit_that_reaches_out_of_the_checkout(site: Clone, author: Clone, name: str) -> None:
    author.write({"entry": "harm\n"})
    blob = author.git("hash-object", "-w", "entry")
    tree = author.root.parent / "tree"
    inside = bytes.fromhex(blob)
    tree.write_bytes(b"100644 planted\0" + inside)
    folder = author.git("hash-object", "-t", "tree", "-w", "--literally", str(tree))
    tree.write_bytes(b"40000 %s\0" % name.encode() + bytes.fromhex(folder))
    top = author.git("hash-object", "-t", "tree", "-w", "--literally", str(tree))
    author.git("push", "--quiet", "origin", author.git("commit-tree", "-p", "HEAD", "-m", "x", top) + ":main")
    assert "invalid path" in failure(site)
    assert not list(site.root.parent.rglob("planted"))


def test_a_second_one_on_the_same_checkout_is_refused(site: Clone) -> None:
    with working(site.root, timedelta(seconds=20)):
        assert "Another statuspage" in failure(site)
    assert site.sync().arrived


def test_a_full_or_forbidden_folder_is_a_sentence(site: Clone, author: Clone) -> None:
    author.post({"incidents/b.md": "new\n"})
    (site.root / ".git/statuspage").write_text("a file")
    assert "File exists" in site.sync().sentence


def test_no_credential_is_told(site: Clone) -> None:
    url = "http://ada:s3cr:et@127.0.0.1:9/site.git?private_token=s3cret"
    told = failure(site, url)
    assert "127.0.0.1:9/site.git" in told
    assert not any(secret in told for secret in ("s3cr", "ada", "private"))
    assert plain("from 'https://a:p@ss@h/x?t=1' and ssh://git@h/y#z") == "from 'https://h/x' and ssh://h/y"
    assert plain("a\x1b[2J\nb") == "a?[2J?b"


def test_commits_have_a_name_where_the_machine_has_none(site: Clone, author: Clone) -> None:
    site.write({"incidents/mine.md": "mine\n"})
    site.commit()
    author.post({"incidents/b.md": "new\n"})
    assert site.sync().outcome is Outcome.REBASED_AND_PUSHED
    assert site.git("log", "-1", "--format=%an %cn") == "Ada Author statuspage"


def test_of_our_environment_git_sees_what_it_needs(site: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("SSH_AUTH_SOCK", "/run/agent")
    monkeypatch.setenv("PORTAL_TOKEN", "4711")
    seen = Git(site.root, timedelta(seconds=20)).ask("-c", "alias.env=!env", "env").decode()
    assert "SSH_AUTH_SOCK=/run/agent" in seen
    assert "GIT_TERMINAL_PROMPT=0" in seen
    assert "4711" not in seen
    assert "/nowhere" not in seen


def test_an_answer_is_yes_or_no_or_a_failure(site: Clone) -> None:
    here = Git(site.root, timedelta(seconds=20))
    assert here.agrees("merge-base", "--is-ancestor", "HEAD", "HEAD")
    for ask in (here.agrees, here.line, here.ask):
        with pytest.raises(GitFailed, match=r"git merge-base failed: Not a valid"):
            ask("merge-base", "--is-ancestor", "HEAD", "nothing")
