"""Spans: how they are clipped, overlaid and summed."""

import pytest

from statuspage.decide.days import spent
from statuspage.decide.history import between, clip, merge, overlay, uptime
from statuspage.model.status import Status
from tests.make import at, span


def test_clipping_ends_the_open_span_and_knows_nothing_past_the_limit() -> None:
    spans = [span(0, 60, "operational"), span(60, None, "major_outage")]
    assert clip(spans, at(500), at(100)) == (span(0, 60, "operational"), span(60, 100, "major_outage"))
    limited = clip(spans, at(80), at(100))
    assert [(one.start, one.end, one.status.value) for one in limited] == [
        (at(0), at(60), "operational"),
        (at(60), at(80), "major_outage"),
        (at(80), at(100), "unknown"),
    ]


def test_clipping_with_no_limit_at_all_believes_nothing_of_the_open_span() -> None:
    assert [one.status for one in clip([span(0, None, "operational")], None, at(100))] == [Status.UNKNOWN]


def test_an_incident_makes_measured_time_worse_but_never_better() -> None:
    seen = [span(0, 50, "operational"), span(50, 100, "major_outage")]
    laid = overlay(seen, [span(20, 80, "partial_outage")])
    assert [(one.start, one.end, one.status.value, one.declared) for one in laid] == [
        (at(0), at(20), "operational", False),
        (at(20), at(50), "partial_outage", True),
        (at(50), at(100), "major_outage", False),
    ]


def test_a_maintenance_covers_what_was_seen() -> None:
    laid = overlay([span(0, 100, "major_outage")], [span(20, 80, "under_maintenance")])
    assert [one.status.value for one in laid] == ["major_outage", "under_maintenance", "major_outage"]


def test_nothing_is_declared_where_nothing_was_measured() -> None:
    laid = overlay([span(50, 100, "operational")], [span(0, 60, "major_outage")])
    assert laid[0].start == at(50)


def test_neighbours_that_say_the_same_are_joined() -> None:
    assert merge([span(0, 5, "unknown"), span(5, 9, "unknown")]) == (span(0, 9, "unknown"),)


def test_uptime_leaves_unknown_out_of_the_ratio_and_in_sight() -> None:
    seconds = {Status.OPERATIONAL: 900.0, Status.UNKNOWN: 50.0, Status.MAJOR_OUTAGE: 50.0}
    found = uptime(seconds, at(0), at(1000))
    assert found.ratio == pytest.approx(900 / 950)
    assert found.measured == pytest.approx(0.95)
    assert found.seconds == seconds


def test_maintenance_is_in_neither_share_and_a_partial_outage_weighs_three_tenths() -> None:
    spans = [
        span(0, 100, "operational"),
        span(100, 200, "partial_outage"),
        span(200, 300, "under_maintenance"),
        span(300, 400, "degraded_performance"),
    ]
    found = uptime(spent(spans), at(0), at(400))
    assert found.ratio == pytest.approx(1 - 30 / 300)
    assert found.measured == 1.0


def test_uptime_of_unknown_time_has_no_ratio() -> None:
    found = uptime({Status.UNKNOWN: 10.0}, at(0), at(10))
    assert found.ratio is None
    assert found.measured == 0.0


def test_what_lies_between_two_instants_is_cut_at_them() -> None:
    spans = [span(0, 50, "operational"), span(50, 100, "major_outage"), span(100, 150, "operational")]
    assert between(spans, at(20), at(100)) == (span(20, 50, "operational"), spans[1])
    assert between(spans, at(150), at(200)) == ()
