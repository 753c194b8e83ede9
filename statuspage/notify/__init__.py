"""The ways to send a notice, one line each."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from statuspage.model.notice import Channel, Message
from statuspage.notify import apprise, webhook, websub
from statuspage.notify.notsent import NotSent

__all__ = ["KINDS", "NotSent", "Notifier", "send"]

log = logging.getLogger("statuspage.notices")


class Notifier(Protocol):
    """Sends a message to a channel, within two minutes; ``now`` is the time of this try.

    Raises NotSent. The same message may come again, with the same id, where nobody knows whether it arrived.
    """

    def __call__(self, channel: Channel, message: Message, now: datetime) -> None: ...


KINDS: Mapping[str, Notifier] = {
    "apprise": apprise.send,
    "webhook": webhook.send,
    "websub": websub.send,
}


def send(channel: Channel, message: Message, now: datetime) -> None:
    """Send a message by its channel's kind. Raises NotSent and nothing else."""
    try:
        KINDS[channel.kind](channel, message, now)
    except NotSent:
        raise
    except Exception as bug:  # its words may hold the address
        raise NotSent(f"{type(bug).__name__} while sending.") from None
