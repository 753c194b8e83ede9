"""Whatever befalls a maker: its page stays up, and past its validity nobody is told by it that all is well.

The live page, a static copy and a copy of that copy are looked at as visitors do: in tabs that were open
before and in fresh ones, with scripts and without, in banners, and by programs.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from playwright.sync_api import Browser

from tests.processes import command, until
from tests.reliability import faults
from tests.reliability.maker import VALID, Maker, making, small_disk
from tests.reliability.sights import ALL, Visitors, badge_is_dated, data_at
from tests.test_build import static_server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

SOON = VALID + 30
"""Seconds after which nobody believes any more, on a machine with much else to do."""

NOBODY: set[str] = set()


@pytest.fixture
def maker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Maker]:
    name = request.node.name
    with ExitStack() as stack:
        data = stack.enter_context(small_disk(tmp_path / "data")) if "disk" in name else None
        clocked = ("publisher",) if "clock" in name else ()
        yield stack.enter_context(making(tmp_path, data=data, clocked=clocked))


@pytest.fixture
def visitors(chromium: Browser, maker: Maker) -> Iterator[Visitors]:
    """Tabs are open on the live page, on its copy and on the copy's copy, and all of them are green."""
    with Visitors(chromium) as them:
        for place in maker.places:
            them.open(place)
            see(maker, them, place, ALL)
        yield them


def see(maker: Maker, visitors: Visitors, place: str, expected: set[str]) -> None:
    """Wait until just these are told at a place that all is well."""
    last: set[str] = set()

    def as_expected() -> bool:
        nonlocal last
        maker.mirrored()
        last = visitors.believing(place)
        return last == expected

    try:
        until(as_expected, SOON)
    except AssertionError:
        raise AssertionError(f"{place}: not as expected: {sorted(last ^ expected)}") from None


def watch_refuses(place: str) -> bool:
    """Whether the watcher tells that a page may be believed no more."""
    return command("watch", place).returncode == 1


def name(fault: faults.Fault) -> str:
    return fault.__name__.replace("_", " ")


def seldom(fault: faults.Fault) -> ParameterSet:
    return pytest.param(fault, marks=pytest.mark.world)


@pytest.mark.parametrize(
    "fault",
    [
        faults.disk_full,
        seldom(faults.monitor_killed),
        seldom(faults.database_locked),
        seldom(faults.database_damaged),
    ],
    ids=name,
)
def test_nobody_is_told_that_all_is_well(fault: faults.Fault, maker: Maker, visitors: Visitors) -> None:
    with fault(maker):
        for place in maker.places:
            see(maker, visitors, place, NOBODY)
            until(partial(badge_is_dated, place), what="the badge's instant")
        assert data_at(f"{maker.live}/badges/mail.json")["message"].startswith("Not known")


@pytest.mark.parametrize(
    "fault",
    [faults.publisher_halted, seldom(faults.clock_stands), seldom(faults.clock_set_back)],
    ids=name,
)
def test_copies_that_are_not_renewed_are_out_of_date_and_the_live_page_is_not(
    fault: faults.Fault, maker: Maker, visitors: Visitors
) -> None:
    with fault(maker):
        for place in (maker.copy, maker.second):
            see(maker, visitors, place, NOBODY)
            until(partial(badge_is_dated, place), what="the badge's instant")
            until(partial(watch_refuses, place), VALID, what="the end of what it promised")
        see(maker, visitors, maker.live, ALL)


@pytest.mark.world
def test_with_broken_files_all_goes_on_and_operators_are_warned(maker: Maker, visitors: Visitors) -> None:
    with faults.files_broken(maker):
        until(lambda: '"status": "warn"' in maker.health()[1], what="a warning")
        time.sleep(VALID + 1)
        for place in maker.places:
            see(maker, visitors, place, ALL)


@pytest.mark.world
def test_when_the_whole_maker_is_killed_copies_stay_and_open_tabs_turn_grey(
    maker: Maker, visitors: Visitors, tmp_path: Path
) -> None:
    """One copy more was built by hand; the tab of the live page has its minute."""
    where = (str(maker.site), "--data", str(maker.data))
    built = command("build", *where, "--out", str(tmp_path / "built"), "--valid-for", "30s")
    assert built.returncode == 0, built.stderr
    with static_server(tmp_path / "built") as by_hand, faults.all_killed(maker):
        visitors.open(by_hand)
        see(maker, visitors, by_hand, ALL)
        for place in (maker.copy, maker.second, by_hand):
            see(maker, visitors, place, NOBODY)
            assert badge_is_dated(place)
        until(lambda: not visitors.tab_is_green(maker.live), 70, "a grey tab")
