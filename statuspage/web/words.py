"""What people read for each state."""

from statuspage.decide import statewords
from statuspage.decide.sentence import Manner, clause, manner
from statuspage.model.snapshot import ComponentNow
from statuspage.model.status import Impact, Status, Verdict
from statuspage.model.text import text
from statuspage.web.say import say_plain

STATUS = {
    Status.OPERATIONAL: text("Works"),
    Status.DEGRADED_PERFORMANCE: text("Slow or unstable"),
    Status.PARTIAL_OUTAGE: text("Partly down"),
    Status.MAJOR_OUTAGE: text("Down"),
    Status.UNDER_MAINTENANCE: text("Under maintenance"),
    Status.UNKNOWN: text("Not known"),
}

STATE = statewords.STATE

IMPACT = {
    Impact.NONE: text("No impact"),
    Impact.MINOR: text("Minor"),
    Impact.MAJOR: text("Major"),
    Impact.CRITICAL: text("Critical"),
    Impact.MAINTENANCE: text("Maintenance"),
}

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


def clause_of(component: ComponentNow) -> str:
    """How a component is as a clause, in the language of the page: ``Mail is slow``."""
    return say_plain(clause(component))
