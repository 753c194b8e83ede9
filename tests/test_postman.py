"""The postman: one letter at a time to a channel, and nobody waits for one that hangs."""

from pathlib import Path

from statuspage.model.notice import Channel, Message
from statuspage.postman import Postman
from statuspage.store.outbox import Letter, Outcome
from tests.letterbox import letterbox, mailbox
from tests.make import T0
from tests.processes import until
from tests.servers import closed_port


def letter(channel: str, id_: str = "1") -> Letter:
    return Letter(channel, Message(id_, T0, "down", "Mail is down", "Why", "https://status.example.com/"))


def outcomes(postman: Postman, count: int) -> list[Outcome]:
    """So many outcomes, once they are there."""
    until(lambda: len(postman.outcomes()) >= count, what=f"{count} outcomes")
    return postman.outcomes()


def test_letters_go_by_each_way_and_a_failure_is_told_with_its_reason() -> None:
    with letterbox() as box, mailbox() as (server, mails):
        mail = f"mailto://{server.address}/?smtp=127.0.0.1&mode=insecure&from=a@example.com&to=l@example.org"
        channels = {
            "chat": Channel("chat", "apprise", box.apprise),
            "mail": Channel("mail", "apprise", mail),
            "nobody": Channel("nobody", "apprise", f"json://127.0.0.1:{closed_port()}/T0P5ECRET"),
        }
        postman = Postman()
        postman.hand([letter(name) for name in channels], channels)
        found = {one.letter.channel: one.why for one in outcomes(postman, 3)}
    assert (found["chat"], found["mail"]) == (None, None)
    assert found["nobody"] is not None
    assert "onnection error" in found["nobody"]
    assert "T0P5ECRET" not in found["nobody"]
    assert (len(box.posted), len(mails)) == (1, 1)


def test_a_channel_is_busy_until_what_came_of_it_is_written_down(tmp_path: Path) -> None:
    with letterbox() as box:
        channels = {"hook": Channel("hook", "webhook", box.url)}
        postman = Postman()
        postman.hand([letter("hook")], channels)
        assert postman.busy == {"hook"}
        found = outcomes(postman, 1)
        assert postman.busy == {"hook"}
        assert postman.outcomes() == found
        postman.written(found)
        assert postman.busy == frozenset()
        assert postman.outcomes() == []


def test_a_letter_that_hangs_counts_as_not_sent_and_what_comes_late_is_passed_over() -> None:
    with letterbox() as box:
        box.shut.set()
        channels = {"hook": Channel("hook", "webhook", box.url)}
        postman = Postman(patience=0.2)
        postman.hand([letter("hook")], channels)
        [lost] = outcomes(postman, 1)
        assert lost.why == "Nothing came of it in 0 s."
        postman.written([lost])
        box.shut.clear()
        again = Postman(patience=30)
        again.hand([letter("hook", "2")], channels)
        assert [one.why for one in outcomes(again, 1)] == [None]
    assert postman.outcomes() == []
