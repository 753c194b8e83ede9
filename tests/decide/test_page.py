"""The page's status and its sentence."""

from dataclasses import replace

import pytest

from statuspage.decide.measured import Measured
from statuspage.decide.page import component_now, page_status, sentence
from statuspage.decide.posts import post_now
from statuspage.model.snapshot import CheckNow, ComponentNow
from statuspage.model.status import Outcome, Status
from tests.make import at, component, post, update


def one(name: str, status: str, outcome: str | None = None) -> ComponentNow:
    """A measured component in a state; ``outcome`` is what its one check says."""
    said = CheckNow("http", "http", Outcome(outcome) if outcome else None, at(0), "", at(0), at(90))
    measured = Measured(Status(status), at(0), "", at(0), at(90), at(90), (said,), {})
    return component_now(component(name.lower(), name=name), measured, (), (), None)


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
    assert shown.reason == "no problem reported"


@pytest.mark.parametrize(
    ("components", "words"),
    [
        ([], "No service is listed here yet."),
        ([one("Mail", "operational")], "All services work."),
        ([replace(one("Desk", "operational"), checks=())], "No problem is reported."),
        (
            [one("Mail", "degraded_performance", "slow"), one("Files", "operational")],
            "Mail is slow; everything else works.",
        ),
        (
            [one("Mail", "degraded_performance", "ok"), one("Files", "major_outage", "down")],
            "Files is down; Mail is unstable.",
        ),
        ([one("Mail", "partial_outage", "wrong")], "Mail is answering wrongly."),
        (
            [one("Mail", "major_outage"), one("Phones", "major_outage"), one("Portal", "unknown")],
            "Mail and Phones are down; Portal is not known.",
        ),
        (
            [one("Mail", "unknown"), one("Phones", "unknown")],
            "No service was measured lately: how they are is not known.",
        ),
        (
            [one(name, "major_outage") for name in ("A", "B", "C", "D", "E")],
            "A, B and 3 more services are down.",
        ),
        (
            [one("Mail", "unknown"), replace(one("Desk", "operational"), checks=())],
            "Mail is not known.",
        ),
    ],
)
def test_the_sentence_never_claims_more_than_is_known(components: list[ComponentNow], words: str) -> None:
    assert sentence(components) == words
