"""What is kept of the site's files, so that a broken one does not take the page with it."""

from datetime import datetime
from typing import NamedTuple


class KeptFile(NamedTuple):
    """When a file came, and its last good text (None: it never was good)."""

    first_seen: datetime
    good: str | None
