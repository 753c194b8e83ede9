"""What readers make of the words and dates of feeds."""

from html import escape
from pathlib import Path

import pytest

from tests.web.made import POST, write_site
from tests.web.test_feeds import XML, entries, render

CODE = POST.replace("Messages take", "Send `<script>alert(1)</script>` & `<b>x</b>`: messages take")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path, posts={"late.md": CODE})


@pytest.mark.parametrize("name", ["updates.rss", "updates.atom"])
def test_words_that_look_like_markup_stay_words_in_a_summary(root: Path, name: str) -> None:
    first = entries(render(root, f"/{name}"))[-1]
    rss = name.endswith("rss")
    assert first.summary_detail.type == ("text/html" if rss else "text/plain")
    words = "Send <script>alert(1)</script> & <b>x</b>: messages take up to ten minutes."
    assert first.summary == (escape(words) if rss else words)


@pytest.mark.parametrize("name", XML)
def test_no_script_of_a_post_is_markup_in_any_feed(root: Path, name: str) -> None:
    found = entries(render(root, f"/{name}"))
    assert "<script" not in str([one.content for one in found if "content" in one])


@pytest.mark.parametrize("name", ["history.rss", "history.atom"])
def test_a_reader_of_statuspage_finds_the_timeline_and_the_state_first(root: Path, name: str) -> None:
    [one] = entries(render(root, f"/{name}"))
    resolved, before = (
        one.summary.index(f"<strong>{state}</strong>") for state in ("Resolved", "Investigating")
    )
    assert resolved < before
    dated = one.published if name.endswith("rss") else one.updated
    assert "10:40:00" in dated
