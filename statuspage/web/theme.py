"""Templates and static files: the default theme, with the site's own laid over it by name."""

import base64
import hashlib
import stat
from contextlib import suppress
from pathlib import Path

from statuspage.resources import static_dir, templates_dir

FRESHNESS_SCRIPT = "freshness.js"
"""The one script that is written into pages, so that a copy of a page alone can tell its age."""


ALONE_STYLE = "alone.css"
"""The style that is written into the page for addresses that do not exist."""


class Theme:
    """Where a site's templates and static files come from; ``root`` is its folder."""

    def __init__(self, root: Path) -> None:
        self.template_dirs = (root / "templates", templates_dir())
        self._static_dirs = (root / "static", static_dir())
        self.root = root.resolve()

    def static_files(self) -> dict[str, Path]:
        """Every static file by its name; the site's own win. Links that leave the folder are left out."""
        found: dict[str, Path] = {}
        for folder in reversed(self._static_dirs):
            for path in sorted(folder.rglob("*")):
                inside = path.resolve().is_relative_to(folder.resolve())
                name = path.relative_to(folder)
                shown = name.as_posix().isprintable() and not any(part.startswith(".") for part in name.parts)
                if path.is_file() and inside and shown:
                    found[name.as_posix()] = path
        return found

    def signature(self) -> tuple[tuple[str, int, int], ...]:
        """Changes whenever a file of the site's own theme does."""
        own = (self.root / "templates", self.root / "static")
        found: list[tuple[str, int, int]] = []
        for path in (path for folder in own if folder.is_dir() for path in sorted(folder.rglob("*"))):
            with suppress(FileNotFoundError):  # it may go while we look
                status = path.stat()
                if stat.S_ISREG(status.st_mode):
                    found.append((str(path), status.st_mtime_ns, status.st_size))
        return tuple(found)

    def fingerprint(self, name: str) -> str:
        """A few letters that change with the content of a static file."""
        return hashlib.sha256(self.static_files()[name].read_bytes()).hexdigest()[:10]

    def text_of(self, name: str) -> str:
        """The text of a static file."""
        return self.static_files()[name].read_text(encoding="utf-8")


def csp_hash(text: str) -> str:
    """An inline script's or style's source expression (Content-Security-Policy Level 3, section 2.3.1)."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
