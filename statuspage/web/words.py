"""What people read for each state."""

from statuspage.decide.page import manner
from statuspage.model.post import State
from statuspage.model.snapshot import ComponentNow
from statuspage.model.status import Impact, Status, Verdict

STATUS = {
    Status.OPERATIONAL: "Works",
    Status.DEGRADED_PERFORMANCE: "Slow or unstable",
    Status.PARTIAL_OUTAGE: "Partly down",
    Status.MAJOR_OUTAGE: "Down",
    Status.UNDER_MAINTENANCE: "Under maintenance",
    Status.UNKNOWN: "Not known",
}

STATE = {
    State.INVESTIGATING: "Investigating",
    State.IDENTIFIED: "Identified",
    State.MONITORING: "Monitoring",
    State.RESOLVED: "Resolved",
    State.POSTMORTEM: "Postmortem",
    State.SCHEDULED: "Scheduled",
    State.IN_PROGRESS: "In progress",
    State.VERIFYING: "Verifying",
    State.COMPLETED: "Completed",
}

IMPACT = {
    Impact.NONE: "No impact",
    Impact.MINOR: "Minor",
    Impact.MAJOR: "Major",
    Impact.CRITICAL: "Critical",
    Impact.MAINTENANCE: "Maintenance",
}

VERDICT = {
    Verdict.AFFECTED: "Affected",
    Verdict.AT_RISK: "At risk",
    Verdict.NOT_AFFECTED: "Not affected",
    Verdict.UNKNOWN: "Not known whether affected",
}


def state_of(component: ComponentNow) -> str:
    """A component's state in a word or two."""
    if component.status is Status.OPERATIONAL:
        return STATUS[component.status] if component.measured else "No problem reported"
    words = manner(component)
    return words[0].upper() + words[1:]
