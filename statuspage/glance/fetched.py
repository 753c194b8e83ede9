"""What an address answers, as JSON."""

import json
from datetime import timedelta

from statuspage.errors import StatusPageError
from statuspage.transport import TransportError, fetch, prepare

_PATIENCE = timedelta(seconds=10)
_MOST = 5_000_000


def fetch_json(address: str) -> dict[str, object]:
    """The table at an address, waited for 10 s and read up to 5 MB. It may hold anything.

    Raises StatusPageError, whose words go on from the address.
    """
    try:
        answer = fetch(prepare(address), timeout=_PATIENCE, max_body=_MOST)
    except ValueError as error:
        raise StatusPageError(f"can't be asked, since {error}") from None
    except TransportError as error:
        raise StatusPageError(str(error.sentence)) from None
    if answer.status != 200:
        raise StatusPageError(f"answers with status {answer.status}")
    if not answer.whole:
        raise StatusPageError("answers with more than 5 MB")
    try:
        raw = json.loads(answer.body)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        raise StatusPageError("is not the snapshot of a status page")
    return raw
