"""What people read for the state of a post."""

from statuspage.model.post import State
from statuspage.model.text import text

STATE = {
    State.INVESTIGATING: text("Investigating"),
    State.IDENTIFIED: text("Identified"),
    State.MONITORING: text("Monitoring"),
    State.RESOLVED: text("Resolved"),
    State.POSTMORTEM: text("Postmortem"),
    State.SCHEDULED: text("Scheduled"),
    State.IN_PROGRESS: text("In progress"),
    State.VERIFYING: text("Verifying"),
    State.COMPLETED: text("Completed"),
}
