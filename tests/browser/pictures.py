"""The pictures of the README and the docs: ``python -m tests.browser.pictures`` makes them anew.

They show the sample site at a fixed moment; ``made-of.txt`` tells which page and style they were made of.
"""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import sync_playwright

from tests.browser.stage import Stage, staged
from tests.conftest import CHROMIUM

FOLDER = Path(__file__).parents[2] / "docs" / "images"
MADE_OF = FOLDER / "made-of.txt"
STATE = "incident"
NOW = datetime(2026, 11, 23, 10, 31, 12, tzinfo=UTC)


class Picture(NamedTuple):
    """A window of the page: its size in CSS pixels and its colours."""

    width: int
    height: int
    colours: Literal["light", "dark"]


PICTURES = {
    "page.png": Picture(1000, 860, "light"),
    "page-dark.png": Picture(1000, 860, "dark"),
    "phone.png": Picture(390, 860, "light"),
    "phone-dark.png": Picture(390, 860, "dark"),
}


def made_of(stage: Stage) -> str:
    """A line that changes with what can be seen on the pictures."""
    parts = (stage.answer(f"{STATE}/{path}")[0].body for path in ("", "static/page.css"))
    return f"{hashlib.sha256(b''.join(parts)).hexdigest()}\n"


def take(stage: Stage, folder: Path) -> None:
    """Write all pictures into a folder."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, one in PICTURES.items():
            page = browser.new_page(
                viewport={"width": one.width, "height": one.height},
                color_scheme=one.colours,
                timezone_id="Europe/London",
                reduced_motion="reduce",
            )
            page.clock.set_fixed_time(NOW)
            page.goto(stage.url(f"{STATE}/"))
            page.screenshot(path=folder / name)
            page.close()
        browser.close()


def main() -> None:
    """Make them anew."""
    with staged(now=NOW) as stage:
        take(stage, FOLDER)
        MADE_OF.write_text(made_of(stage), encoding="utf-8")


if __name__ == "__main__":
    main()
