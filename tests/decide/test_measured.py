"""What the checks of a component say of it."""

from collections.abc import Mapping

import pytest

from statuspage.decide.confirm import advance
from statuspage.decide.measured import measure
from statuspage.model.result import CheckKey, CheckState
from statuspage.model.status import Outcome, Status
from tests.make import at, check, component, result

A, B = CheckKey("mail", "a"), CheckKey("mail", "b")
BOTH = component(checks=[check(name="a"), check(name="b")])


def states(**outcomes: str) -> Mapping[CheckKey, CheckState]:
    """Check states from results a minute apart, each check's named by its letters: o, s, w, d, e."""
    words = {"o": "ok", "s": "slow", "w": "wrong", "d": "down", "e": "error"}
    found = {}
    for name, letters in outcomes.items():
        key, state = CheckKey("mail", name), CheckState()
        for i, letter in enumerate(letters):
            state = advance(state, result(i * 60, words[letter], key), check(name=name))
        found[key] = state
    return found


@pytest.mark.parametrize(
    ("a", "b", "status"),
    [
        ("oo", "oo", Status.OPERATIONAL),
        ("ss", "oo", Status.DEGRADED_PERFORMANCE),
        ("ww", "oo", Status.PARTIAL_OUTAGE),
        ("dd", "oo", Status.PARTIAL_OUTAGE),
        ("dd", "dd", Status.MAJOR_OUTAGE),
        ("dd", "ww", Status.PARTIAL_OUTAGE),
        ("oo", "", Status.OPERATIONAL),
        ("dd", "", Status.MAJOR_OUTAGE),
        ("", "", Status.UNKNOWN),
        ("d", "d", Status.UNKNOWN),
        ("ee", "ee", Status.UNKNOWN),
    ],
)
def test_the_worst_of_the_fresh_checks(a: str, b: str, status: Status) -> None:
    assert measure(BOTH, states(a=a, b=b), at(70)).status is status


def test_what_was_not_measured_lately_is_unknown() -> None:
    held = states(a="oo", b="oo")
    assert measure(BOTH, held, at(60 + 60 + 10 + 15 - 1)).status is Status.OPERATIONAL
    stale = measure(BOTH, held, at(60 + 60 + 10 + 15))
    assert stale.status is Status.UNKNOWN
    assert stale.since == at(145)
    assert all(one.outcome is None for one in stale.checks)
    assert str(stale.reason) == "not measured lately"


def test_an_error_does_not_keep_anything_fresh() -> None:
    assert measure(BOTH, states(a="oeee", b="oeee"), at(185)).status is Status.UNKNOWN


def test_a_paused_check_is_unknown_and_says_why() -> None:
    paused = component(checks=[check(name="a", paused="moving house")])
    found = measure(paused, states(a="oo"), at(61))
    assert found.status is Status.UNKNOWN
    assert str(found.reason) == "checks are paused: moving house"


def test_severity_is_the_checks_own() -> None:
    mild = component(
        checks=[
            check(name="a", severity={Outcome.OK: Status.OPERATIONAL, Outcome.DOWN: Status.PARTIAL_OUTAGE})
        ]
    )
    assert measure(mild, states(a="dd"), at(61)).status is Status.PARTIAL_OUTAGE


def test_trouble_began_with_the_first_check_that_saw_it_and_ended_with_the_last() -> None:
    assert measure(BOTH, states(a="oodd", b="oddd"), at(185)).since == at(60)
    good = measure(BOTH, states(a="ddoo", b="ddddoo"), at(305))
    assert (good.status, good.since) == (Status.OPERATIONAL, at(240))


def test_each_check_says_since_when_and_a_silent_one_since_when_it_is() -> None:
    voices = measure(BOTH, states(a="dd", b=""), at(61)).voices
    assert (voices["a"].status, voices["a"].began) == (Status.MAJOR_OUTAGE, at(0))
    assert (voices["b"].status, voices["b"].began) == (None, None)
    assert measure(BOTH, states(a="oo", b="o"), at(146)).voices["a"].began == at(145)


def test_the_reason_is_the_last_one_that_agrees_and_holds_no_detail() -> None:
    found = measure(BOTH, states(a="ddo", b="oo"), at(125))
    assert str(found.reason) == "is down"
    assert "secret" not in repr(found)


def test_an_unstable_check_degrades_with_its_count() -> None:
    found = measure(component(checks=[check(name="a")]), states(a="ooodoodooodo"), at(665))
    assert found.status is Status.DEGRADED_PERFORMANCE
    assert str(found.reason) == "3 of the last 10 checks failed"
