"""A long watch: random breaks of real services, each of them seen, and nothing else."""

import os
import random
import threading
import time
from pathlib import Path

import pytest

from tests.servers import pages, response, serving
from tests.test_scenarios import monitoring, site_of

_SECONDS = float(os.environ.get("LONG_SECONDS", "200"))
"""How long is watched; ``LONG_SECONDS=3600`` makes it an hour."""

_STATUS = {500: "major_outage", 404: "partial_outage"}


class Plan:
    """What a service answers at each moment: fine, with outages of some seconds and single blips between."""

    def __init__(self, seed: int) -> None:
        dice = random.Random(seed)
        self.outages: list[tuple[float, float, int]] = []
        moment = 12.0
        while moment < _SECONDS - 30:
            length = dice.uniform(6, 10)
            self.outages.append((moment, moment + length, dice.choice(list(_STATUS))))
            moment += length + dice.uniform(45, 60)
        self._lock = threading.Lock()
        self._blip_at = {round(start - 20): False for start, _, _ in self.outages[1:]}
        self.start = 0.0

    def answer(self, _path: str, _heard: bytes) -> bytes:
        now = time.monotonic() - self.start
        for start, end, status in self.outages:
            if start <= now < end:
                return response(status=f"{status} Broken")
        with self._lock:
            for blip, done in self._blip_at.items():
                if not done and now >= blip:
                    self._blip_at[blip] = True
                    return response(status="500 Blip")
        return response()


@pytest.mark.world
@pytest.mark.timeout(_SECONDS + 200)
def test_every_break_is_shown_and_no_other(tmp_path: Path) -> None:
    plan = Plan(seed=2017)
    with serving(pages(plan.answer)) as server, monitoring(site_of(tmp_path, server.url)) as history:
        plan.start = time.monotonic()
        time.sleep(_SECONDS)
        shown = [status for status in history() if status not in ("operational", "unknown")]
        assert history()[-1] == "operational"
    assert len(plan.outages) >= 3
    assert shown == [_STATUS[status] for _, _, status in plan.outages]
