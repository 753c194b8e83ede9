"""From when on something is told: pauses, removals, clocks, restarts, and answers that come in any order."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from statuspage.model.site import Check
from statuspage.model.status import Status
from statuspage.store.writer import Batch
from tests.ledger_model import BEGIN
from tests.ledger_play import Play, Step, answer, brief, played
from tests.make import at, check
from tests.test_ledger_model import BOUNDED, MILD

ONE = {"a": check(name="a")}
TWO = {name: check(name=name) for name in "ab"}


def heard(gap: int, *given: tuple[str, int, str]) -> Step:
    """After so many seconds, answers: of which check, asked how long ago, and what was said."""
    return ("answers", gap, list(given))


def told(both: Play, *steps: Step) -> list[tuple[int, str]]:
    """What is told after these steps, in seconds since the beginning; the model agrees."""
    for step in steps:
        both.step(*step)
    assert both.real.history(both.now) == both.model.history(both.now)
    return [(second - BEGIN, status) for second, status in brief(both.real.history(both.now))[1:]]


def history(checks: dict[str, Check], *steps: Step) -> list[tuple[int, str]]:
    with played(checks) as both:
        return told(both, *steps, ("answers", 1, []))


def test_an_answer_before_a_pause_does_not_confirm_one_after_it() -> None:
    paused = ("change", 5, "a", {"paused": "why"}), ("change", 5, "a", {"paused": None})
    bad = heard(5, ("a", 0, "down"))
    steps = [heard(1, ("a", 0, "ok")), bad, *paused, bad]
    assert history(ONE, *steps)[-1] == (16, "operational")
    assert history(ONE, *steps, bad)[-2:] == [(16, "operational"), (21, "major_outage")]
    assert history(ONE, *steps[:3], ("restart", 5), paused[1], bad)[-1] == (21, "operational")


def test_a_component_removed_while_the_monitor_was_off_is_not_green_for_that_time() -> None:
    with played(ONE) as both:
        told(both, heard(1, ("a", 0, "ok")))
        both.real.close()
        both.real.gone.add("a")
        for gap in (100, 40):
            both.now += gap
            both.real.start(both.now)
            both.real.settle(both.now, True)
            both.real.gone.clear()
        found = brief(both.real.history(both.now))
    assert found[1:] == [(BEGIN + 1, "operational"), (BEGIN + 61, "unknown")]


def test_the_absence_of_a_check_that_is_put_back_is_no_measured_time() -> None:
    lasting = {"a": check(name="a", every=timedelta(hours=1))}
    away = [heard(1, ("a", 0, "ok")), ("remove", 9, "a")]
    wanted = [(1, "operational"), (10, "unknown"), (40, "operational")]
    assert history(lasting, *away, ("put_back", 30, "a")) == wanted
    with played(lasting) as both:
        told(both, *away)
        both.real.close()
        both.real.gone.clear()
        both.real.start(BEGIN + 40)
        both.real.settle(BEGIN + 40, True)
        assert brief(both.real.history(BEGIN + 41))[1:] == [(BEGIN + at, status) for at, status in wanted]


def test_other_settings_that_a_new_monitor_finds_begin_with_it() -> None:
    with played(ONE) as both:
        told(both, heard(1, ("a", 0, "down")), heard(1, ("a", 0, "down")))
        both.real.close()
        both.real.checks["a"] = check(name="a", severity=MILD)
        both.real.start(BEGIN + 12)
        both.real.settle(BEGIN + 12, True)
        found = brief(both.real.history(BEGIN + 13))
    assert found[1:] == [(BEGIN + 1, "major_outage"), (BEGIN + 12, "degraded_performance")]


def test_results_that_a_wrong_clock_dated_are_not_counted_again() -> None:
    with played(ONE) as both:
        told(both, heard(2, ("a", 0, "ok")))
        key, ahead = both.real.checks["a"].key, BEGIN + 3000
        wrong = [answer(ahead + i, "down", key) for i in range(2)]
        both.real.writer.write(Batch(at(BEGIN + 3), results=wrong))
        told(both, ("restart", 3))
        assert both.real.now(both.now) is Status.OPERATIONAL
        assert told(both, heard(1, ("a", 0, "ok"))) == [(2, "operational")]


def test_a_bad_check_stays_bad_when_the_clock_is_set_back() -> None:
    bad = [heard(1, ("a", 0, "down")), heard(1, ("a", 0, "down")), ("back", 1, 1000)]
    good = heard(15, ("a", 0, "ok"))
    assert history(ONE, *bad, good)[-1] == (15 - 997, "major_outage")
    assert history(ONE, *bad, good, good)[-1] == (15 - 997, "operational")
    assert history(ONE, *bad, ("back", 5, 1000), good)[-1] == (15 - 1992, "major_outage")


def test_confirmations_that_overlap_keep_both_dates() -> None:
    for order in (("a", 10, "down"), ("b", 5, "down")), (("b", 5, "down"), ("a", 10, "down")):
        found = history(
            TWO,
            heard(1, ("a", 0, "ok"), ("b", 0, "ok")),
            heard(19, *order),
            heard(10, *((name, 2, said) for name, _, said in order)),
        )
        assert found == [(1, "operational"), (10, "partial_outage"), (15, "major_outage")]


def test_an_outage_that_begins_and_ends_in_one_batch_is_there() -> None:
    batch = [("a", ago, said) for ago, said in ((30, "down"), (20, "down"), (10, "ok"), (5, "ok"))]
    found = history(ONE, heard(1, ("a", 0, "ok")), heard(39, *batch))
    assert found == [(1, "operational"), (10, "major_outage"), (30, "operational")]


def test_what_was_unknown_is_coloured_back_to_the_first_answer_that_confirms() -> None:
    late = [("c", 1, "ok"), ("b", 5, "slow"), ("a", 4, "down")]
    checks = {name: check(name=name, fail_after=1) for name in "abc"}
    found = history(checks, ("answers", 10, []), heard(50, *late))
    assert found == [(55, "degraded_performance"), (56, "partial_outage")]


def test_a_check_that_is_renamed_keeps_the_date_of_what_awaits_confirmation() -> None:
    bad = heard(5, ("a", 0, "down"))
    found = history(ONE, heard(1, ("a", 0, "ok")), bad, ("rename", 1, "a"), bad)
    assert found == [(1, "operational"), (6, "major_outage")]


def test_answers_that_were_not_published_keep_what_was_told_through_a_silence() -> None:
    brisk = {"a": check(name="a", every=timedelta(seconds=8))}
    good = [heard(gap, ("a", 0, "ok")) for gap in (1, 1, 19)]
    assert history(brisk, *good, ("restart", 61))[:2] == [(1, "operational"), (41, "unknown")]


def test_a_certain_answer_is_undone_by_one_good_answer_in_a_new_monitor_too() -> None:
    ends = heard(1, ("a", 0, "ok")), heard(5, ("a", 0, "down!")), ("restart", 5)
    found = history(ONE, *ends, heard(5, ("a", 0, "ok")))
    assert found == [(1, "operational"), (6, "major_outage"), (16, "operational")]


def test_a_call_is_late_in_time_by_a_clock_that_was_set_back() -> None:
    called = {"a": check(name="a", every=timedelta(seconds=20), grace=timedelta(seconds=5))}
    wait: list[Step] = [("answers", 13, [])] * 2
    steps = [("change", 1, "a", {"severity": MILD}), ("back", 1, 1000), heard(1, ("a", 0, "ok!")), *wait]
    assert history(called, *steps)[-2:] == [(-997, "operational"), (-972, "degraded_performance")]


STEADY = {
    name: check(name=name, every=timedelta(minutes=5), fail_after=fail, error_rate=2, window=9)
    for name, fail in (("a", 1), ("b", 2), ("c", 3))
}
SAID = st.sampled_from(["ok", "ok", "down", "down", "slow", "wrong", "error", "blind", "down!"])
STREAM = st.lists(st.tuples(st.integers(1, 4), st.sampled_from("abc"), SAID), min_size=5, max_size=40)


def cut(stream: Sequence[tuple[int, str, str]], sizes: Sequence[int], reverse: bool) -> list[tuple[int, str]]:
    """What is told once the stream was heard in batches of these sizes; ``reverse``: the last check first."""
    with played(STEADY) as both:
        waiting: list[tuple[int, str, str]] = []
        now, left = BEGIN, list(sizes)
        for i, (gap, name, said) in enumerate(stream):
            now += gap
            waiting.append((now, name, said))
            if len(waiting) >= (left[0] if left else 1) or i == len(stream) - 1:
                for asked, one, what in sorted(waiting, key=lambda each: each[1], reverse=reverse):
                    both.real.ledger.absorb(answer(asked, what, STEADY[one].key))
                both.real.settle(now, i % 2 == 0)
                left, waiting = left[1:], []
        return brief(both.real.history(now + 1))


@BOUNDED
@given(STREAM, st.lists(st.integers(1, 8)), st.booleans())
def test_history_is_the_same_however_answers_are_cut_into_batches(
    stream: list[tuple[int, str, str]], sizes: list[int], reverse: bool
) -> None:
    """What may differ is what begins when it is noticed: the end of instability, other settings, and
    what a check goes on to say with an answer that is heard once the one before it is too old."""
    assert cut(stream, sizes, reverse) == cut(stream, [], False)
