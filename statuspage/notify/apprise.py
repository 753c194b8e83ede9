"""Everything that apprise knows: chats, mail, telephones (github.com/caronc/apprise has the addresses)."""

import logging
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote

from statuspage.model.notice import Channel, Event, Message
from statuspage.model.status import Status
from statuspage.notify.notsent import NotSent

if TYPE_CHECKING:
    from apprise import NotifyType

_LOG = logging.getLogger("apprise")
_LOG.propagate = False  # what it logs may hold secrets
_LOG.setLevel(logging.WARNING)  # and below a warning it does

_LONGEST = 200
_SHORT = 4
"""Parts of an address that are shorter are no secrets."""


def send(channel: Channel, message: Message, now: datetime) -> None:
    """Send by whatever the address names. Raises NotSent."""
    del now
    from apprise import Apprise, AppriseAsset, NotifyFormat, OverflowMode

    with _listening() as heard:
        # Without a limit of its own it stays in this thread, which holds up nobody's end.
        asset = AppriseAsset(app_id="statuspage", app_desc="statuspage", async_mode=False, service_timeout=0)
        robot = Apprise(asset=asset)
        if not robot.add(channel.url):
            raise NotSent("Its address is none that apprise knows.")
        if "overflow=" not in channel.url.lower():
            for one in robot:
                one.overflow_mode = OverflowMode.SPLIT  # what a service finds too long it refuses for ever
        text = "\n\n".join(filter(None, [message.text, message.link]))
        done = robot.notify(
            body=text or message.title,
            title=message.title if text else "",
            notify_type=_type(message),
            body_format=NotifyFormat.TEXT,
        )
    if not done:
        said = hidden(heard[-1] if heard else "", channel.url)
        raise NotSent(f"apprise could not send it{f': {said}' if said else '.'}")


def hidden(words: str, url: str) -> str:
    """Words on one line, without any part of an address but its kind."""
    parts = re.split(r"[/:@?&=,\s]+", url.partition("://")[2])
    for secret in sorted({*parts, *map(unquote, parts)}, key=len, reverse=True):
        if len(secret) > _SHORT:
            words = re.sub(re.escape(secret), "…", words, flags=re.IGNORECASE)
    return "".join(char for char in " ".join(words.split()) if char.isprintable())[:_LONGEST]


class _Ear(logging.Handler):
    """Keeps what is said in this thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.heard.append(record.getMessage())


@contextmanager
def _listening() -> Iterator[list[str]]:
    ear = _Ear()
    _LOG.addHandler(ear)
    try:
        yield ear.heard
    finally:
        _LOG.removeHandler(ear)


def _type(message: Message) -> "NotifyType":
    from apprise import NotifyType

    if message.event == Event.RECOVERED or message.status == Status.OPERATIONAL:
        return NotifyType.SUCCESS
    if message.status in (Status.MAJOR_OUTAGE, Status.PARTIAL_OUTAGE):
        return NotifyType.FAILURE
    return NotifyType.INFO if message.event == Event.MAINTENANCE else NotifyType.WARNING
