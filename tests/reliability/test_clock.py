"""The clock of the whole machine is set back by a day, and put right again."""

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.timeutil import parse_instant, utc_now
from tests.processes import until
from tests.reliability.maker import PARTS, making

pytestmark = [pytest.mark.world, pytest.mark.timeout(180)]


def test_a_clock_set_back_by_a_day_leaves_a_page_that_is_measured_anew(tmp_path: Path) -> None:
    """No result of a time to come is believed, neither then nor when the clock is right again."""
    with making(tmp_path, clocked=PARTS) as maker:

        def measured_at(off: timedelta) -> bool:
            told = maker.web.snapshot()
            made, (mail,) = parse_instant(told["generated_at"]), told["components"]
            late = abs(utc_now() + off - made) > timedelta(seconds=20)
            if late or mail["status"] != "operational":
                return False
            assert parse_instant(mail["checked_at"]) <= made + timedelta(seconds=5)
            return True

        for way, off in (("-1d", timedelta(days=-1)), ("+0", timedelta(0))):
            maker.clock.turn(way)
            until(lambda off=off: measured_at(off), 60, f"green with a clock of {way}")  # type: ignore[misc]
        assert [part.process.poll() for part in maker.processes] == [None, None, None]
