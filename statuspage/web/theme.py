"""Templates and static files: the default theme, with the site's own laid over it by name."""

import base64
import hashlib
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from statuspage.language.language import Language
from statuspage.language.shelf import FOLDER, language_of
from statuspage.lookfiles import Picture, font_fault, read_picture
from statuspage.model.look import Look
from statuspage.resources import static_dir, templates_dir
from statuspage.site.palette import read_tokens
from statuspage.web.lookcss import Tokens, css_of

STYLES = (
    "tokens",
    "base",
    "frame",
    "verdict",
    "posts",
    "providers",
    "components",
    "bar",
    "chart",
    "subscribe",
    "mine",
    "stale",
    "print",
    "site",
)
"""The parts of ``page.css``, ``css/NAME.css`` each, in their order; ``site`` is for what a site adds."""

SCRIPTS = ("frame", "renew", "times", "days", "mine", "was", "subscribe", "site")
"""The parts of ``page.js``, ``js/NAME.js`` each; every one sees only its own names."""

INLINE_SCRIPTS = ("freshness.js", "switch.js")
"""Scripts that are written into pages: one lets a copy alone tell its age, one knows the colours in time."""

ALONE_STYLE = "alone.css"
"""The style that is written into the page for addresses that do not exist."""

EMBED_STYLE, EMBED_SCRIPT = "embed.css", "embed.js"
"""What is written into the banner for other people's pages, beside the script that tells its age."""

STYLE = "page.css"
"""What the parts of the style are joined to; a site may bring it whole."""


class _Files(NamedTuple):
    """The files of a theme: those with an address of their own, and the texts that are written into pages.

    ``style`` is the style sheet up to what the site adds, and that; None where the site has a whole one.
    ``tokens`` are its colours, light and dark ones, and ``base`` the style that sets them.
    """

    public: Mapping[str, bytes]
    inside: Mapping[str, str]
    style: tuple[str, str] | None
    tokens: tuple[Tokens, Tokens]
    base: str


class Theme:
    """Where a site's templates and static files come from; ``root`` is its folder."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.template_dirs = (self.root / "templates", templates_dir())
        self._static_dirs = (self.root / "static", static_dir())
        self._known: _Files | None = None
        self._languages: dict[str, Language] = {}
        self._pictures: dict[str, Picture | None] = {}

    def files(self) -> Mapping[str, bytes]:
        """Every public static file by its name, parts joined; read once until ``forget``.

        The style sheet is in it without a site's look: ``file`` gives the whole.
        """
        return self._read().public

    def file(self, name: str, look: Look) -> bytes | None:
        """A public static file as it is served, with the site's look; None where there is none."""
        files = self._read()
        if name != STYLE or files.style is None:
            return files.public.get(name)
        before, after = files.style
        return f"{before}{css_of(look, *files.tokens, self._font)}{after}".encode()

    def picture(self, name: str | None) -> Picture | None:
        """A logo with its size; None where there is none or it can't be shown."""
        if name and name not in self._pictures:
            raw = self._read().public.get(name)
            found = read_picture(name, raw) if raw is not None else None
            self._pictures[name] = found if isinstance(found, Picture) else None
        return self._pictures[name] if name else None

    def colour(self, name: str, look: Look, *, dark: bool = False) -> str:
        """One of the colours of surfaces, ``paper`` or another, as the page shows it; empty if unknown."""
        own = look.dark if dark else look.colours
        return own.get(name) or self._read().tokens[dark].get(name, "")

    def _font(self, name: str) -> str | None:
        """A font's address, as the style sheet beside it sees it."""
        raw = self._read().public.get(name)
        return None if raw is None or font_fault(raw) else f"{name}?v={_mark(raw)}"

    def forget(self) -> None:
        """Read the files anew when they are next asked for."""
        self._known = None
        self._languages = {}
        self._pictures = {}

    def language(self, code: str) -> Language:
        """The language of a tag, with what the site brings; read once until ``forget``."""
        if code not in self._languages:
            self._languages[code] = language_of(code, self.root)
        return self._languages[code]

    def signature(self) -> tuple[tuple[str, int, int], ...]:
        """Changes whenever a template or static file does."""
        folders = (*self.template_dirs, *self._static_dirs, self.root / FOLDER)
        found: list[tuple[str, int, int]] = []
        for path in (path for folder in folders if is_own(folder) for path in sorted(folder.rglob("*"))):
            with suppress(OSError):  # it may go while we look, or be a link to itself
                status = path.stat()
                if stat.S_ISREG(status.st_mode):
                    found.append((str(path), status.st_mtime_ns, status.st_size))
        return tuple(found)

    def fingerprint(self, name: str, look: Look) -> str:
        """A few letters that change with the content of a static file. Raises KeyError if there is none."""
        raw = self.file(name, look)
        if raw is None:
            raise KeyError(name)
        return _mark(raw)

    def text_of(self, name: str) -> str:
        """The text of a file that is written into pages."""
        return self._read().inside[name]

    def style_of(self, name: str, look: Look) -> str:
        """A style that is written into a page that links no file: the site's colours, then its own rules."""
        files = self._read()
        return f"{files.base}{css_of(look, *files.tokens, lambda _: None)}{files.inside[name]}"

    def _read(self) -> _Files:
        if self._known is None:
            self._known = _files(self._paths())
        return self._known

    def _paths(self) -> dict[str, Path]:
        """Static files by name; the site's own win. Links that leave the folder are left out."""
        found: dict[str, Path] = {}
        for folder in filter(is_own, reversed(self._static_dirs)):
            for path in sorted(folder.rglob("*")):
                inside = Path(os.path.realpath(path)).is_relative_to(folder)
                name = path.relative_to(folder)
                shown = name.as_posix().isprintable() and not any(part.startswith(".") for part in name.parts)
                if path.is_file() and inside and shown:
                    found[name.as_posix()] = path
        return found


def is_own(folder: Path) -> bool:
    """Whether a folder is there, and no link to one elsewhere: who may push can make any link."""
    return folder.is_dir() and not folder.is_symlink()


def csp_hash(text: str) -> str:
    """An inline script's or style's source expression (Content-Security-Policy Level 3, section 2.3.1)."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _mark(raw: bytes) -> str:
    """A few letters that change with the content."""
    return hashlib.sha256(raw).hexdigest()[:10]


def _files(paths: Mapping[str, Path]) -> _Files:
    parts = {f"css/{name}.css" for name in STYLES} | {f"js/{name}.js" for name in SCRIPTS}
    inside = {name: _text(paths, name) for name in (*INLINE_SCRIPTS, ALONE_STYLE, EMBED_STYLE, EMBED_SCRIPT)}
    style = "".join(_text(paths, f"css/{name}.css") for name in STYLES[:-1]), _text(paths, "css/site.css")
    base = _text(paths, "css/tokens.css")
    joined = {
        STYLE: "".join(style),
        "page.js": "".join(_closed(_text(paths, f"js/{name}.js")) for name in SCRIPTS),
    }
    own = {name: path.read_bytes() for name, path in paths.items() if name not in parts | inside.keys()}
    return _Files(
        public={name: text.encode() for name, text in joined.items()} | own,
        inside=inside,
        style=None if STYLE in own else style,
        tokens=read_tokens(base),
        base=base,
    )


def _text(paths: Mapping[str, Path], name: str) -> str:
    path = paths.get(name)
    return path.read_text(encoding="utf-8") if path else ""


def _closed(script: str) -> str:
    """A script with names of its own."""
    return f'(function () {{\n"use strict";\n{script}}})();\n' if script else ""
