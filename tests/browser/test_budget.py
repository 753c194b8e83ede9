"""What a first view costs, compressed as it is served: the page, its one style and its one script."""

import gzip
from collections.abc import Callable
from dataclasses import replace

import pytest

from statuspage.demo.sizes import components
from statuspage.demo.states import snapshot_of
from statuspage.resources import sample_site_dir
from statuspage.timeutil import utc_now
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.browser.stage import sample

BUDGETS = {0: 25_000, 100: 60_000, 1000: 300_000}
"""Bytes for so many components; 0: the sample site. Each has ninety days behind it."""


@pytest.mark.parametrize("count", BUDGETS)
def test_a_first_view_is_small(record_property: Callable[[str, object], None], count: int) -> None:
    site = replace(sample(), components=components(count)) if count else sample()
    snapshot, renderer = snapshot_of(site, "fine", utc_now()), Renderer(Theme(sample_site_dir()))
    files = ("/", "/static/page.css", "/static/page.js")
    sizes = {path: len(gzip.compress(renderer.render(snapshot, path).body, 6)) for path in files}
    record_property("bytes", sizes)
    print(sizes)  # noqa: T201 - pytest -s shows it
    assert sum(sizes.values()) <= BUDGETS[count], sizes
