"""What people read for each state."""

from collections.abc import Mapping

from statuspage.decide import statewords
from statuspage.decide.sentence import Manner, clauses_of, manner
from statuspage.decide.standing_words import SIGNS as SIGNS
from statuspage.model.snapshot import ComponentNow
from statuspage.model.status import Impact, Status, Verdict
from statuspage.model.text import Text, text
from statuspage.web.say import say_plain

STATUS = {
    Status.OPERATIONAL: text("Works"),
    Status.DEGRADED_PERFORMANCE: text("Slow or unstable"),
    Status.PARTIAL_OUTAGE: text("Partly down"),
    Status.MAJOR_OUTAGE: text("Down"),
    Status.UNDER_MAINTENANCE: text("Under maintenance"),
    Status.UNKNOWN: text("Not known"),
}

REPORTS = {
    Status.OPERATIONAL: text("Reports no trouble"),
    Status.UNDER_MAINTENANCE: text("Reports maintenance"),
    Status.UNKNOWN: text("Not known"),
    Status.DEGRADED_PERFORMANCE: text("Reports degraded performance"),
    Status.PARTIAL_OUTAGE: text("Reports a partial outage"),
    Status.MAJOR_OUTAGE: text("Reports an outage"),
}
"""How a provider is, by its own word."""

STATE = statewords.STATE

IMPACT = {
    Impact.NONE: text("No impact"),
    Impact.MINOR: text("Minor"),
    Impact.MAJOR: text("Major"),
    Impact.CRITICAL: text("Critical"),
    Impact.MAINTENANCE: text("Maintenance"),
}

GRAVITY = {
    Impact.MINOR: Status.DEGRADED_PERFORMANCE,
    Impact.MAJOR: Status.PARTIAL_OUTAGE,
    Impact.CRITICAL: Status.MAJOR_OUTAGE,
    Impact.MAINTENANCE: Status.UNDER_MAINTENANCE,
}
"""The status whose shape an impact has."""

VERDICT = {
    Verdict.AFFECTED: text("Affected"),
    Verdict.AT_RISK: text("At risk"),
    Verdict.NOT_AFFECTED: text("Not affected"),
    Verdict.UNKNOWN: text("Not known whether affected"),
}

_IN_A_WORD = {
    Manner.WORKING: text("Works"),
    Manner.SLOW: text("Slow"),
    Manner.UNSTABLE: text("Unstable"),
    Manner.WRONG: text("Answering wrongly"),
    Manner.PARTLY_DOWN: text("Partly down"),
    Manner.DOWN: text("Down"),
    Manner.UNDER_MAINTENANCE: text("Under maintenance"),
    Manner.UNKNOWN: text("Not known"),
}


def state_of(component: ComponentNow) -> str:
    """A component's state in a word or two, in the language of the page."""
    if component.status is Status.OPERATIONAL and not component.measured:
        return say_plain(text("No problem reported"))
    return say_plain(_IN_A_WORD[manner(component)])


def clause_of(component: ComponentNow, names: Mapping[str, str]) -> Text:
    """How one that does not work is, as a clause: ``Mail is slow since 14:29, because of Database``.

    ``names`` are those of all components, by id.
    """
    return clauses_of((component,), names)[0]
