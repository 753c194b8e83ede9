"""The reference guard: while our own network does not answer, nothing bad is believed."""

import queue
from dataclasses import replace
from datetime import timedelta

from statuspage.guard import Guard
from statuspage.model.result import Result
from statuspage.model.snapshot import Measurements
from statuspage.model.status import Outcome
from statuspage.reference import Lookout, Sighting
from statuspage.timeutil import utc_now
from tests.make import at, check, component, result, site
from tests.servers import closed_port, says, serving


def guard(*, reference: bool = True) -> tuple[Guard, "queue.SimpleQueue[Sighting]"]:
    told: queue.SimpleQueue[Sighting] = queue.SimpleQueue()
    one = Guard(told.put)
    one.adopt(replace(site(component(checks=[check(reference=reference)])), reference=("tcp://127.0.0.1:1",)))
    one._lookout.targets = ()  # nothing is asked here: the sightings are the test's own
    return one, told


def outcomes(results: list[Result]) -> list[str]:
    return [one.answer.outcome.value for one in results]


def test_good_answers_and_errors_prove_or_harm_nothing() -> None:
    one, _ = guard()
    assert outcomes(one.sift(result(0, "ok"))) == ["ok"]
    assert outcomes(one.sift(result(0, "error"))) == ["error"]


def test_a_bad_answer_waits_and_counts_once_a_reference_answered_after_it_began() -> None:
    one, _ = guard()
    assert one.sift(result(10, "down")) == []
    assert one.heard(Sighting(at(5), at(9))) == []
    assert outcomes(one.heard(Sighting(at(11), at(12)))) == ["down"]
    assert outcomes(one.sift(result(11.5, "slow"))) == ["slow"]
    assert one.offline_since is None


def test_while_no_reference_answers_bad_answers_are_errors() -> None:
    one, _ = guard()
    one.sift(result(10, "down"))
    blind = one.heard(Sighting(at(11), None))
    assert outcomes(blind) == ["error"]
    assert blind[0].answer.blind
    assert "our own network" in str(blind[0].answer.reason)
    assert one.offline_since == at(10)
    assert one.heard(Sighting(at(16), at(17))) == []
    assert one.offline_since is None


def test_a_look_that_began_before_the_check_tells_nothing_bad() -> None:
    one, _ = guard()
    one.sift(result(10, "down"))
    assert one.heard(Sighting(at(9), None)) == []
    assert one.offline_since is None


def test_a_check_of_our_own_network_is_not_guarded() -> None:
    one, _ = guard(reference=False)
    assert outcomes(one.sift(result(0, "down"))) == ["down"]


def test_without_references_everything_counts() -> None:
    one = Guard(lambda _: None)
    one.adopt(site())
    assert outcomes(one.sift(result(0, "down"))) == ["down"]


def test_what_is_certain_needs_no_reference() -> None:
    one, _ = guard()
    late = result(0, "down")
    late = replace(late, answer=replace(late.answer, certain=True))
    assert outcomes(one.sift(late)) == ["down"]


def test_the_lookout_sees_a_real_address_that_answers_and_one_that_does_not() -> None:
    told: queue.SimpleQueue[Sighting] = queue.SimpleQueue()
    lookout = Lookout(told.put)
    with serving(says(b"hello", listens=False)) as server:
        lookout.targets = (f"tcp://127.0.0.1:{closed_port()}", f"tcp://{server.address}")
        lookout.want()
        seen = told.get(timeout=5)
        assert seen.answered_at is not None
        assert seen.began <= seen.answered_at <= utc_now() + timedelta(seconds=1)
    lookout.targets = (f"tcp://127.0.0.1:{closed_port()}",)
    lookout.want()
    assert told.get(timeout=5).answered_at is None


def test_a_blind_time_is_unknown_from_its_first_answer() -> None:
    from statuspage.decide.confirm import advance
    from statuspage.decide.measured import measure
    from statuspage.model.result import CheckState
    from statuspage.model.status import Status

    one, _ = guard()
    state = advance(CheckState(), result(0, "ok"), check())
    one.sift(result(10, "down"))
    state = advance(state, one.heard(Sighting(at(11), None))[0], check())
    shown = measure(component(), {check().key: state}, at(12))
    assert (shown.status, shown.since) == (Status.UNKNOWN, at(10))
    state = advance(state, result(20, "ok"), check())
    assert measure(component(), {check().key: state}, at(21)).status is Status.OPERATIONAL
    assert state.outcome is Outcome.OK


def test_what_the_last_monitor_saw_of_our_network_is_kept_over_a_short_restart_only() -> None:
    held = Measurements(tick=at(0), offline_since=at(-300))
    soon, late, unguarded = guard()[0], guard()[0], Guard(lambda _: None)
    soon.resume(held, at(20))
    late.resume(held, at(3600))
    assert (soon.offline_since, late.offline_since) == (at(-300), None)
    assert soon.heard(Sighting(at(21), None)) == []
    assert soon.offline_since == at(-300)
    soon.heard(Sighting(at(25), at(26)))
    assert soon.offline_since is None
    unguarded.resume(held, at(20))
    unguarded.adopt(site())
    assert unguarded.offline_since is None
