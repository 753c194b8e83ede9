"""The page in one sentence: what is named, since when, and because of what."""

from dataclasses import replace
from datetime import datetime

import pytest

from statuspage.decide.measured import Measured
from statuspage.decide.page import component_now
from statuspage.decide.sentence import Manner, crowd, manner, sentence
from statuspage.model.snapshot import CheckNow, ComponentNow
from statuspage.model.status import Outcome, Status
from statuspage.model.text import NOTHING
from tests.make import at, component


def one(
    name: str,
    status: str,
    outcome: str | None = None,
    since: datetime | None = None,
    **given: tuple[str, ...],
) -> ComponentNow:
    """A measured component in a state; ``outcome`` is what its one check says."""
    said = CheckNow("http", "http", Outcome(outcome) if outcome else None, since, NOTHING, at(0), at(90))
    measured = Measured(Status(status), since, NOTHING, at(0), at(90), at(90), (said,), {})
    shown = component_now(component(name.lower(), name=name), measured, (), (), None)
    return replace(shown, **given)  # type: ignore[arg-type]


def down(name: str, since: float) -> ComponentNow:
    return one(name, "major_outage", since=at(since))


@pytest.mark.parametrize(
    ("components", "words"),
    [
        ([], "No service is listed here yet."),
        ([one("Mail", "operational")], "All services work."),
        ([replace(one("Desk", "operational"), checks=())], "No problem is reported."),
        (
            [one("Mail", "operational"), replace(one("Desk", "operational"), checks=())],
            "All services that we measure work.",
        ),
        (
            [down("Mail", 0), one("Files", "operational"), replace(one("Desk", "operational"), checks=())],
            "Mail is down since 23 Nov 2026, 10:00 UTC; everything else that we measure works.",
        ),
        (
            [one("Mail", "degraded_performance", "slow"), one("Files", "operational")],
            "Mail is slow; everything else works.",
        ),
        (
            [one("Mail", "degraded_performance", "ok"), one("Files", "major_outage", "down")],
            "Files is down; Mail is unstable.",
        ),
        ([one("Mail", "partial_outage", "wrong")], "Mail is answering wrongly."),
        ([one("Mail", "partial_outage", "down")], "Mail is partly down."),
        ([one("Mail", "under_maintenance")], "Mail is under maintenance."),
        (
            [one("Mail", "major_outage"), one("Phones", "major_outage"), one("Portal", "unknown")],
            "Mail and Phones are down; Portal is not known.",
        ),
        (
            [one("Mail", "unknown"), one("Phones", "unknown")],
            "No service was measured lately: how they are is not known.",
        ),
        (
            [*(one(name, "major_outage") for name in ("A", "B", "C", "D", "E")), one("F", "operational")],
            "A, B and 3 more services are down; everything else works.",
        ),
        (
            [one("Mail", "unknown"), replace(one("Desk", "operational"), checks=())],
            "Mail is not known.",
        ),
    ],
)
def test_the_sentence_never_claims_more_than_is_known(components: list[ComponentNow], words: str) -> None:
    assert str(sentence(components)) == words


def test_those_that_fell_in_one_minute_have_one_since() -> None:
    said = sentence([down("Mail", 310), down("Phones", 300), one("Files", "operational", "ok")])
    assert str(said) == "Mail and Phones are down since 23 Nov 2026, 10:05 UTC; everything else works."


def test_of_those_that_fell_one_after_the_other_the_first_is_named_first_with_its_since() -> None:
    said = sentence([down("Mail", 600), down("Phones", 300), one("Files", "operational", "ok")])
    assert str(said) == (
        "Phones and Mail are down, the first since 23 Nov 2026, 10:05 UTC; everything else works."
    )


FOUR = ("Mail", "Phones", "Files", "Portal")
DESK = replace(one("Desk", "operational"), checks=())


@pytest.mark.parametrize(
    ("components", "words"),
    [
        ([down(name, 300) for name in FOUR], "All services are down since 23 Nov 2026, 10:05 UTC."),
        (
            [down(name, 300 + i * 60) for i, name in enumerate(FOUR)],
            "All services are down, the first since 23 Nov 2026, 10:05 UTC.",
        ),
        (
            [down("Network", 300), *(replace(down(name, 310), because_of=("network",)) for name in FOUR)],
            "All services are down since 23 Nov 2026, 10:05 UTC, because of Network.",
        ),
        (
            [down("Web", 300), down("Network", 300)]
            + [replace(down(name, 310), because_of=("network",)) for name in FOUR],
            "All services are down since 23 Nov 2026, 10:05 UTC.",
        ),
        (
            [*(down(name, 300) for name in FOUR), DESK],
            "All services that we measure are down since 23 Nov 2026, 10:05 UTC.",
        ),
        (
            [*(down(name, 300) for name in FOUR), replace(down("Web", 300), checks=()), DESK],
            "Mail, Phones and 3 more services are down since 23 Nov 2026, 10:05 UTC.",
        ),
        ([one(name, "under_maintenance") for name in FOUR], "All services are under maintenance."),
        (
            [one("Web", "partial_outage", "wrong"), *(down(name, 300) for name in FOUR)],
            "Mail, Phones and 2 more services are down since 23 Nov 2026, 10:05 UTC; "
            "Web is answering wrongly.",
        ),
    ],
)
def test_an_outage_of_all_is_said_in_one_clause_that_is_true(
    components: list[ComponentNow], words: str
) -> None:
    assert str(sentence(components)) == words


SEVEN = [
    *(down(name, 300) for name in FOUR),
    *(one(name, "degraded_performance", "slow", at(400)) for name in ("Web", "Shop")),
    one("Chat", "under_maintenance"),
]
FINE = [one("Wiki", "operational")]


def test_of_a_crowd_what_has_many_names_is_counted() -> None:
    assert str(sentence([*SEVEN, *FINE])) == (
        "4 services are down since 23 Nov 2026, 10:05 UTC; "
        "Web and Shop are slow since 23 Nov 2026, 10:06 UTC; "
        "Chat is under maintenance; everything else works."
    )


def test_a_crowd_is_listed_by_how_it_is_worst_first() -> None:
    behind = replace(down("Files 2", 310), because_of=("files",))
    listed = [[member.name for member in those] for those in crowd([*FINE, *reversed(SEVEN), behind])]
    assert listed == [["Portal", "Files", "Phones", "Mail", "Files 2"], ["Shop", "Web"], ["Chat"]]


@pytest.mark.parametrize("components", [[], FINE, [*SEVEN[1:], *FINE], SEVEN])
def test_a_few_or_all_are_no_crowd(components: list[ComponentNow]) -> None:
    assert crowd(components) == []


def test_a_root_is_named_once_and_first() -> None:
    mail = one("Mail", "degraded_performance", "slow", at(400), because_of=("files",))
    said = sentence([mail, down("Files", 300)])
    assert str(said) == (
        "Files is down since 23 Nov 2026, 10:05 UTC; "
        "Mail is slow since 23 Nov 2026, 10:06 UTC, because of Files."
    )


def test_a_name_is_written_as_people_wrote_it() -> None:
    assert str(sentence([one("iMail {since}", "major_outage", since=at(0))])).startswith(
        "iMail {since} is down"
    )


@pytest.mark.parametrize(
    ("component", "how"),
    [
        (one("Mail", "operational"), Manner.WORKING),
        (one("Mail", "degraded_performance", "slow"), Manner.SLOW),
        (one("Mail", "degraded_performance", "ok"), Manner.UNSTABLE),
        (one("Mail", "partial_outage", "wrong"), Manner.WRONG),
        (one("Mail", "partial_outage", "down"), Manner.PARTLY_DOWN),
        (one("Mail", "major_outage", "down"), Manner.DOWN),
        (replace(one("Mail", "major_outage"), status=Status.PARTIAL_OUTAGE), Manner.PARTLY_DOWN),
    ],
)
def test_what_the_checks_saw_tells_more_than_the_status(component: ComponentNow, how: Manner) -> None:
    assert manner(component) is how
