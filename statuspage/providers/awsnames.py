"""What Amazon calls its services and regions, to tell a mistake in ``match`` from a service that is well.

Its page lists only what goes on, so that a name that nothing has would look like all is fine.
"""

import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from statuspage.model.provider import Match

_FILE = Path(__file__).with_name("awsnames.toml")


def strange(match: Match) -> dict[str, str]:
    """The patterns that mean nothing we know Amazon to have, each with the id that is nearest, if any."""
    missing = match.missing(_things())
    return {one: "".join(get_close_matches(one.casefold(), _ids(), 1)) for one in missing}


@cache
def _things() -> Sequence[tuple[str, ...]]:
    """Each service in each region, by all that it is called."""
    known = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return [
        (service, f"{service}-{region}", called, region, place)
        for service, called in known["services"].items()
        for region, place in known["regions"].items()
    ]


@cache
def _ids() -> Sequence[str]:
    return [name for names in _things() for name in names[:2]]
