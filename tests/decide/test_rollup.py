"""The page in the fixed words of the Statuspage API."""

import pytest

from statuspage.decide.rollup import rollup
from statuspage.model.status import Impact, Status

OK, SLOW, PART, DOWN, WORK, DARK = (
    Status.OPERATIONAL,
    Status.DEGRADED_PERFORMANCE,
    Status.PARTIAL_OUTAGE,
    Status.MAJOR_OUTAGE,
    Status.UNDER_MAINTENANCE,
    Status.UNKNOWN,
)


@pytest.mark.parametrize(
    ("statuses", "indicator", "description"),
    [
        ([], "none", "All Systems Operational"),
        ([OK, OK], "none", "All Systems Operational"),
        ([DOWN, DOWN], "critical", "Major System Outage"),
        ([PART, PART], "major", "Partial System Outage"),
        ([OK, DOWN], "major", "Partial System Outage"),
        ([PART, DOWN], "major", "Partial System Outage"),
        ([OK, PART], "minor", "Minor Service Outage"),
        ([WORK, PART, SLOW], "minor", "Minor Service Outage"),
        ([SLOW, SLOW], "minor", "Degraded System Service"),
        ([SLOW], "minor", "Degraded System Service"),
        ([OK, SLOW], "minor", "Partially Degraded Service"),
        ([SLOW, WORK], "minor", "Partially Degraded Service"),
        ([OK, WORK], "maintenance", "Service Under Maintenance"),
        ([WORK, WORK], "maintenance", "Service Under Maintenance"),
    ],
)
def test_components_are_told_by_the_documented_cascade(
    statuses: list[Status], indicator: str, description: str
) -> None:
    assert rollup(statuses) == (indicator, description)


def test_what_is_not_known_is_never_called_operational() -> None:
    assert rollup([OK, DARK]).description == "Partially Degraded Service"
    assert rollup([DARK]).indicator == "minor"


def test_open_incidents_count_only_where_there_are_no_components() -> None:
    assert rollup([], [Impact.MINOR, Impact.CRITICAL]) == ("critical", "Major System Outage")
    assert rollup([], [Impact.NONE]).indicator == "none"
    assert rollup([OK], [Impact.CRITICAL]).indicator == "none"
