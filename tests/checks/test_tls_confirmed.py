"""Checks of kind tls over time: what a certificate's dates tell counts at once, other trouble does not."""

from dataclasses import replace
from datetime import timedelta

from statuspage.checks.tls import Certificate, TlsOptions, judge
from statuspage.decide.confirm import advance
from statuspage.model.result import Answer, CheckState, Phases, Result
from statuspage.model.status import Outcome
from tests.make import T0, at, check

OPTIONS = TlsOptions(address="mail.example.com:443")


def lasting(days: float) -> Answer:
    """The answer to a certificate that ends in so many days."""
    certificate = Certificate(T0 - timedelta(days=60), T0 + timedelta(days=days), "for mail.example.com")
    return judge(OPTIONS, certificate, 5.0, Phases(), T0)


FINE, ENDS, OVER = lasting(60), lasting(3), lasting(-1)
GONE = replace(OVER, certain=False)


def outcomes(*answers: Answer) -> list[Outcome | None]:
    """What is confirmed after each answer."""
    seen, state = list[Outcome | None](), CheckState()
    for minute, answer in enumerate(answers):
        state = advance(state, Result(check().key, at(60 * minute), answer), check())
        seen.append(state.outcome)
    return seen


def test_a_date_counts_at_once_and_so_does_a_renewal() -> None:
    assert outcomes(FINE, ENDS, FINE) == [Outcome.OK, Outcome.SLOW, Outcome.OK]
    assert outcomes(FINE, OVER, FINE) == [Outcome.OK, Outcome.DOWN, Outcome.OK]


def test_a_connection_that_comes_back_is_confirmed_as_ever() -> None:
    assert outcomes(FINE, GONE, GONE, FINE, FINE)[2:] == [Outcome.DOWN, Outcome.DOWN, Outcome.OK]
    assert outcomes(FINE, GONE, GONE, ENDS, FINE)[3:] == [Outcome.DOWN, Outcome.SLOW]
