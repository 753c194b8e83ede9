"""The verdicts about a provider as one answer, and providers with one cause."""

from dataclasses import replace
from datetime import timedelta

from statuspage.decide.standing import Standing, causes, standings
from statuspage.decide.standing_words import answer
from statuspage.model.provider import Event, ProviderNow
from statuspage.model.status import Status, Verdict
from statuspage.model.text import text
from tests.make import T0
from tests.web.upstream import ERRORS, joined, provider, row


def one(given: ProviderNow, *rows: object) -> Standing:
    [found] = standings(joined([given], rows))  # type: ignore[arg-type]
    return found


def test_the_gravest_verdict_is_the_answer_and_stands_first() -> None:
    found = one(
        provider(dependents=("backups",)),
        row("portal", "not_affected", "-"),
        row("mail", "at_risk", "-"),
        row("backups", "affected", "-", confirmed=False),
    )
    assert (found.verdict, found.confirmed) == (Verdict.AFFECTED, False)
    assert [each.component for each in found.rows] == ["backups", "mail", "portal"]
    assert [each.component for each in found.spoken] == ["backups", "mail"]
    assert found.is_news


def test_one_that_is_confirmed_confirms_all() -> None:
    rows = row("mail", "affected", "-", confirmed=False), row("backups", "affected", "-")
    assert one(provider(), *rows).confirmed


def test_without_verdicts_only_blindness_leaves_a_doubt() -> None:
    well = provider(trouble=False, dependents=("backups",))
    blind = replace(well, status=Status.UNKNOWN)
    assert one(well).verdict is Verdict.NOT_AFFECTED
    assert one(blind).verdict is Verdict.UNKNOWN
    assert one(replace(blind, dependents=())).verdict is Verdict.NOT_AFFECTED
    assert not one(blind).is_news


def test_old_events_that_were_never_closed_are_no_news() -> None:
    quiet = replace(ERRORS, quiet=True)
    assert not one(provider(events=(quiet,), status=quiet.status)).is_news


def test_providers_that_report_one_event_are_one_cause() -> None:
    other = Event("arn:1", ERRORS.title, Status.MAJOR_OUTAGE, ERRORS.started_at)
    later = replace(other, started_at=T0 - timedelta(hours=5))
    given = [
        provider("a"),
        provider("b", events=(later,)),
        provider("c", events=(later, other)),
        provider("d", events=()),
    ]
    found = causes(standings(joined(given)))
    assert [[each.provider.id for each in cause.standings] for cause in found] == [["a", "c"], ["b"], ["d"]]
    assert [cause.event is None for cause in found] == [False, True, True]


def test_a_cause_has_the_gravest_verdict_of_each_component() -> None:
    rows = [row("mail", "at_risk", "-", "a"), row("mail", "affected", "-", "b")]
    [cause] = causes(standings(joined([provider("a"), provider("b")], rows)))
    assert [(each.component, each.verdict) for each in cause.rows] == [("mail", Verdict.AFFECTED)]


def test_a_no_of_ours_says_that_the_provider_can_not_be_read() -> None:
    blind = provider(trouble=False, status=Status.UNKNOWN, reason=text("moved"), dependents=("backups",))
    said = one(blind, row("backups", "not_affected", "said", by="s3-fails"))
    assert str(answer(said, {"backups": "Backups"})) == (
        "No: none of our services is affected, though Amazon S3 moved."
    )


def test_those_without_a_path_are_told_of_together_where_they_are_many() -> None:
    fine = [row(f"c{number}", "not_affected", "-") for number in range(100)]
    said = row("mail", "not_affected", "said", by="s3-fails")
    bad = row("backups", "at_risk", "-")
    few = one(provider(dependents=("backups",)), *fine, said, bad)
    assert (few.together, few.one_by_one) == ((), few.rows)
    many = one(provider(dependents=("backups",)), *fine, row("c100", "not_affected", "-"), said, bad)
    assert len(many.together) == 101
    assert many.one_by_one == (bad, said)
    assert many.verdict is Verdict.AT_RISK
