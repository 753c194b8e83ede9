"""The dead-man's switch: an address that is called after each good publication."""

import logging
import threading
from datetime import timedelta

from statuspage.model.site import Site
from statuspage.transport import TransportError, fetch, prepare

log = logging.getLogger("statuspage.publish")

_PATIENCE = timedelta(seconds=10)
_MOST = 10_000


class Ping:
    """Calls, and says once, as long as it stays, that nobody answers. The address is in no log."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._said = False

    def call(self, site: Site | None) -> None:
        """Call the site's address, if it has one; an answer from 200 to 299 is a good one. Never raises."""
        if site is None or site.ping is None or site.ping == "none":
            return
        with self._lock:
            why = _call(site.ping)
            if why and not self._said:
                log.warning("Whoever [watch] ping tells of publications was not told: %s", why)
            self._said = bool(why)


def _call(address: str) -> str:
    try:
        answer = fetch(prepare(address), timeout=_PATIENCE, max_body=_MOST, redirects=0)
    except ValueError:
        return "the address can't be asked."
    except TransportError as error:
        return f"it {error.sentence}."
    return "" if 200 <= answer.status < 300 else f"it answers with status {answer.status}."
