"""The ledger and the real store against a slow model of history."""

from datetime import timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from statuspage.model.site import SEVERITY, Check
from statuspage.model.status import Outcome, Status
from tests.ledger_play import Step, play
from tests.make import check

BOUNDED = settings(
    max_examples=60, deadline=None, database=None, derandomize=True, phases=(Phase.generate, Phase.shrink)
)

NAMES = st.sampled_from(["a", "b", "c"])
PLAIN = ["ok", "ok", "ok", "down", "down", "slow", "wrong", "error"]
OUTCOMES = st.one_of(*[st.sampled_from(PLAIN)] * 3, st.sampled_from(["blind", "ok!", "slow!", "down!"]))
GAPS = st.one_of(st.integers(1, 20), st.integers(1, 20), st.integers(20, 130))
ANSWERS = st.tuples(
    st.just("answers"),
    GAPS,
    st.lists(st.tuples(NAMES, st.integers(0, 10), OUTCOMES), min_size=1, max_size=4),
)
MILD = {**SEVERITY, Outcome.DOWN: Status.DEGRADED_PERFORMANCE}
CHANGES = st.sampled_from([{"paused": "why"}, {"paused": None}, {"severity": MILD}, {"severity": SEVERITY}])
EVENTS = st.one_of(
    *[ANSWERS] * 8,
    st.tuples(st.just("restart"), st.integers(1, 150)),
    st.tuples(st.just("change"), GAPS, NAMES, CHANGES),
    st.tuples(st.sampled_from(["rename", "remove", "put_back"]), GAPS, NAMES),
    st.tuples(st.just("back"), GAPS, st.integers(1000, 3000)),
)


def a_check(name: str) -> st.SearchStrategy[Check]:
    return st.builds(
        lambda every, fail, recover, window, grace: check(
            name=name,
            every=timedelta(seconds=every),
            fail_after=fail,
            recover_after=recover,
            window=window,
            grace=grace,
        ),
        st.sampled_from([8, 60, 300]),
        st.integers(1, 3),
        st.integers(1, 3),
        st.integers(4, 8),
        st.sampled_from([None, None, None, timedelta(seconds=5), timedelta(seconds=40)]),
    )


CHECKS = st.integers(1, 3).flatmap(
    lambda n: st.fixed_dictionaries({name: a_check(name) for name in "abc"[:n]})
)


@BOUNDED
@given(CHECKS, st.lists(EVENTS, min_size=5, max_size=40))
def test_history_is_what_the_model_says(checks: dict[str, Check], steps: list[Step]) -> None:
    play(checks, steps)


@BOUNDED
@given(CHECKS, st.lists(ANSWERS, min_size=5, max_size=40))
def test_answers_alone(checks: dict[str, Check], steps: list[Step]) -> None:
    play(checks, steps)


@BOUNDED
@given(a_check("a"), st.lists(ANSWERS, min_size=5, max_size=40))
def test_one_check(one: Check, steps: list[Step]) -> None:
    play({"a": one}, steps)
