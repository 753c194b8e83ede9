"""Relative addresses work from everywhere."""

import pytest

from statuspage.web.links import relative


@pytest.mark.parametrize(
    ("target", "here", "expected"),
    [
        ("/", "/", "./"),
        ("/history/", "/", "history/"),
        ("/", "/history/", "../"),
        ("/incidents/a/", "/history/2026-11/", "../../incidents/a/"),
        ("/history.rss", "/", "history.rss"),
        ("/history.rss", "/incidents/a/", "../../history.rss"),
        ("/static/page.css", "/404.html", "static/page.css"),
        ("/incidents/a/", "/incidents/a/", "./"),
    ],
)
def test_relative(target: str, here: str, expected: str) -> None:
    assert relative(target, here) == expected
