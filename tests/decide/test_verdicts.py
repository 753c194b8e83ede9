"""Whether we are affected by somebody else's outage: every case, and the words for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from statuspage.decide.posts import post_now
from statuspage.decide.verdicts import CAUSED, verdicts
from statuspage.model.provider import Event, ProviderNow, VerdictNow
from statuspage.model.snapshot import ComponentNow, PostNow
from statuspage.model.status import Status, Verdict
from statuspage.model.text import text
from tests.make import at, post, span, update

EVENT = at(0)
"""When the provider's trouble began, by its own word."""

REPORT = text("reports “{title}” since {instant}", title="Increased error rates", instant=EVENT)
HOUR = 3600.0


def event(seconds: float | None = 0, status: str = "partial_outage", *, quiet: bool = False) -> Event:
    began = None if seconds is None else at(seconds)
    return Event(f"e{seconds}", "Increased error rates", Status(status), began, quiet=quiet)


def provider(status: str = "partial_outage", *events: Event, dependents: Sequence[str] = ()) -> ProviderNow:
    found = events or ((event(),) if Status(status).is_trouble else ())
    reason = REPORT if Status(status).is_trouble else text("reports no trouble")
    if status == "unknown":
        reason = text("could not be read since {instant}", instant=EVENT)
    return ProviderNow(
        "s3",
        "Amazon S3",
        None,
        Status(status),
        since=at(60),
        checked_at=at(600),
        valid_until=at(900),
        reason=reason,
        events=tuple(found),
        dependents=tuple(dependents),
    )


def component(
    seen: str | None = "operational", status: str | None = None, id_: str = "files"
) -> ComponentNow:
    return ComponentNow(
        id=id_,
        name=id_.capitalize(),
        group=None,
        description=None,
        status=Status(status or seen or "operational"),
        seen=None if seen is None else Status(seen),
        since=at(-60),
        reason=text("answers"),
        checked_at=at(320),
        valid_until=at(420),
        uptime=None,
    )


def verdict_of(
    theirs: ProviderNow, ours: ComponentNow, spell: float | None = None, *posts: PostNow
) -> VerdictNow | None:
    spans = [] if spell is None else [span(-90_000, spell, "operational"), span(spell, None, "major_outage")]
    rows = verdicts([theirs], [ours], posts, {ours.id: spans})
    return rows[0] if rows else None


def expected(path: bool, theirs: str, seen: str | None, status: str, spell: float) -> Verdict | None:
    """The rules once more, as a table of plain cases."""
    troubled = Status(theirs).is_trouble
    failing = seen is not None and Status(seen).is_trouble and status != "under_maintenance"
    if not troubled and not (path and failing):
        return None
    if not path:
        return Verdict.NOT_AFFECTED
    if theirs == "unknown" or seen in (None, "unknown"):
        return Verdict.UNKNOWN
    if not failing:
        return Verdict.AT_RISK
    if not troubled:
        return Verdict.AFFECTED
    return Verdict.AFFECTED if spell >= -3 * HOUR else Verdict.AT_RISK


@pytest.mark.parametrize("path", [True, False])
@pytest.mark.parametrize("theirs", list(Status))
@pytest.mark.parametrize("spell", [-9 * HOUR, -3 * HOUR - 1, -3 * HOUR, -1, 0, HOUR, 99 * HOUR])
def test_every_case_has_the_verdict_of_the_rules(path: bool, theirs: Status, spell: float) -> None:
    for seen, told in product([None, *Status], [None, "under_maintenance", "major_outage"]):
        ours = component(seen, told)
        row = verdict_of(provider(theirs, dependents=["files"] if path else []), ours, spell)
        wanted = expected(path, theirs, seen, ours.status, spell)
        assert (row.verdict if row else None) == wanted, (seen, told)
        if row:
            alone = wanted is Verdict.AFFECTED and not theirs.is_trouble
            assert row.confirmed is not alone
            assert row.evidence
            assert row.by is None


def said(theirs: ProviderNow, ours: ComponentNow, spell: float | None = None) -> tuple[str, str]:
    row = verdict_of(theirs, ours, spell)
    assert row
    return row.verdict, str(row.evidence)


DEPENDED = provider(dependents=["files"])


def test_each_verdict_says_how_it_is_known() -> None:
    assert said(provider(), component()) == ("not_affected", "Files does not depend on Amazon S3")
    fine = "our checks of Files pass, last 23 Nov 2026, 10:05:20 UTC"
    assert said(DEPENDED, component()) == ("at_risk", fine)
    assert said(DEPENDED, component("major_outage", "under_maintenance"))[1] == "Files is under maintenance"
    assert said(DEPENDED, component("major_outage"), 120) == (
        "affected",
        "Files is down since 23 Nov 2026, 10:02 UTC; "
        "Amazon S3 reports “Increased error rates” since 23 Nov 2026, 10:00 UTC",
    )
    assert said(DEPENDED, component("major_outage"), -4 * HOUR) == (
        "at_risk",
        "Files is down since 23 Nov 2026, 06:00 UTC, for another reason",
    )
    assert said(provider("operational", dependents=["files"]), component("major_outage"), 120) == (
        "affected",
        "Files is down since 23 Nov 2026, 10:02 UTC; Amazon S3, on which it depends, reports no trouble",
    )
    assert said(provider("unknown", dependents=["files"]), component("major_outage"), 120) == (
        "unknown",
        "Amazon S3 could not be read since 23 Nov 2026, 10:00 UTC",
    )
    assert said(DEPENDED, component(None)) == ("unknown", "nothing measures Files")
    assert said(DEPENDED, component("unknown")) == ("unknown", "our checks of Files can say nothing now")


@pytest.mark.parametrize(
    ("verdict", "ours", "spell", "since"),
    [
        ("at_risk", component(), None, EVENT),
        ("affected", component("major_outage"), 120, at(120)),
        ("unknown", component(None), None, EVENT),
    ],
)
def test_each_verdict_says_since_when(
    verdict: str, ours: ComponentNow, spell: float | None, since: datetime
) -> None:
    row = verdict_of(DEPENDED, ours, spell)
    assert row
    assert (row.verdict, row.since) == (verdict, since)


def test_events_that_are_quiet_are_no_news() -> None:
    old = provider("partial_outage", event(-9e6, quiet=True), dependents=["files"])
    assert verdict_of(old, component()) is None
    row = verdict_of(old, component("major_outage"), 0)
    assert row
    assert (row.verdict, row.confirmed) == (Verdict.AFFECTED, False)
    assert str(row.evidence).endswith("Amazon S3, on which it depends, reports no new trouble")


def test_what_is_worse_than_its_quiet_events_is_news() -> None:
    mixed = provider("major_outage", event(-9e6, "degraded_performance", quiet=True), dependents=["files"])
    assert verdict_of(mixed, component())
    both = provider("partial_outage", event(-9e6, quiet=True), event(0), dependents=["files"])
    row = verdict_of(both, component())
    assert row
    assert row.since == EVENT


def test_one_event_that_may_be_the_cause_is_enough() -> None:
    spell = -5 * HOUR
    theirs = provider("partial_outage", event(0), event(-4 * HOUR), dependents=["files"])
    row = verdict_of(theirs, component("major_outage"), spell)
    assert row
    assert row.verdict is Verdict.AFFECTED


def test_trouble_without_an_event_began_when_we_first_read_it() -> None:
    theirs = replace(provider(dependents=["files"]), events=())
    for spell, verdict in (
        (60 - CAUSED.total_seconds(), "affected"),
        (59 - CAUSED.total_seconds(), "at_risk"),
    ):
        assert said(theirs, component("major_outage"), spell)[0] == verdict


def test_an_event_that_does_not_say_when_it_began_may_be_the_cause() -> None:
    theirs = provider("partial_outage", event(None), dependents=["files"])
    assert said(theirs, component("major_outage"), -99 * HOUR)[0] == "affected"


def test_what_nobody_depends_on_is_told_of_only_where_it_is_announced() -> None:
    assert verdict_of(replace(provider(), shown=False), component()) is None
    row = verdict_of(provider(), component())
    assert row
    assert row.verdict is Verdict.NOT_AFFECTED


def advisory(verdict: str | None, *updates: str, **given: object) -> PostNow:
    """An advisory of 9:00, with a verdict for each later update that gives one."""
    said = [update(-HOUR, "investigating")]
    for number, word in enumerate(updates):
        state = "resolved" if word == "resolved" else "monitoring"
        one = update(-HOUR + 60 * (number + 1), state)
        said.append(one if word == "resolved" else replace(one, verdict=Verdict(word)))
    written = post(
        *said,
        kind="advisory",
        id="s3-fails",
        title="Amazon S3 is failing",
        provider="s3",
        verdict=Verdict(verdict) if verdict else None,
        **given,
    )
    return post_now(written, {"files": "Files"}, {}, at(0))


@pytest.mark.parametrize("theirs", list(Status))
@pytest.mark.parametrize("seen", [None, *Status])
def test_an_advisory_holds_whatever_is_found_out(theirs: Status, seen: str | None) -> None:
    row = verdict_of(provider(theirs, dependents=["files"]), component(seen), 0, advisory("not_affected"))
    assert row
    assert (row.verdict, row.by, row.confirmed) == (Verdict.NOT_AFFECTED, "s3-fails", True)
    assert str(row.evidence) == "said in “Amazon S3 is failing”"
    assert row.since == at(-HOUR)


def test_an_advisory_holds_for_what_it_names_until_it_is_resolved() -> None:
    files, mail = component(), component(id_="mail")
    told = advisory("affected", components={"mail": None})
    rows = verdicts([DEPENDED], [files, mail], [told], {})
    assert [(row.component, row.verdict, row.by) for row in rows] == [
        ("files", Verdict.AT_RISK, None),
        ("mail", Verdict.AFFECTED, "s3-fails"),
    ]
    over = verdicts([DEPENDED], [files], [advisory("affected", "resolved")], {})
    assert [(row.verdict, row.by) for row in over] == [(Verdict.AT_RISK, None)]


def test_the_last_word_of_advisories_counts() -> None:
    early = advisory("not_affected", "at_risk")
    row = verdict_of(DEPENDED, component(), None, advisory("unknown"), early)
    assert row
    assert (row.verdict, row.since) == (Verdict.AT_RISK, at(-HOUR) + timedelta(seconds=60))


def test_what_speaks_of_others_or_says_no_verdict_does_not_count() -> None:
    others = replace(advisory("affected"), post=replace(advisory("affected").post, provider="google"))
    assert verdict_of(provider("operational"), component(), None, others, advisory(None)) is None


def test_rows_come_by_provider_and_component() -> None:
    other = replace(DEPENDED, id="phones", name="Phones Ltd", dependents=())
    ours = [component(id_="mail"), component()]
    rows = verdicts([DEPENDED, other], ours, [], {})
    assert [(row.provider, row.component) for row in rows] == [
        ("s3", "mail"),
        ("s3", "files"),
        ("phones", "mail"),
        ("phones", "files"),
    ]


def test_what_another_explains_is_not_held_against_a_provider_that_is_well() -> None:
    well = replace(provider("operational", dependents=["files"]), id="cdn")
    down = component("major_outage")
    spans = {"files": [span(-90_000, 100, "operational"), span(100, None, "major_outage")]}
    [row] = verdicts([well], [down], [], spans)
    assert (row.provider, row.verdict, row.confirmed) == ("cdn", Verdict.AFFECTED, False)
    assert [row.provider for row in verdicts([well, DEPENDED], [down], [], spans)] == ["s3"]


def test_what_fails_for_a_root_is_held_against_the_providers_of_that_root_alone() -> None:
    well = provider("operational", dependents=["files"])
    fallen = replace(component("major_outage"), because_of=("network",))
    root = component("major_outage", id_="network")
    assert verdicts([well], [fallen, root], [], {}) == ()
    both = replace(well, dependents=("files", "network"))
    assert [row.component for row in verdicts([both], [fallen, root], [], {})] == ["files", "network"]
