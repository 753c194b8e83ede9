"""What the page says of a component, and how bad it is as a whole."""

import pytest

from statuspage.decide.page import component_now, page_status
from statuspage.decide.posts import post_now
from statuspage.model.status import Status
from tests.make import at, component, post, update


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
