"""Where posts stand, and what they say of components."""

from typing import Any

import pytest

from statuspage.decide.posts import declared_spans, post_now, says_of
from statuspage.model.post import Post, State
from statuspage.model.snapshot import PostNow
from statuspage.model.span import Span
from statuspage.model.status import Impact, Status
from tests.make import at, post, span, update

NAMES = {"mail": "Mail", "files": "File store"}


def now(one: Post, seconds: float, **seen: tuple[Span, ...]) -> PostNow:
    return post_now(one, NAMES, seen, at(seconds))


def maintenance(*updates: Any, **given: Any) -> Post:
    return post(
        *(updates or (update(-1000, "scheduled"),)),
        kind="maintenance",
        starts=at(0),
        ends=at(100),
        components={"mail": None},
        **given,
    )


def test_an_incident_stands_where_its_last_update_left_it() -> None:
    one = post(update(0, "investigating"), update(60, "identified", mail="partial_outage"))
    found = now(one, 100)
    assert (found.state, found.open, found.ended_at) == (State.IDENTIFIED, True, None)
    assert says_of(found) == {"mail": Status.PARTIAL_OUTAGE}


def test_a_postmortem_does_not_move_the_end() -> None:
    one = post(update(0, "investigating"), update(60, "resolved"), update(9000, "postmortem"))
    found = now(one, 10_000)
    assert (found.ended_at, found.changed_at) == (at(60), at(9000))
    assert says_of(found) == {}


def test_impact_is_the_worst_a_component_ever_was_unless_it_is_set() -> None:
    updates = (
        update(0, "investigating", mail="major_outage"),
        update(60, "monitoring", mail="degraded_performance"),
    )
    assert now(post(*updates), 100).impact is Impact.CRITICAL
    assert now(post(*updates, impact=Impact.MINOR), 100).impact is Impact.MINOR
    assert now(post(update(0, "investigating")), 100).impact is Impact.NONE


def test_a_maintenance_colours_nothing_before_its_window() -> None:
    found = now(maintenance(), -10)
    assert found.state is State.SCHEDULED
    assert says_of(found) == {}


def test_in_its_window_it_sets_what_it_names() -> None:
    found = now(maintenance(), 50)
    assert found.state is State.IN_PROGRESS
    assert says_of(found) == {"mail": Status.UNDER_MAINTENANCE}


def test_at_its_end_it_completes_itself_when_all_is_fine() -> None:
    found = now(maintenance(), 200, mail=(span(-50, 200, "operational"),))
    assert (found.state, found.ended_at) == (State.COMPLETED, at(100))


def test_a_component_that_nothing_measures_does_not_hold_it_open() -> None:
    assert now(maintenance(), 200).state is State.COMPLETED


def test_past_its_end_with_trouble_it_overruns_until_the_checks_are_fine() -> None:
    trouble = (span(-50, 150, "major_outage"),)
    found = now(maintenance(), 140, mail=trouble)
    assert (found.state, found.overrunning) == (State.VERIFYING, True)
    assert says_of(found) == {}
    later = now(maintenance(), 200, mail=(*trouble, span(150, 200, "operational")))
    assert (later.state, later.ended_at) == (State.COMPLETED, at(150))


def test_trouble_long_after_does_not_open_it_again() -> None:
    seen = (span(-50, 500, "operational"), span(500, 900, "major_outage"))
    assert now(maintenance(), 800, mail=seen).ended_at == at(100)


def test_an_update_ends_it_early() -> None:
    one = maintenance(update(-1000, "scheduled"), update(40, "completed"))
    found = now(one, 60)
    assert (found.state, found.ended_at) == (State.COMPLETED, at(40))
    assert [(one.start, one.end) for one in declared_spans(found, "mail", at(60))] == [(at(0), at(40))]


@pytest.mark.parametrize(("ended", "called_off"), [(-1, True), (0, True), (1, False)])
def test_a_maintenance_closed_before_it_begins_is_called_off(ended: float, called_off: bool) -> None:
    one = maintenance(update(-1000, "scheduled"), update(ended, "completed"))
    assert now(one, 60).called_off is called_off
    assert not now(maintenance(), 60).called_off


def test_an_incident_written_down_once_it_is_over_was_no_announcement() -> None:
    assert not now(post(update(0, "resolved")), 60).called_off


def test_declared_spans_follow_the_updates() -> None:
    one = post(
        update(0, "investigating"),
        update(60, "monitoring", mail="degraded_performance"),
        update(120, "resolved"),
        components={"mail": Status.MAJOR_OUTAGE},
    )
    spans = declared_spans(now(one, 500), "mail", at(500))
    assert [(one.start, one.end, one.status.value) for one in spans] == [
        (at(0), at(60), "major_outage"),
        (at(60), at(120), "degraded_performance"),
    ]
    assert declared_spans(now(one, 500), "files", at(500)) == []
