"""A publication that is killed at any instant leaves the old page or the new one, whole.

Real processes publish two pages in turn as fast as they can, and die at random instants.
"""

import contextlib
import errno
import json
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

import psutil
import pytest

from statuspage.placing import MANIFEST, Manifest, begin, digest, place
from statuspage.publish.branch import to_branch
from statuspage.publish.courier import Places, deliver
from statuspage.publish.folder import to_folder
from statuspage.publish.notpublished import NotPublished
from tests.git.repos import git
from tests.processes import command
from tests.publish.places import build, target, texts
from tests.web.made import write_site, write_store

PUBLISHER = """
import sys
from itertools import cycle
from pathlib import Path
from statuspage.publish.branch import to_branch
from statuspage.publish.folder import to_folder
from tests.publish.places import target

way, top = sys.argv[1], Path(sys.argv[2])
for built in cycle([top / "one", top / "two"]):
    if way == "branch":
        to_branch(built, target("branch", place="page", remote=str(top / "remote.git")), top, top / "work")
    else:
        to_folder(built, top / "www")
    print("published", flush=True)
"""


def page(own: str) -> dict[str, str]:
    """A page of 60 files: some of both pages, some of this one only."""
    pages = {f"incidents/{i}/index.html": f"{own} <a href=/static/{own}.css>" for i in range(30)}
    alone = {f"incidents/{own}-{i}/index.html": own * 3000 for i in range(28)}
    return {"index.html": f"{own} <a href=/static/{own}.css>", f"static/{own}.css": own} | pages | alone


ONE, TWO = page("one"), page("two")


def published_and_killed(way: str, top: Path, chance: random.Random) -> None:
    """Publish, and be killed within a tenth of a second of a publication's end, with the programs below."""
    with subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, way, str(top)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "published\n"
        time.sleep(chance.uniform(0, 0.1))
        below = psutil.Process(process.pid).children()
        process.send_signal(signal.SIGKILL)
    for one in below:
        with contextlib.suppress(psutil.Error):
            one.kill()
    for left in below:
        with contextlib.suppress(psutil.Error):
            left.wait(10)


def built_both(top: Path) -> None:
    build(top / "one", ONE)
    build(top / "two", TWO)


@pytest.fixture(params=[pytest.param(12, id="some"), pytest.param(150, id="many", marks=pytest.mark.world)])
def rounds(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.mark.timeout(600)
def test_a_link_leads_to_one_page_or_the_other(tmp_path: Path, rounds: int) -> None:
    built_both(tmp_path)
    chance = random.Random(2017)
    for _ in range(rounds):
        published_and_killed("folder", tmp_path, chance)
        assert texts(tmp_path / "www") in (ONE, TWO)
        assert_manifest_holds(tmp_path / "www")
    to_folder(tmp_path / "one", tmp_path / "www")
    assert texts(tmp_path / "www") == ONE


@pytest.mark.timeout(600)
def test_in_a_folder_that_was_there_each_file_is_whole_and_has_what_it_names(
    tmp_path: Path, rounds: int
) -> None:
    built_both(tmp_path)
    (tmp_path / "www").mkdir()
    chance = random.Random(2018)
    for _ in range(rounds):
        published_and_killed("folder", tmp_path, chance)
        found = {
            name: text for name, text in texts(tmp_path / "www").items() if ".statuspage-new-" not in name
        }
        assert_each_is_of(found, ONE, TWO)
        assert found.keys() <= json.loads((tmp_path / "www" / MANIFEST).read_text())["files"].keys()
    to_folder(tmp_path / "two", tmp_path / "www")
    assert texts(tmp_path / "www") == TWO


@pytest.mark.timeout(600)
@pytest.mark.usefixtures("own_git")
def test_a_branch_holds_one_page_or_the_other(tmp_path: Path, rounds: int) -> None:
    built_both(tmp_path)
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    remote, chance = tmp_path / "remote.git", random.Random(2019)
    trees = set()
    for built in (tmp_path / "one", tmp_path / "two"):
        to_branch(built, target("branch", place="page", remote=str(remote)), tmp_path, tmp_path / "work")
        trees.add(git(remote, "rev-parse", "page^{tree}"))
    for _ in range(rounds // 2):
        published_and_killed("branch", tmp_path, chance)
        assert git(remote, "rev-parse", "page^{tree}") in trees
        assert git(remote, "rev-list", "--count", "page") == "1"
    git(remote, "fsck", "--strict")


@pytest.mark.timeout(600)
def test_a_build_is_made_up_for_by_the_next(tmp_path: Path, rounds: int) -> None:
    site, out = write_site(tmp_path / "site"), tmp_path / "out"
    write_store(site / ".statuspage")
    pages = []
    for name in ("First office", "Second office"):
        rename(site, name)
        built(site, tmp_path / name)
        pages.append(texts(tmp_path / name))
    built(site, out)
    chance = random.Random(2020)
    for i in range(rounds // 2):
        rename(site, ("First office", "Second office")[i % 2])
        killed_while_it_writes(site, out, chance)
        found = {name: text for name, text in texts(out).items() if ".statuspage-new-" not in name}
        assert_each_is_of(found, *pages)
    rename(site, "First office")
    built(site, out)
    assert texts(out) == pages[0]


def test_a_build_that_was_cut_off_is_brought_to_no_target(tmp_path: Path) -> None:
    build(tmp_path / "built", ONE)
    places = Places(tmp_path, tmp_path / "built", tmp_path / "work", Lock())
    www = target("folder", place="www")
    deliver(www, places)
    made = Manifest({name: digest(text.encode()) for name, text in TWO.items()}, {})

    def body(name: str) -> bytes:
        if name.startswith("index"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return TWO[name].encode()

    with pytest.raises(OSError, match="space"):
        place(tmp_path / "built", begin(tmp_path / "built"), made, body)
    with pytest.raises(NotPublished, match="cut off"):
        deliver(www, places)
    assert texts(tmp_path / "www") == ONE
    build(tmp_path / "built", TWO)
    deliver(www, places)
    assert texts(tmp_path / "www") == TWO


ARGUMENTS = ("--now", "2026-11-23T10:05:00Z", "--out")


def built(site: Path, out: Path) -> None:
    done = command("build", str(site), *ARGUMENTS, str(out))
    assert done.returncode == 0, done.stderr


def killed_while_it_writes(site: Path, out: Path, chance: random.Random) -> None:
    before = (out / MANIFEST).stat().st_ino
    with subprocess.Popen(
        [sys.executable, "-m", "statuspage", "build", str(site), *ARGUMENTS, str(out)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None and (out / MANIFEST).stat().st_ino == before:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.05))
        process.send_signal(signal.SIGKILL)


def rename(site: Path, name: str) -> None:
    config = site / "statuspage.toml"
    config.write_text(
        re.sub(
            r'(?m)^name = "[A-Z]\w+ office"|^name = "Virtual Office"',
            f'name = "{name}"',
            config.read_text(),
            count=1,
        )
    )


def assert_manifest_holds(folder: Path) -> None:
    listed = json.loads((folder / MANIFEST).read_text())["files"]
    assert listed == {name: digest(text.encode()) for name, text in texts(folder).items()}


def assert_each_is_of(found: Mapping[str, str], *pages: Mapping[str, str]) -> None:
    """Each file is one of a page's, whole, and every asset that it names is there."""
    for name, text in found.items():
        assert text in {one.get(name) for one in pages}, name
        for asset in re.findall(r"/(static/[\w/.-]+)", text) if name.endswith(".html") else ():
            assert asset in found, f"{name} names {asset}"
