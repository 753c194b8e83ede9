"""A page of each kind in every state at three widths in both colours: nothing is wider than the window.

Pictures of them are left in ``tests/output/matrix`` for people to look at.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from statuspage.demo.states import STATES
from tests.browser.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.world, pytest.mark.timeout(900)]

OUT = Path(__file__).parent.parent / "output" / "matrix"
TALLEST = 4000


def one_of_each(paths: Sequence[str]) -> list[str]:
    """The first page of each kind: the index, a component, an incident, a month and so on."""
    kinds: dict[tuple[int, str], str] = {}
    for path in paths:
        parts = path.strip("/").split("/")[1:]
        kinds.setdefault((len(parts), parts[0] if parts else ""), path)
    return list(kinds.values())


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("state", STATES)
def test_a_page_fits_its_window(
    stage: Stage, chromium: Browser, state: str, width: int, colours: str
) -> None:
    folder = OUT / f"{state}-{width}-{colours}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if colours == "dark" else "light",
        reduced_motion="reduce",
    )
    page, broad = context.new_page(), []
    for path in one_of_each(stage.paths(state)):
        page.goto(stage.url(path))
        tall = page.evaluate("document.documentElement.scrollHeight")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            broad.append(path)
        name = path.removeprefix(state).strip("/").replace("/", "~") or "index"
        page.screenshot(
            path=folder / f"{name}.png",
            clip={"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)},
            full_page=True,
        )
    context.close()
    assert broad == []
