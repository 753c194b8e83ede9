"""The site's folder, read and read again: what is wrong is reported, the last good version stays."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from statuspage.checks import KINDS, NOT_YET
from statuspage.errors import Fault, SiteError, StatusPageError
from statuspage.model.kept import KeptFile
from statuspage.model.post import Post
from statuspage.model.result import CheckKey
from statuspage.model.site import Site
from statuspage.site.config import ConfigRead, read_config
from statuspage.site.posts import Context, Read, Source, duplicates, is_post, read_post
from statuspage.timeutil import from_ms

CONFIG = "statuspage.toml"
POSTS = "incidents"

_MAX_FILE = 1_000_000
"""Bytes of a file that are looked at: the readers refuse a file that is longer."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The site as its files have it now.

    ``files`` is what is worth keeping of each file; ``lost`` names the broken ones of which no good
    version is known.
    """

    site: Site
    faults: tuple[Fault, ...]
    files: Mapping[str, KeptFile]
    lost: tuple[str, ...] = ()


class _File(NamedTuple):
    signature: tuple[int, int, int]
    came: datetime
    text: str
    faults: tuple[Fault, ...]


class SiteFiles:
    """Looks at a site's folder; used by one thread.

    ``kept`` is what earlier runs knew (the store's files): the fall-back for a file that is broken now.
    """

    def __init__(self, root: Path, kept: Mapping[str, KeptFile] | None = None) -> None:
        self._root = root
        self._kept = dict(kept or {})
        self._files: dict[str, _File] = {}
        self._config: tuple[str, ConfigRead] | None = None
        self._reads: dict[str, tuple[Source, Context, Read]] = {}
        self._loaded: Loaded | None = None

    def look(self) -> Loaded:
        """The site; the very same value as last time if nothing changed.

        Raises SiteError where there is no usable statuspage.toml and never was.
        """
        files = self._scan()
        if self._loaded is not None and files == self._files:
            return self._loaded
        self._files = files
        self._loaded = self._load()
        self._kept.update(self._loaded.files)
        return self._loaded

    def learn(self, kept: Mapping[str, KeptFile]) -> None:
        """Take over what others keep of files that are lost here; the next look makes use of it."""
        found = {name: file for name, file in kept.items() if file.good is not None}
        if self._loaded is not None and found.keys() & set(self._loaded.lost):
            self._kept.update(found)
            self._loaded = None

    def _scan(self) -> dict[str, _File]:
        """Every file of the site; the text is read only where the file changed."""
        found: dict[str, _File] = {}
        for path in [self._root / CONFIG, *sorted(self._root.glob(f"{POSTS}/*.md"))]:
            name = path.relative_to(self._root).as_posix()
            if name != CONFIG and not is_post(path.name):
                continue
            try:
                found[name] = self._file(name, path)
            except FileNotFoundError:
                continue
            except OSError as error:
                why = f"can't be read ({error.strerror})."
                fault = Fault(name, why, "make it readable: chmod a+r " + name)
                found[name] = _File((0, 0, 0), from_ms(0), "", (fault,))
        return found

    def _file(self, name: str, path: Path) -> _File:
        stat = path.stat()
        signature = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        before = self._files.get(name)
        if before is not None and before.signature == signature:
            return before
        came = from_ms(stat.st_mtime_ns // 1_000_000)
        if not path.resolve().is_relative_to(self._root.resolve()):
            fault = Fault(name, "is a link that leaves the site's folder.", "put the text itself there.")
            return _File(signature, came, "", (fault,))
        with path.open("rb") as handle:
            raw = handle.read(_MAX_FILE + 1)
        faults: tuple[Fault, ...] = ()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            text = raw.decode("utf-8-sig", "replace")
            line = raw[: error.start].count(b"\n") + 1
            faults = (Fault(f"{name}:{line}", "is not UTF-8 text.", "save the file as UTF-8."),)
        return _File(signature, came, text, faults)

    def _load(self) -> Loaded:
        faults = [fault for file in self._files.values() for fault in file.faults]
        site, config_faults = self._site()
        faults.extend(config_faults)
        context = Context(site.zone, {one.id: one.name for one in site.components})
        posts: list[Post] = []
        lost: list[str] = []
        kept = {CONFIG: self._keep(CONFIG, good=not config_faults)} if CONFIG in self._files else {}
        for name in self._files:
            if name == CONFIG:
                continue
            read = self._read(name, context)
            faults.extend(read.faults)
            kept[name] = self._keep(name, good=read.post is not None)
            post = read.post if read.post or read.draft else self._last_good(name, context)
            if post is not None:
                posts.append(post)
            elif not read.draft:
                lost.append(name)
        clashes = duplicates(posts)
        unique = {post.id: post for post in reversed(posts)}
        site = replace(site, posts=tuple(reversed(unique.values())))
        return Loaded(site, (*faults, *clashes), kept, tuple(lost))

    def _site(self) -> tuple[Site, tuple[Fault, ...]]:
        """The configuration, or the last good one with what is wrong now."""
        file = self._files.get(CONFIG)
        if file is None:
            text, missing = (
                "",
                Fault(
                    CONFIG,
                    f"There is no {CONFIG} in {self._root}.",
                    "statuspage init DIR writes one to begin with.",
                ),
            )
            read = ConfigRead(None, (missing,))
        else:
            text = file.text
            read = self._read_config(text)
        if read.site is not None:
            self._config = (text, read)
            return read.site, read.faults
        kept = self._kept.get(CONFIG)
        if self._config is None and kept is not None and kept.good is not None:
            self._config = (kept.good, self._read_config(kept.good))
        if self._config is None or self._config[1].site is None:
            raise SiteError(read.faults)
        return self._config[1].site, read.faults

    def _read_config(self, text: str) -> ConfigRead:
        if self._config is not None and self._config[0] == text:
            return self._config[1]
        options = {name: kind.options for name, kind in KINDS.items()}
        return read_config(text, name=CONFIG, kinds=options, not_yet=NOT_YET)

    def _read(self, name: str, context: Context) -> Read:
        file = self._files[name]
        kept = self._kept.get(name)
        first_seen = kept.first_seen if kept else file.came
        return self._parse(Source(name, file.text, first_seen, changed=file.came), context)

    def _parse(self, source: Source, context: Context) -> Read:
        before = self._reads.get(source.path)
        if before is not None and before[:2] == (source, context):
            return before[2]
        read = read_post(source, context)
        self._reads[source.path] = (source, context, read)
        return read

    def _last_good(self, name: str, context: Context) -> Post | None:
        kept = self._kept.get(name)
        if kept is None or kept.good is None:
            return None
        return read_post(Source(name, kept.good, kept.first_seen), context).post

    def _keep(self, name: str, *, good: bool) -> KeptFile:
        file, kept = self._files[name], self._kept.get(name)
        first_seen = kept.first_seen if kept else file.came
        return KeptFile(first_seen, file.text if good else kept.good if kept else None)


def open_site(root: Path, kept: Mapping[str, KeptFile] | None = None) -> Loaded:
    """Read a site once. Raises SiteError, or StatusPageError where there is no such folder."""
    if not root.is_dir():
        raise StatusPageError(f"There is no folder {root}: statuspage init {root} makes one to begin with.")
    return SiteFiles(root, kept).look()


def renamed(site: Site) -> tuple[list[tuple[CheckKey, CheckKey]], list[tuple[str, str]]]:
    """What the site says was named otherwise: its checks and its components, old names before new ones."""
    checks = [
        (CheckKey(component, name, check.key.region), check.key)
        for owner in site.components
        for check in owner.checks
        for component in (owner.id, *owner.was)
        for name in (check.key.name, *check.was)
        if (component, name) != (owner.id, check.key.name)
    ]
    components = [(old, component.id) for component in site.components for old in component.was]
    return checks, components


def pause_after(cost: float) -> float:
    """Seconds to wait until the next look, so that looking takes at most a twentieth of the time."""
    return max(0.2, 20 * cost)


def timed_look(files: SiteFiles) -> tuple[Loaded, float]:
    """A look, and the seconds it took."""
    start = time.perf_counter()
    loaded = files.look()
    return loaded, time.perf_counter() - start
