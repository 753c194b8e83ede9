"""Times that name no zone, for sites that set none."""

from datetime import UTC, datetime

import pytest

from statuspage.errors import Severity
from statuspage.site.posts import Source
from statuspage.site.unzoned import unzoned

CAME = datetime(2026, 11, 23, 10, 6, tzinfo=UTC)


def places(text: str) -> list[str]:
    return [fault.place for fault in unzoned(Source("incidents/a.md", text, CAME))]


@pytest.mark.parametrize(
    "date", ["2026-11-23 10:05", "2026-11-23", "23 November 2026, 10:05 am", "**2026-11-23 10:05**"]
)
def test_a_time_without_a_zone_is_found(date: str) -> None:
    assert places(f"---\ntitle: A\n---\n## {date} — Investigating\nx\n") == ["incidents/a.md:4"]


@pytest.mark.parametrize(
    "date",
    [
        "2026-11-23 10:05 UTC",
        "2026-11-23T10:05:00Z",
        "2026-11-23 10:05 +01:00",
        "2026-11-23 10:05 Asia/Tokyo",
    ],
)
def test_a_time_with_a_zone_is_fine(date: str) -> None:
    assert places(f"---\ntitle: A\n---\n## {date} — Investigating\nx\n") == []


def test_the_keys_of_the_front_matter_are_looked_at_too() -> None:
    text = (
        "---\ntitle: A\nkind: maintenance\nstarts: 2026-12-05 06:00 UTC\nends: 2026-12-05 08:00\n---\nSoon.\n"
    )
    assert places(text) == ["incidents/a.md:5"]


def test_one_warning_a_file_tells_how_many_there_are() -> None:
    text = "---\ntitle: A\n---\n## 2026-11-23 10:05 — Investigating\nx\n## 2026-11-23 10:45 — Resolved\ny\n"
    (fault,) = unzoned(Source("incidents/a.md", text, CAME))
    assert fault.severity is Severity.WARNING
    assert "(one of 2 here)" in fault.rule
    assert 'time_zone = "Europe/London"' in fault.example


@pytest.mark.parametrize("text", ["", "---\n", "no date at all", "## 2026-11-23 10:05\n" * 20_000])
def test_nothing_is_said_of_what_is_not_shown_anyhow(text: str) -> None:
    assert places(text) == []
