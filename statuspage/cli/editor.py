"""A text typed in an editor. What somebody saved is never lost: where it can't be used it is kept."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from statuspage.errors import StatusPageError

if TYPE_CHECKING:
    from statuspage.posting import Written

_USUAL = ("sensible-editor", "vim", "nano", "vi")
_WAY_OUT = 'Set EDITOR, or give the text. For example: -m "Mail is late."'


def edit(form: str) -> str:
    """What somebody made of a form in their editor, without comments.

    Raises StatusPageError where that is nothing, and where the editor fails.
    """
    from statuspage.site.forms import filled_in

    if not (_wanted() or sys.stdin.isatty()):
        raise StatusPageError(
            'There is no terminal for an editor; give the text. For example: -m "Mail is late."'
        )
    with _file(form) as path:
        opened = path.stat().st_mtime_ns
        wrong = _run(_wanted() or _usual(), path)
        text = ""
        with contextlib.suppress(OSError):  # the editor may have removed it
            if path.stat().st_mtime_ns != opened:
                text = path.read_text(encoding="utf-8", errors="replace")
    if wrong:
        typed = filled_in(text) != filled_in(form) and text.strip()
        raise StatusPageError(f"Nothing was written: {wrong}{_kept(text) if typed else ''}")
    text = filled_in(text)
    if not text:
        raise StatusPageError("Nothing was written: the text is empty.")
    return text


def keeping(text: str, write: "Callable[[str], Written]") -> "Written":
    """Write what somebody typed; where that is refused the text is kept in a file, which is named."""
    from statuspage.site.readback import EmptyText

    try:
        return write(text)
    except EmptyText:
        raise
    except StatusPageError as error:
        raise StatusPageError(f"{error}{_kept(text + chr(10))}") from None


def _wanted() -> str:
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""


def _usual() -> str:
    return next((name for name in _USUAL if shutil.which(name)), _USUAL[-1])


def _run(editor: str, path: Path) -> str:
    """Run an editor on a file to its end. What is wrong with that, as a sentence; "" for nothing."""
    try:
        with _deaf():
            code = subprocess.run([*shlex.split(editor), str(path)], check=False).returncode
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return f"the editor {editor} can't be run ({reason}). {_WAY_OUT}"
    return f"the editor {editor} ended with an error ({code}). {_WAY_OUT}" if code else ""


@contextmanager
def _deaf() -> Iterator[None]:
    """Leave an interrupt to the editor: in Emacs on a terminal it is a key, which reaches us as well."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # unlike SIG_IGN no program inherits it
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _file(form: str) -> Iterator[Path]:
    """A form in a file, old enough that saving it shows; gone afterwards."""
    path = Path(_new_file(form))
    try:
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 2))
        yield path
    finally:
        path.unlink(missing_ok=True)


def _kept(text: str) -> str:
    return f" Your text is kept in {_new_file(text)}"


def _new_file(text: str) -> str:
    with tempfile.NamedTemporaryFile(
        "w", prefix="statuspage-", suffix=".md", encoding="utf-8", delete=False
    ) as file:
        file.write(text)
    return file.name
