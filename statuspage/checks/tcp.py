"""Checks that open a connection, and may say something and expect something."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from statuspage.checks.answers import failed, right
from statuspage.fields import Duration, Secret
from statuspage.model.result import Answer, Phases
from statuspage.model.status import Outcome
from statuspage.model.text import text
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.net.dial import dial
from statuspage.net.sockets import ClockedSocket

_MOST = 65_536
"""Bytes in which the expected text must come."""

_ADDRESS = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/@\[\]]+)):(\d{1,5})", re.ASCII)


def split_address(address: str) -> tuple[str, int]:
    """Split ``mail.example.com:25`` or ``[2001:db8::1]:25`` into host and port. Raises ValueError."""
    match = _ADDRESS.fullmatch(address)
    if match is None or not 0 < int(match[3]) < 65_536:
        raise ValueError("It must be a host and a port with a colon between them.")
    return match[1] or match[2], int(match[3])


def _checked(address: str) -> str:
    split_address(address)
    return address


class TcpOptions(BaseModel):
    """What a check of kind tcp asks."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    address: Annotated[str, AfterValidator(_checked)] = Field(
        description="Host and port; an IPv6 address in brackets.",
        examples=['"mail.example.com:25"', '"[2001:db8::1]:25"'],
    )
    slow_after: Annotated[Duration, Field(gt=timedelta(0))] | None = Field(
        default=None, description="A right answer later than this is slow.", examples=['"800ms"']
    )
    send: Secret | None = Field(
        default=None,
        description="What is said once connected; ${NAME} is taken from the environment.",
        examples=[r'"PING\r\n"'],
    )
    expect: Annotated[str, Field(min_length=1)] | None = Field(
        default=None,
        description="Text that must be in what comes, in the first 64 kB.",
        examples=['"220"'],
    )


def ask(options: TcpOptions, timeout: timedelta) -> Answer:
    """Connect, say and listen as the options want it."""
    clock = Clock(timeout)
    try:
        came = _converse(options, clock)
    except TransportError as error:
        return failed(error)
    phases = clock.phases()
    return judge(options, came, clock.ms, phases)


def judge(options: TcpOptions, came: bytes, ms: float, phases: Phases) -> Answer:
    """What to make of the bytes that came."""
    if options.expect is not None and options.expect.encode() not in came:
        detail = f"{options.expect!r} is not in {came[:200]!r}"
        return Answer(Outcome.WRONG, ms, text("expected text is missing"), detail, phases)
    return right(ms, options.slow_after, phases)


def _converse(options: TcpOptions, clock: Clock) -> bytes:
    """What the other side says up to the expected text. Raises TransportError."""
    with dial(*split_address(options.address), clock) as sock:
        if options.send is None and options.expect is None:
            return b""
        clock.enter("first_byte")
        if options.send is not None:
            try:
                sock.sendall(options.send.get_secret_value().encode())
            except OSError as error:
                raise clock.broken(error) from error
        return b"" if options.expect is None else _listen(sock, options.expect.encode(), clock)


def _listen(sock: ClockedSocket, wanted: bytes, clock: Clock) -> bytes:
    """What comes up to the wanted bytes, to the end, to the limit, or to a deadline after a whole line."""
    came = bytearray()
    buffer = bytearray(4096)
    try:
        while len(came) < _MOST and (size := sock.recv_into(buffer)):
            came += memoryview(buffer)[:size]
            if came.find(wanted, max(0, len(came) - size - len(wanted))) >= 0:
                break
    except TransportError as error:
        if error.kind is not Failure.TIMEOUT or b"\n" not in came:
            raise
    if not came:
        raise clock.broken()
    return bytes(came)
