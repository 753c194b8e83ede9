"""Notices arrive by apprise, by webhook and at a hub, and a failure tells no secret."""

import base64
import hashlib
import hmac
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.model.notice import Channel, Message, What
from statuspage.notify import KINDS, NotSent, send
from statuspage.notify.apprise import hidden
from statuspage.timeutil import utc_now
from tests.letterbox import letterbox, mailbox
from tests.make import T0, at
from tests.servers import closed_port, says, serving

OPERATE = Path(__file__).parents[2] / "docs" / "operate.md"
DOWN = Message(
    id="20261123T100000Z-abc",
    at=T0,
    event="down",
    title="Mail is down since 10:00",
    text="Mail: answers with 503 instead of 200",
    link="https://status.example.com/components/mail/",
    status="major_outage",
    components=("mail",),
)


def channel(url: str, kind: str = "apprise", **given: object) -> Channel:
    return Channel("ops", kind, url, **given)  # type: ignore[arg-type]


def test_apprise_sends_title_text_and_link() -> None:
    with letterbox() as box:
        send(channel(box.apprise), DOWN, at(1))
    [one] = box.posted
    assert one.json["title"] == DOWN.title
    assert DOWN.text in one.json["message"]
    assert DOWN.link in one.json["message"]
    assert one.json["type"] == "failure"


def test_apprise_sends_mail() -> None:
    with mailbox() as (server, mails):
        url = (
            f"mailto://{server.address}/?smtp=127.0.0.1&mode=insecure&from=a@example.com&to=list@example.org"
        )
        send(channel(url), DOWN, at(1))
    [mail] = mails
    assert mail["Subject"] == DOWN.title
    assert "list@example.org" in mail["To"]
    said = "".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
    assert "answers with 503" in said


@pytest.mark.parametrize("status", [302, 404, 500])
@pytest.mark.parametrize("kind", ["apprise", "webhook", "websub"])
def test_an_answer_that_is_no_success_is_a_failure_without_secrets(kind: str, status: int) -> None:
    with letterbox() as box:
        box.status = status
        url = box.apprise if kind == "apprise" else box.url
        with pytest.raises(NotSent) as raised:
            send(channel(url, kind), Message("1", T0, "feeds", "t", topics=("https://x/a",)), at(1))
    assert "T0P5ECRET" not in str(raised.value)


@pytest.mark.parametrize("kind", list(KINDS))
def test_nobody_there_is_a_failure_without_secrets(
    kind: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    scheme = "json" if kind == "apprise" else "http"
    url = f"{scheme}://127.0.0.1:{closed_port()}/hook/T0P5ECRET"
    caplog.set_level(logging.DEBUG)
    with pytest.raises(NotSent) as raised:
        send(channel(url, kind), Message("1", T0, "feeds", "t", topics=("https://x/a",)), at(1))
    out, err = capfd.readouterr()
    assert "T0P5ECRET" not in f"{raised.value}{caplog.text}{out}{err}"


@pytest.mark.parametrize("url", ["nonsense://a", "json://", "://", "slack://T0P5ECRET"])
def test_an_address_that_apprise_does_not_know_is_a_failure(url: str) -> None:
    with pytest.raises(NotSent, match="none that apprise knows") as raised:
        send(channel(url), DOWN, at(1))
    assert "T0P5ECRET" not in str(raised.value)


def test_what_is_heard_of_a_failure_is_without_any_part_of_the_address() -> None:
    url = "slack://bot@TokenA/Tok%65nB/channel?x=verysecret"
    said = "Failed: tokena, TokenB and Tok%65nB\nwith VERYSECRET\x1b[31m; error=401."
    assert hidden(said, url) == "Failed: …, … and … with …[31m; error=401."


def test_a_webhook_is_signed_over_id_time_and_body() -> None:
    with letterbox() as box:
        send(channel(box.url, "webhook", secret="open sesame"), DOWN, at(90))
    [one] = box.posted
    assert one.headers["webhook-id"] == DOWN.id
    assert one.headers["webhook-timestamp"] == str(int(at(90).timestamp()))
    signed = f"{DOWN.id}.{one.headers['webhook-timestamp']}.".encode() + one.body
    digest = hmac.digest(b"open sesame", signed, hashlib.sha256)
    assert one.headers["webhook-signature"] == "v1," + base64.b64encode(digest).decode()
    assert one.headers["content-type"] == "application/json"
    assert one.json == {
        "type": "down",
        "timestamp": "2026-11-23T10:00:00Z",
        "data": {
            "title": DOWN.title,
            "text": DOWN.text,
            "link": DOWN.link,
            "status": "major_outage",
            "components": ["mail"],
        },
    }


def documented() -> Callable[[bytes, dict[str, str], bytes], bool]:
    """The taker of webhooks that the documentation shows."""
    found = re.search(r"```python\n(import base64.*?)```", OPERATE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    names: dict[str, Callable[[bytes, dict[str, str], bytes], bool]] = {}
    exec(found[1], names)
    return names["is_genuine"]


def test_the_taker_in_the_documentation_knows_what_is_ours_and_new() -> None:
    is_genuine = documented()
    with letterbox() as box:
        send(channel(box.url, "webhook", secret="open sesame"), DOWN, utc_now())
        send(channel(box.url, "webhook", secret="open sesame"), DOWN, utc_now() - timedelta(minutes=6))
    now, old = box.posted
    secret, other = b"open sesame", str(int(now.headers["webhook-timestamp"]) + 1)
    assert is_genuine(secret, now.headers, now.body)
    assert not is_genuine(b"open says me", now.headers, now.body)
    assert not is_genuine(secret, now.headers, now.body.replace(b"down", b"fine"))
    assert not is_genuine(secret, now.headers | {"webhook-id": "another"}, now.body)
    assert not is_genuine(secret, now.headers | {"webhook-timestamp": other}, now.body)
    assert not is_genuine(secret, old.headers, old.body)
    assert not is_genuine(secret, old.headers | {"webhook-timestamp": other}, old.body)


def test_the_signature_is_that_of_the_specification() -> None:
    """The example of the Standard Webhooks specification's own libraries."""
    from statuspage.notify.webhook import signature

    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    made = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_webhook_without_a_secret_has_no_signature() -> None:
    with letterbox() as box:
        send(channel(box.url, "webhook"), DOWN, at(1))
    assert "webhook-signature" not in box.posted[0].headers


def test_a_webhook_that_hangs_up_is_a_failure() -> None:
    with serving(says(b"HTTP/1.1 200 OK\r\nContent-Le")) as server, pytest.raises(NotSent):
        send(channel(server.url, "webhook"), DOWN, at(1))


@pytest.mark.parametrize("kind", ["webhook", "websub"])
def test_what_was_taken_is_not_sent_again_where_the_rest_of_the_answer_breaks_off(kind: str) -> None:
    with serving(says(b"HTTP/1.1 202 Accepted\r\nContent-Length: 10\r\n\r\nhal")) as server:
        send(channel(server.url, kind), replace(DOWN, topics=("https://status.example.com/a.rss",)), at(1))


def test_a_hub_is_told_of_every_feed() -> None:
    topics = tuple(f"https://status.example.com/{number}.rss" for number in range(45))
    with letterbox() as box:
        send(channel(box.url, "websub", what=What.FEEDS), Message("1", T0, "feeds", "", topics=topics), at(1))
    assert [one.form["hub.mode"] for one in box.posted] == [["publish"]] * 3
    assert tuple(url for one in box.posted for url in one.form["hub.url"]) == topics
