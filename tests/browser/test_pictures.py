"""The pictures of the docs show the page as it is."""

import re

import pytest

from tests.browser.pictures import FOLDER, MADE_OF, NOW, PICTURES, made_of
from tests.browser.stage import Stage

REMEDY = "make them anew: .venv/bin/python -m tests.browser.pictures"


def test_every_picture_is_there_and_known() -> None:
    assert {one.name for one in FOLDER.glob("*.png")} == set(PICTURES), REMEDY


def test_every_picture_that_is_shown_exists() -> None:
    top = FOLDER.parents[1]
    for text in (top / "README.md", *(top / "docs").glob("*.md")):
        for name in re.findall(r"images/([\w-]+\.png)", text.read_text(encoding="utf-8")):
            assert name in PICTURES, f"{text.name} shows images/{name}: {REMEDY}"


@pytest.mark.world
def test_the_pictures_are_of_todays_page() -> None:
    assert MADE_OF.read_text(encoding="utf-8") == made_of(Stage(now=NOW)), REMEDY
