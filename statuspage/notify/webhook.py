"""Webhooks: a POST of JSON, signed as the Standard Webhooks specification has it (standardwebhooks.com)."""

import base64
import binascii
import hashlib
import hmac
import json
from datetime import datetime

from statuspage.model.notice import Channel, Message
from statuspage.notify.posted import post
from statuspage.timeutil import format_instant

_ENCODED = "whsec_"
"""What a secret begins with whose rest is base64."""


def send(channel: Channel, message: Message, now: datetime) -> None:
    """POST the message. Raises NotSent."""
    body = json.dumps(
        {
            "type": message.event,
            "timestamp": format_instant(message.at),
            "data": {
                "title": message.title,
                "text": message.text,
                "link": message.link,
                "status": message.status,
                "components": list(message.components),
            },
        },
        ensure_ascii=False,
    ).encode("utf-8", "replace")
    stamp = str(int(now.timestamp()))
    headers = {"Content-Type": "application/json", "webhook-id": message.id, "webhook-timestamp": stamp}
    if channel.secret is not None:
        headers["webhook-signature"] = signature(channel.secret, message.id, stamp, body)
    post(channel.url, body, headers)


def signature(secret: str, id_: str, stamp: str, body: bytes) -> str:
    """The signature: HMAC-SHA256 over id, seconds since 1970 and body, so that none of them can be changed.

    Who sees that the time is near lets nobody send it again later.
    """
    signed = f"{id_}.{stamp}.".encode() + body
    digest = hmac.digest(_key(secret), signed, hashlib.sha256)
    return "v1," + base64.b64encode(digest).decode()


def _key(secret: str) -> bytes:
    if secret.startswith(_ENCODED):
        try:
            return base64.b64decode(secret.removeprefix(_ENCODED), validate=True)
        except binascii.Error:
            pass
    return secret.encode()
