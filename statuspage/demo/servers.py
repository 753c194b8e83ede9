"""The demo's services: real HTTP and TCP servers on loopback, well or ill as their mode says.

One event loop carries them all, so a hundred hanging visitors cost no thread.
"""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from statuspage.demo.catalogue import Page, Stage
from statuspage.demo.modes import Mode

# Longer than any slow_after of the sample site, shorter than the demo's timeout.
SLOW_SECONDS = 1.6
# No visitor is held for longer than this, and no more of them than that at once; the rest are cut off.
HOLD_SECONDS = 60.0
MAX_VISITORS = 200

_WRONG_PAGE = Page("text/html; charset=utf-8", "<!doctype html><title>Welcome</title><h1>It works!</h1>")
_WRONG_GREETING = "554 Nobody by that name here"
_NO_LINGER = struct.pack("ii", 1, 0)

Reply = Callable[[asyncio.StreamReader, asyncio.StreamWriter, Mode], Awaitable[None]]


class Actor:
    """One service: takes connections and behaves as ``mode()`` says for each. ``directory`` is the demo's."""

    def __init__(self, stage: Stage, mode: Callable[[], Mode], directory: Path) -> None:
        self._reply: Reply = _http(stage, directory) if stage.kind == "http" else _tcp(stage)
        self._mode = mode
        self._visitors = 0
        self._count = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection and close it. Never raises for what the other side does."""
        self._count += 1
        self._visitors += 1
        try:
            await self._behave(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # The visitor went away or talks something else.
        except asyncio.CancelledError:
            pass  # The process ends; asyncio's own streams would print this as a fault.
        finally:
            self._visitors -= 1
            writer.close()

    async def _behave(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mode = self._mode()
        broken = mode is Mode.DOWN or (mode is Mode.FLAKY and self._count % 3 == 0)
        if broken or self._visitors > MAX_VISITORS:
            _reset(writer)
        elif mode is Mode.HANG:
            await _hold(reader)
        else:
            if mode is Mode.SLOW:
                await asyncio.sleep(SLOW_SECONDS)
            await asyncio.wait_for(self._reply(reader, writer, mode), HOLD_SECONDS)


def _http(stage: Stage, directory: Path) -> Reply:
    async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, mode: Mode) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, _, target = head.decode("latin-1").partition(" ")
        path = target.split(" ")[0].partition("?")[0]
        page = _WRONG_PAGE if mode is Mode.WRONG else stage.pages.get(path)
        writer.write(_response(_as_it_is(page, directory), with_body=method != "HEAD"))
        await writer.drain()

    return reply


def _as_it_is(page: Page | None, directory: Path) -> Page | None:
    """The page with what its file says, if that is there."""
    if page is None or page.file is None:
        return page
    try:
        return replace(page, text=(directory / page.file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return page


def _tcp(stage: Stage) -> Reply:
    async def reply(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter, mode: Mode) -> None:
        greeting = _WRONG_GREETING if mode is Mode.WRONG else stage.greeting
        writer.write(f"{greeting}\r\n".encode())
        await writer.drain()

    return reply


def _response(page: Page | None, *, with_body: bool) -> bytes:
    status = HTTPStatus.OK if page else HTTPStatus.NOT_FOUND
    shown = page or Page("text/plain; charset=utf-8", "Not found\n")
    body = shown.text.encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {shown.content_type}\r\n"
        f"Content-Length: {len(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + (body if with_body else b"")


def _reset(writer: asyncio.StreamWriter) -> None:
    """Cut the connection with a RST, as a crashed service's host does."""
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    writer.transport.abort()


async def _hold(reader: asyncio.StreamReader) -> None:
    """Say nothing until the visitor gives up."""
    with suppress(TimeoutError):
        async with asyncio.timeout(HOLD_SECONDS):
            while await reader.read(4096):
                pass
