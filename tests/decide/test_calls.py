"""Checks that are called: late, late again, and back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from statuspage.decide.calls import called, late, listening_after
from statuspage.decide.confirm import advance
from statuspage.decide.measured import measure
from statuspage.model.result import CheckState
from statuspage.model.site import Check
from statuspage.model.status import Outcome, Status
from tests.make import at, check, component

BACKUP: Check = check(every=timedelta(hours=1), grace=timedelta(minutes=5))


def after(*seconds: float, good: bool = True) -> CheckState:
    state = CheckState()
    for moment in seconds:
        state = advance(state, called(BACKUP.key, at(moment), good=good, ms=5, words="secret"), BACKUP)
    return state


def test_what_was_never_called_is_not_late() -> None:
    assert late(BACKUP, CheckState(), at(0), at(1e6)) is None


def test_a_check_that_is_asked_is_never_late() -> None:
    asked = replace(BACKUP, grace=None)
    assert late(asked, after(0), at(0), at(1e6)) is None


def test_late_is_after_every_and_grace() -> None:
    assert late(BACKUP, after(0), at(0), at(3899)) is None
    absence = late(BACKUP, after(0), at(0), at(5000))
    assert absence is not None
    assert absence.at == at(3900)
    assert str(absence.answer.reason) == "has not called for longer than 1 hour"


def test_an_absence_needs_no_confirmation_and_neither_does_the_return() -> None:
    state = after(0)
    absence = late(BACKUP, state, at(0), at(3900))
    assert absence is not None
    state = advance(state, absence, BACKUP)
    assert (state.outcome, state.since) == (Outcome.DOWN, at(3900))
    state = advance(state, called(BACKUP.key, at(4000), good=True, ms=1, words=""), BACKUP)
    assert (state.outcome, state.since) == (Outcome.OK, at(4000))


def test_an_absence_is_noted_again_and_stays_fresh_for_ever() -> None:
    state = after(0)
    for i in range(4):
        absence = late(BACKUP, state, at(0), at(3900 + 3600 * i))
        assert absence is not None
        state = advance(state, absence, BACKUP)
        assert late(BACKUP, state, at(0), at(3900 + 3600 * i + 10)) is None
        assert measure(
            component(checks=[BACKUP]), {BACKUP.key: state}, at(3900 + 3600 * i + 3599)
        ).status is (Status.MAJOR_OUTAGE)
    assert state.since == at(3900)


def test_a_call_may_say_that_it_failed() -> None:
    state = after(0, good=False)
    assert state.outcome is Outcome.DOWN
    assert str(state.reason) == "called to say that it failed"


def test_it_is_never_unknown_between_two_calls() -> None:
    for seconds in (1, 3600, 3899):
        shown = measure(component(checks=[BACKUP]), {BACKUP.key: after(0)}, at(seconds))
        assert shown.status is Status.OPERATIONAL


def test_nobody_is_late_before_calls_could_be_heard_for_long_enough() -> None:
    assert late(BACKUP, after(0), at(5000), at(8899)) is None
    absence = late(BACKUP, after(0), at(5000), at(8900))
    assert absence is not None
    assert absence.at == at(8900)


def test_a_paused_check_is_never_late() -> None:
    assert late(replace(BACKUP, paused="moving"), after(0), at(0), at(1e6)) is None


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (60, 65, 5),  # right after the call: the silence alone does not count
        (3200, 3290, 90),  # before one is expected
        (3299, 3301, 3301),  # from the grace before it, all begins anew
        (3895, 3905, 3905),  # to the grace after it
        (3901, 3950, 3950),  # late already, and nobody said so: it was not yet asked for
        (10, 3610, 3610),  # a whole interval holds one
        (60, 20, 0),  # the clock was set back a little
    ],
)
def test_after_a_silence_lateness_counts_from_when_a_call_may_have_come(
    since: float, until: float, expected: float
) -> None:
    assert listening_after(BACKUP, after(0), None, (at(since), at(until))) == at(expected)


def test_a_call_that_was_excused_once_may_be_missed_again() -> None:
    """Listening since 3500; the next call after that is due at 7200."""
    assert listening_after(BACKUP, after(0), at(3500), (at(6000), at(6010))) == at(3510)
    assert listening_after(BACKUP, after(0), at(3500), (at(7195), at(7199))) == at(7199)
