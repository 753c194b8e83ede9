"""What the page says of a component, and how bad it is as a whole."""

import pytest

from statuspage.decide.history import overlay
from statuspage.decide.measured import Measured
from statuspage.decide.page import component_now, page_status
from statuspage.decide.posts import declared_spans, post_now
from statuspage.model.post import Post
from statuspage.model.snapshot import ComponentNow
from statuspage.model.status import Status
from statuspage.model.text import text
from tests.make import at, component, post, span, update


@pytest.mark.parametrize(
    ("statuses", "page"),
    [
        (["operational", "operational"], "operational"),
        (["operational", "degraded_performance"], "degraded_performance"),
        (["operational", "major_outage"], "partial_outage"),
        (["major_outage", "major_outage"], "major_outage"),
        (["unknown", "operational"], "unknown"),
        (["unknown", "degraded_performance"], "degraded_performance"),
        (["under_maintenance", "unknown"], "unknown"),
        ([], "operational"),
    ],
)
def test_the_page_is_as_bad_as_its_worst_and_down_only_if_all_are(statuses: list[str], page: str) -> None:
    assert page_status([Status(status) for status in statuses]) is Status(page)


def test_an_incident_only_makes_it_worse() -> None:
    opened = post_now(post(update(0, "investigating", mail="degraded_performance")), {}, {}, at(5))
    assert component_now(component(checks=[]), None, [opened], (), None).status is Status.DEGRADED_PERFORMANCE


def test_an_unmeasured_component_is_never_plainly_operational() -> None:
    shown = component_now(component(checks=[]), None, (), (), None)
    assert shown.measured is False
    assert str(shown.reason) == "no problem reported"


def shown(seen: str, since: float, *posts: Post, now: float = 9000) -> ComponentNow:
    """Mail at ``now``, seen so since then and fine before, with some posts about it; its spans as well."""
    measured = Measured(Status(seen), at(since), text("does not answer"), None, None, None, (), {})
    found = [post_now(one, {}, {}, at(now)) for one in posts]
    spans = [span(-9000, since, "operational"), span(since, now, seen)]
    declared = [stretch for one in found for stretch in declared_spans(one, "mail", at(now))]
    return component_now(component(), measured, found, overlay(spans, declared), None)


def is_so_since(one: ComponentNow) -> float:
    """The start of the last spans of one status, in seconds after T0."""
    first = one.spans[-1]
    for before in reversed(one.spans):
        if before.status is not one.status:
            break
        first = before
    return (first.start - at(0)).total_seconds()


WORSE = post(
    update(0, "investigating", mail="degraded_performance"), update(240, "identified", mail="major_outage")
)
DOWN = post(update(0, "investigating", mail="major_outage"), update(600, "identified"))
UP_AND_DOWN = post(
    update(0, "investigating", mail="major_outage"),
    update(60, "monitoring", mail="operational"),
    update(300, "investigating", mail="major_outage"),
    update(900, "identified"),
)
REOPENED = post(
    update(0, "investigating", mail="major_outage"),
    update(60, "resolved"),
    update(300, "investigating", mail="major_outage"),
)


@pytest.mark.parametrize(
    ("seen", "since", "posts", "expected"),
    [
        ("operational", -9000, [WORSE], 240),
        ("degraded_performance", 30, [WORSE], 240),
        ("operational", -9000, [DOWN], 0),
        ("major_outage", 7000, [DOWN], 0),
        ("major_outage", -500, [DOWN], -500),
        ("operational", -9000, [UP_AND_DOWN], 300),
        ("operational", -9000, [REOPENED], 300),
        ("operational", -9000, [DOWN, WORSE], 0),
        ("operational", -9000, [WORSE, DOWN], 0),
    ],
)
def test_a_status_is_since_whoever_said_it_first_and_its_spans_agree(
    seen: str, since: float, posts: list[Post], expected: float
) -> None:
    one = shown(seen, since, *posts)
    assert one.status is Status.MAJOR_OUTAGE
    assert one.since == at(expected)
    assert is_so_since(one) == expected
    assert one.seen_since == at(since)


def test_the_reason_is_of_whom_the_since_is() -> None:
    assert str(shown("major_outage", 7000, DOWN).reason) == "Mail is late"
    assert str(shown("major_outage", -500, DOWN).reason) == "does not answer"


def test_a_post_that_says_it_works_leaves_what_is_seen_as_it_is() -> None:
    one = shown("operational", 100, post(update(0, "monitoring", mail="operational")))
    assert (one.since, str(one.reason)) == (at(100), "does not answer")
