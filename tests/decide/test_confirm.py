"""Confirmation both ways, and instability."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from statuspage.decide.confirm import advance, awaits_confirmation, instability
from statuspage.model.result import CheckState, Result
from statuspage.model.site import Check
from statuspage.model.status import Outcome
from tests.make import at, check, result


def run(outcomes: Iterable[str], one: Check | None = None, every: float = 60) -> CheckState:
    state = CheckState()
    for i, outcome in enumerate(outcomes):
        state = advance(state, result(i * every, outcome), one or check())
    return state


def test_nothing_is_known_before_the_first_result() -> None:
    assert CheckState().outcome is None


def test_a_first_good_answer_is_believed_at_once() -> None:
    state = run(["ok"])
    assert state.outcome is Outcome.OK
    assert state.since == at(0)


def test_a_first_bad_answer_is_not() -> None:
    state = run(["down"])
    assert state.outcome is None
    assert awaits_confirmation(state)


def test_one_bad_answer_changes_nothing_but_asks_for_another() -> None:
    state = run(["ok", "ok", "down"])
    assert state.outcome is Outcome.OK
    assert awaits_confirmation(state)


def test_the_second_bad_answer_confirms_and_dates_back_to_the_first() -> None:
    state = run(["ok", "down", "down"])
    assert state.outcome is Outcome.DOWN
    assert state.since == at(60)


def test_it_turns_worse_only_to_the_mildest() -> None:
    assert run(["ok", "slow", "down"]).outcome is Outcome.SLOW
    assert run(["ok", "slow", "down", "down"]).outcome is Outcome.DOWN
    assert run(["ok", "slow", "down", "down"]).since == at(120)


def test_it_turns_better_only_to_the_worst() -> None:
    state = run(["ok", "down", "down", "ok", "slow"])
    assert state.outcome is Outcome.SLOW
    assert state.since == at(180)
    assert run(["ok", "down", "down", "ok", "slow", "ok"]).outcome is Outcome.SLOW


def test_one_good_answer_is_no_recovery_and_two_are() -> None:
    assert run(["ok", "down", "down", "ok"]).outcome is Outcome.DOWN
    state = run(["ok", "down", "down", "ok", "ok"])
    assert state.outcome is Outcome.OK
    assert state.since == at(180)


def test_errors_count_in_neither_direction() -> None:
    assert run(["ok", "down", "error", "error"], every=15).outcome is Outcome.OK
    assert run(["ok", "down", "error", "down"], every=15).outcome is Outcome.DOWN
    state = run(["down", "down", "error"])
    assert state.outcome is Outcome.DOWN
    assert state.last is not None
    assert state.last_known is not None
    assert state.last.answer.outcome is Outcome.ERROR
    assert state.last_known.answer.outcome is Outcome.DOWN


@pytest.mark.parametrize("needed", [1, 3, 5])
def test_as_many_answers_as_configured_are_needed(needed: int) -> None:
    one = check(fail_after=needed, recover_after=needed)
    assert run(["ok", *["down"] * (needed - 1)], one).outcome is Outcome.OK
    assert run(["ok", *["down"] * needed], one).outcome is Outcome.DOWN
    assert run(["down"] * needed + ["ok"] * needed, one).outcome is Outcome.OK


def test_after_a_gap_a_bad_first_answer_leaves_good_unknown() -> None:
    state = advance(run(["ok", "ok"]), result(10_000, "down"), check())
    assert state.outcome is None
    assert state.resumed == at(10_000)
    state = advance(state, result(10_015, "down"), check())
    assert (state.outcome, state.since) == (Outcome.DOWN, at(10_000))


def test_after_a_gap_down_stays_down_until_recovery_is_confirmed() -> None:
    state = advance(run(["down", "down"]), result(10_000, "ok"), check())
    assert state.outcome is Outcome.DOWN
    state = advance(state, result(10_015, "ok"), check())
    assert (state.outcome, state.since) == (Outcome.OK, at(10_000))


def test_nothing_is_confirmed_across_a_gap() -> None:
    state = advance(run(["ok", "down"]), result(10_000, "down"), check())
    assert state.outcome is None


def test_three_of_ten_bad_answers_are_unstable() -> None:
    state = run(["ok", "ok", "ok", "down", "ok", "ok", "down", "ok", "ok", "ok", "down"])
    assert state.outcome is Outcome.OK
    assert str(instability(state, check())) == "3 of the last 10 checks failed"
    assert state.unstable_since == at(600)


def test_two_of_ten_are_not() -> None:
    state = run(["ok", "ok", "ok", "down", "ok", "ok", "ok", "ok", "ok", "ok", "down"])
    assert str(instability(state, check())) == ""
    assert state.unstable_since is None


def test_alternating_answers_become_unstable_and_calm_ends_it() -> None:
    state = run(["ok", "down"] * 10)
    assert state.outcome is Outcome.OK
    assert instability(state, check())
    for i in range(20, 32):
        state = advance(state, result(i * 60, "ok"), check())
    assert str(instability(state, check())) == ""
    assert state.unstable_since is None


def test_three_confirmed_spells_within_two_windows_are_unstable() -> None:
    state = run(["ok", "ok"] + ["down", "down", "ok", "ok"] * 3)
    assert state.outcome is Outcome.OK
    assert str(instability(state, check())) == "failed 3 times within the last 20 checks"
    for i in range(14, 34):
        state = advance(state, result(i * 60, "ok"), check())
    assert str(instability(state, check())) == ""


def test_what_is_certain_turns_worse_at_once_and_better_only_when_all_is_well() -> None:
    def certain(seconds: float, outcome: str) -> Result:
        one = result(seconds, outcome)
        return replace(one, answer=replace(one.answer, certain=True))

    state = advance(run(["ok"]), certain(60, "slow"), check())
    assert (state.outcome, state.since) == (Outcome.SLOW, at(60))
    state = advance(run(["down", "down"]), certain(120, "slow"), check())
    assert state.outcome is Outcome.DOWN
    state = advance(run(["down", "down"]), certain(120, "ok"), check())
    assert state.outcome is Outcome.OK
