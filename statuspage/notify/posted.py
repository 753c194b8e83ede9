"""A POST that must be answered with success."""

from collections.abc import Mapping
from datetime import timedelta

from statuspage.notify.notsent import NotSent
from statuspage.transport import TransportError, fetch, prepare

_PATIENCE = timedelta(seconds=15)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Send it, and wait 15 s for an answer from 200 to 299; no redirect is followed. Raises NotSent.

    Its body is not waited for: what was taken and is sent again, since that broke off, would arrive twice.
    """
    try:
        question = prepare(url, method="POST", headers=headers, body=body)
    except ValueError as error:
        raise NotSent(f"It can't be sent: {error}.") from None
    try:
        answer = fetch(question, timeout=_PATIENCE, max_body=0, redirects=0)
    except TransportError as error:
        raise NotSent(f"The other side {error.sentence}.") from None
    if not 200 <= answer.status < 300:
        raise NotSent(f"The other side answers with status {answer.status}.")
