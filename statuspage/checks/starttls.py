"""STARTTLS: what is said in the clear before TLS begins.

None of it can be believed, so it is read only as far as it leads to TLS: what comes after the last
word in the clear ends the question, since anybody on the way could have put it there.
"""

import re
from collections.abc import Callable, Mapping
from typing import Literal

from statuspage.model.text import text
from statuspage.net.clock import Failure, TransportError
from statuspage.net.sockets import ClockedSocket

Protocol = Literal["smtp", "imap", "pop3", "ftp"]

_LONGEST = 2000
"""Bytes of a line; SMTP allows 512 (RFC 5321, section 4.5.3.1)."""

_MOST_LINES = 100
_REPLY = re.compile(r"[1-5]\d\d([ -].*)?", re.ASCII)
"""A line of a reply of SMTP or FTP; a hyphen says that more follow (RFC 5321, section 4.2)."""


def start_tls(sock: ClockedSocket, protocol: Protocol) -> None:
    """Bring a new connection to the point where TLS begins. Raises TransportError; closes nothing."""
    sock.clock.enter("first_byte")
    talk = _Talk(sock, protocol)
    _DIALOGUES[protocol](talk)
    talk.end()


class _Talk:
    """Lines said and heard, and what is wrong with them."""

    def __init__(self, sock: ClockedSocket, protocol: Protocol) -> None:
        self._sock = sock
        self._protocol = protocol
        self._heard = bytearray()

    def say(self, line: str) -> None:
        try:
            self._sock.sendall(f"{line}\r\n".encode("ascii"))
        except OSError as error:
            raise self._sock.clock.broken(error) from error

    def line(self) -> str:
        """The next line without its end."""
        buffer = bytearray(_LONGEST)
        while (end := self._heard.find(b"\n")) < 0 and len(self._heard) <= _LONGEST:
            size = self._sock.recv_into(buffer)
            if not size:
                raise self._sock.clock.broken()
            self._heard += memoryview(buffer)[:size]
        if not 0 <= end <= _LONGEST:
            raise self.invalid("a line without an end")
        line = self._heard[:end].decode("latin-1").removesuffix("\r")
        del self._heard[: end + 1]
        return line

    def reply(self) -> list[str]:
        """All lines of a reply of SMTP or FTP; the last begins as the first does, with a blank."""
        lines = [self.line()]
        if not _REPLY.fullmatch(lines[0]):
            raise self.invalid(repr(lines[0][:200]))
        code = lines[0][:3]
        while lines[0][3:4] == "-" and lines[-1][:4].rstrip() != code:
            if len(lines) == _MOST_LINES:
                raise self.invalid("a reply without an end")
            lines.append(self.line())
        return lines

    def end(self) -> None:
        """Nothing may have come beyond the last line that was asked for."""
        if self._heard:
            raise self.invalid(f"{bytes(self._heard[:200])!r} after the last word in the clear")

    def invalid(self, detail: str) -> TransportError:
        mail = text("does not answer as a mail server should")
        sentence = mail if self._protocol != "ftp" else text("does not answer as a file server should")
        return self._sock.clock.failure(Failure.PROTOCOL, sentence, detail)

    def turned_away(self, line: str) -> TransportError:
        return self._sock.clock.failure(Failure.REFUSED, text("turns visitors away"), repr(line[:200]))

    def refused(self, line: str) -> TransportError:
        sentence = text("does not offer a secure connection")
        return self._sock.clock.failure(Failure.TLS, sentence, repr(line[:200]))

    @property
    def own_address(self) -> str:
        """Our address as a literal, for want of a name (RFC 5321, section 4.1.4)."""
        address: str = self._sock.getsockname()[0]
        return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


def _smtp(talk: _Talk) -> None:
    """RFC 3207, section 4."""
    greeting = talk.reply()[0]
    if not greeting.startswith("220"):
        raise talk.turned_away(greeting)
    talk.say(f"EHLO {talk.own_address}")
    first, *offers = talk.reply()
    if not first.startswith("250") or "STARTTLS" not in {offer[4:].strip().upper() for offer in offers}:
        raise talk.refused(" ".join([first, *offers]))
    talk.say("STARTTLS")
    answer = talk.reply()[0]
    if not answer.startswith("220"):
        raise talk.refused(answer)


def _ftp(talk: _Talk) -> None:
    """RFC 4217, section 4; a 120 says that the greeting will be a while (RFC 959, section 5.4)."""
    greeting = talk.reply()[0]
    if greeting.startswith("120"):
        greeting = talk.reply()[0]
    if not greeting.startswith("220"):
        raise talk.turned_away(greeting)
    talk.say("AUTH TLS")
    answer = talk.reply()[0]
    if not answer.startswith("234"):
        raise talk.refused(answer)


def _pop3(talk: _Talk) -> None:
    """RFC 2595, section 4."""
    if not _is_ok(talk, greeting := talk.line()):
        raise talk.turned_away(greeting)
    talk.say("STLS")
    if not _is_ok(talk, answer := talk.line()):
        raise talk.refused(answer)


def _is_ok(talk: _Talk, line: str) -> bool:
    word = line.upper().partition(" ")[0]
    if word not in {"+OK", "-ERR"}:
        raise talk.invalid(repr(line[:200]))
    return word == "+OK"


def _imap(talk: _Talk) -> None:
    """RFC 9051, section 6.2.1; lines that begin with a star are no answer to what was asked."""
    match (greeting := talk.line()).upper().split(" ")[:2]:
        case ["*", "OK"]:
            talk.say("a1 STARTTLS")
        case ["*", "PREAUTH"]:
            raise talk.refused(greeting)
        case ["*", "BYE"]:
            raise talk.turned_away(greeting)
        case _:
            raise talk.invalid(repr(greeting[:200]))
    for _ in range(_MOST_LINES):
        match (line := talk.line()).upper().split(" ")[:2]:
            case ["*", "BYE"]:
                raise talk.turned_away(line)
            case ["*", _]:
                continue
            case ["A1", "OK"]:
                return
            case ["A1", "NO" | "BAD"]:
                raise talk.refused(line)
            case _:
                raise talk.invalid(repr(line[:200]))
    raise talk.invalid("an answer without an end")


_DIALOGUES: Mapping[Protocol, Callable[[_Talk], None]] = {
    "smtp": _smtp,
    "imap": _imap,
    "pop3": _pop3,
    "ftp": _ftp,
}
