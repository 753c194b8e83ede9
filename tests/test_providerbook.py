"""What is known of providers: the last good word stays as long as it may, and its age is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from statuspage.decide.provider import question_of, trusted_for
from statuspage.model.provider import Event, Kept, Match, Provider, Reading
from statuspage.model.site import Site
from statuspage.model.snapshot import Measurements
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.model.text import text
from statuspage.providerbook import Heard, ProviderBook
from statuspage.snapshot import take
from statuspage.store.writer import Batch
from tests.make import at, component, site

S3 = Provider("s3", "Amazon S3", "aws", "https://s3.example/", Match(("s3",)))
FINE = Reading(Status.OPERATIONAL, text("reports no trouble"))
BAD = Reading(Status.MAJOR_OUTAGE, text("reports a major outage"), (Event("e", "x", Status.MAJOR_OUTAGE),))
NOTHING = Reading(Status.UNKNOWN, text("answers with status {status}", status=500))
TRUST = trusted_for(S3.every).total_seconds()


def site_of(*providers: Provider) -> Site:
    return replace(site(component(checks=(), depends_on={"provider:s3": "hard"})), providers=providers)


def book(held: Measurements | None = None, now: float = 0, *providers: Provider) -> ProviderBook:
    made = ProviderBook(held or Measurements())
    made.adopt(site_of(*(providers or (S3,))), at(now))
    return made


def heard(
    seconds: float, reading: Reading | None, *, failed: str = "", fetched: float | None = None
) -> Heard:
    came = seconds if fetched is None else fetched
    return Heard(S3, at(seconds), reading, NOTHING, at(came) if reading else None, failed)


def written(one: ProviderBook, seconds: float) -> Batch:
    batch = one.batch(Batch(at(seconds), publish=True))
    one.written(batch)
    return batch


def statuses(batch: Batch) -> list[tuple[float, str]]:
    return [((span.start - at(0)).total_seconds(), span.status.value) for _, span in batch.spans]


def test_a_change_is_visible_and_begins_a_span() -> None:
    one = book()
    assert not one.visible
    one.absorb(heard(1, FINE))
    assert one.visible
    batch = written(one, 1)
    assert statuses(batch) == [(1, "operational")]
    assert batch.spans[0][0] == "provider:s3"
    assert batch.providers == {"s3": Kept(question_of(S3), FINE, at(1))}
    one.absorb(heard(61, FINE))
    assert not one.visible
    assert written(one, 61).spans == []
    one.absorb(heard(121, BAD))
    assert one.visible
    assert statuses(written(one, 121)) == [(121, "major_outage")]


def test_other_words_about_the_same_status_are_visible_but_no_new_span() -> None:
    one = book()
    one.absorb(heard(1, BAD))
    written(one, 1)
    one.absorb(heard(61, replace(BAD, reason=text("reports more"))))
    assert one.visible
    assert written(one, 61).spans == []


def test_nothing_is_lost_that_was_not_published() -> None:
    one = book()
    one.absorb(heard(1, FINE))
    frame = Batch(at(1))
    assert one.batch(frame) == frame
    one.written(frame)
    assert statuses(written(one, 2)) == [(1, "operational")]


def test_a_failure_keeps_the_last_good_word_until_it_is_too_old() -> None:
    one = book()
    one.absorb(heard(0, FINE))
    one.absorb(heard(60, FINE, failed="status 500", fetched=0))
    one.absorb(heard(180, FINE, failed="status 500", fetched=0))
    one.settle(at(TRUST))
    batch = written(one, TRUST)
    assert batch.providers == {"s3": Kept(question_of(S3), FINE, at(0), failing_since=at(60))}
    assert statuses(batch) == [(0, "operational")]
    one.settle(at(TRUST + 5))
    assert one.visible
    assert statuses(written(one, TRUST + 5)) == [(TRUST, "unknown")]
    one.absorb(heard(TRUST + 9, FINE))
    batch = written(one, TRUST + 9)
    assert batch.providers == {"s3": Kept(question_of(S3), FINE, at(TRUST + 9))}
    assert statuses(batch) == [(TRUST + 9, "operational")]


@pytest.mark.parametrize("silence", [30.0, 5000.0])
def test_a_restart_goes_on_from_what_was_kept(silence: float) -> None:
    kept = {"s3": Kept(question_of(S3), BAD, at(0))}
    held = Measurements(providers=kept, provider_spans={"s3": (Span(at(0), None, Status.MAJOR_OUTAGE),)})
    one = book(held, silence)
    one.absorb(Heard(S3, at(silence), None, NOTHING, None, "no route"))
    batch = written(one, silence)
    assert statuses(batch) == ([] if silence < TRUST else [(TRUST, "unknown")])
    assert batch.providers == {"s3": replace(kept["s3"], failing_since=at(silence))}


def test_who_was_never_read_says_why() -> None:
    one = book()
    one.absorb(heard(1, None, failed="status 500"))
    kept = written(one, 1).providers
    assert kept == {"s3": Kept(question_of(S3), NOTHING, None, at(1))}
    assert kept["s3"]
    held = Measurements(providers={"s3": kept["s3"]})
    (shown,) = take(site_of(S3), held, at(2), timedelta(minutes=1)).providers
    assert (shown.status, str(shown.reason)) == (Status.UNKNOWN, "answers with status 500")


def test_an_answer_to_another_question_does_not_count() -> None:
    other = replace(S3, match=Match(("ec2",)))
    one = book(None, 0, other)
    one.absorb(heard(1, FINE))
    assert written(one, 1).providers == {}
    held = Measurements(providers={"s3": Kept(question_of(S3), FINE, at(0))})
    (shown,) = take(site_of(other), held, at(2), timedelta(minutes=1)).providers
    assert (shown.status, str(shown.reason)) == (Status.UNKNOWN, "could not be read yet")
    again = book(held, 1, other)
    again.absorb(Heard(other, at(2), None, NOTHING, None, "no route"))
    (kept,) = written(again, 2).providers.values()
    assert kept
    assert kept.fetched_at is None


def test_who_is_taken_out_of_the_site_is_forgotten_but_not_what_was_seen() -> None:
    one = book()
    one.absorb(heard(1, BAD))
    written(one, 1)
    one.adopt(site_of(), at(10))
    batch = written(one, 10)
    assert batch.providers == {"s3": None}
    assert statuses(batch) == [(10, "unknown")]
    one.adopt(site_of(S3), at(20))
    assert one.batch(Batch(at(20), publish=True)).providers == {}


def shown_at(seconds: float, kept: Kept, tick: float) -> tuple[Status, str]:
    held = Measurements(
        providers={"s3": kept},
        provider_spans={"s3": (Span(at(0), None, kept.reading.status),)},
        tick=at(tick),
    )
    taken = take(site_of(S3), held, at(seconds), timedelta(minutes=1))
    assert taken.valid_until is not None
    (one,) = taken.providers
    assert one.dependents == ("mail",)
    assert one.checked_at == kept.fetched_at
    return one.status, str(one.reason)


def test_the_page_says_how_old_a_word_is() -> None:
    kept = Kept(question_of(S3), BAD, at(0))
    assert shown_at(TRUST, kept, TRUST) == (Status.MAJOR_OUTAGE, "reports a major outage")
    assert shown_at(TRUST + 1, kept, TRUST) == (
        Status.UNKNOWN,
        "could not be read since 23 Nov 2026, 10:00 UTC",
    )
    assert shown_at(61, kept, 0) == (Status.UNKNOWN, "our monitoring does not run")


def test_a_page_that_says_how_long_it_holds_is_believed_no_longer() -> None:
    kept = Kept(question_of(S3), replace(FINE, as_of=at(0), valid_until=at(30)), at(0))
    assert shown_at(30, kept, 30)[0] is Status.OPERATIONAL
    assert shown_at(31, kept, 31)[0] is Status.UNKNOWN
