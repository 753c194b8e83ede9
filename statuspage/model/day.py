"""How a day was spent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from statuspage.model.status import Status


@dataclass(frozen=True, slots=True)
class Day:
    """Seconds per status of a day of the site, from midnight to midnight in its zone.

    They add up to less than the day where nothing was measured yet, or the day goes on.
    """

    date: date
    seconds: Mapping[Status, float]
