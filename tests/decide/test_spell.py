"""When the trouble began in which history ends."""

from statuspage.decide.verdicts import spell_began
from tests.make import at, span


def test_a_spell_goes_on_through_worse_and_better_and_through_what_is_not_known() -> None:
    spans = [
        span(0, 100, "operational"),
        span(100, 200, "degraded_performance"),
        span(200, 220, "unknown"),
        span(220, None, "major_outage"),
    ]
    assert spell_began(spans) == at(100)
    assert spell_began(spans[:1]) is None
    assert spell_began([]) is None
    assert spell_began([*spans[:3], span(220, 300, "operational"), span(300, None, "major_outage")]) == at(
        300
    )
