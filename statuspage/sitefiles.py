"""The site as its files have it: what is wrong is reported, the last good version stays."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from statuspage.checks import KINDS
from statuspage.errors import Fault, SiteError, StatusPageError
from statuspage.fields import without_secrets
from statuspage.git.command import GitFailed
from statuspage.git.history import FileHistory, History
from statuspage.machine import read_machine
from statuspage.model.kept import KeptFile
from statuspage.model.post import Post
from statuspage.model.result import CheckKey
from statuspage.model.site import Site
from statuspage.site.addresses import apart
from statuspage.site.config import ConfigRead, read_config
from statuspage.site.namedimages import NamedImage
from statuspage.site.posts import Context, Read, Source, context_of, read_post
from statuspage.site.recurrence import misplaced
from statuspage.sitefolder import CONFIG, Found, scan
from statuspage.siteimages import SiteImages
from statuspage.upstream import UPSTREAMS

_LONG_AFTER = timedelta(minutes=10)
"""A commit so soon after an update is the update's own: people write the time, then commit."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The site as its files have it now.

    ``files`` is what is worth keeping of each file; ``broken`` names those that can't be used as
    they are now, whether or not a last good version stands in for them.
    """

    site: Site
    faults: tuple[Fault, ...]
    files: Mapping[str, KeptFile]
    broken: frozenset[str] = frozenset()


class SiteFiles:
    """Looks at a site's folder; used by one thread.

    ``kept`` is what earlier runs knew (the store's files): the fall-back for a file that is broken now.
    """

    def __init__(self, root: Path, kept: Mapping[str, KeptFile] | None = None) -> None:
        self._root = root
        self._kept = dict(kept or {})
        self._found: dict[str, Found] = {}
        self._config: tuple[str, ConfigRead] | None = None
        self._reads: dict[str, tuple[Source, Context, Read]] = {}
        self._loaded: Loaded | None = None
        self._history = History(root)
        self._images = SiteImages(root)

    def look(self) -> Loaded:
        """The site; the very same value as last time if nothing changed.

        Raises SiteError where there is no usable statuspage.toml and never was.
        """
        found = scan(self._root, self._found)
        if self._loaded is None or found != self._found or self._images.changed():
            self._found = found
            self._loaded = self._load()
            self._kept.update(self._loaded.files)
        return self._loaded

    def learn(self, kept: Mapping[str, KeptFile]) -> None:
        """Let what is kept elsewhere stand in for the files that are broken; the next look makes use of it.

        So all who look at one site show the same, whichever versions of a file each of them has seen.
        """
        if self._loaded is None:
            return
        better = {
            name: kept[name]
            for name in self._loaded.broken & kept.keys()
            if kept[name].good is not None and kept[name] != self._kept.get(name)
        }
        if better:
            self._kept.update(better)
            self._loaded = None

    def _load(self) -> Loaded:
        site, config_faults, sound = self._site()
        faults = [*config_faults, *(fault for file in self._found.values() for fault in file.faults)]
        broken = set() if sound else {CONFIG}
        kept = {CONFIG: self._keep(CONFIG, good=sound)} if CONFIG in self._found else {}
        commits = self._commits()
        context = context_of(site)
        posts: list[Post] = []
        images: list[tuple[str, NamedImage]] = []
        for name in self._found.keys() - {CONFIG}:
            read = self._read(name, context, commits.get(name))
            faults.extend(read.faults)
            kept[name] = self._keep(name, good=read.post is not None)
            if read.post is None and not read.draft:
                broken.add(name)
                read = self._last_good(name, context)
            if read.post is not None:
                posts.append(_dated(read.post, self._found[name].came, commits.get(name)))
                images.extend((name, image) for image in read.images)
        shown, shared = apart(sorted(posts, key=lambda post: post.path))
        faults.extend((*shared, *misplaced(shown, site.zone)))
        attachments, image_faults = self._images.take(images)
        faults.extend(image_faults)
        site = replace(site, posts=shown, attachments=attachments)
        return Loaded(site, tuple(sorted(faults, key=lambda fault: fault.place)), kept, frozenset(broken))

    def _site(self) -> tuple[Site, tuple[Fault, ...], bool]:
        """The configuration, or the last good one, what is wrong now, and whether it is the present one."""
        file = self._found.get(CONFIG)
        if file is None:
            right = "statuspage init DIR writes one to begin with"
            read = ConfigRead(None, (Fault(CONFIG, f"There is no {CONFIG} in {self._root}.", right),))
        elif file.text is None:
            read = ConfigRead(None, ())
        else:
            read = self._read_config(file.text)
        if read.site is not None:
            return read.site, read.faults, True
        kept = self._kept.get(CONFIG)
        last_good = self._read_config(kept.good).site if kept and kept.good is not None else None
        if last_good is None:
            raise SiteError((*read.faults, *(file.faults if file else ())))
        return last_good, read.faults, False

    def _read_config(self, text: str) -> ConfigRead:
        if self._config is None or self._config[0] != text:
            options = {name: kind.options for name, kind in KINDS.items()}
            machine, followed = read_machine(self._root)
            self._config = (
                text,
                read_config(
                    text,
                    name=CONFIG,
                    kinds=options,
                    upstreams=UPSTREAMS,
                    machine=machine,
                    followed=followed,
                ),
            )
        return self._config[1]

    def _commits(self) -> Mapping[str, FileHistory]:
        """What the site's commits tell of its posts; nothing where it is in no repository."""
        if not (self._root / ".git").exists():
            return {}
        try:
            return self._history.look()
        except GitFailed:
            return {}

    def _read(self, name: str, context: Context, commits: FileHistory | None) -> Read:
        file, kept = self._found[name], self._kept.get(name)
        if file.text is None:
            return Read(None, ())
        source = Source(name, file.text, _came(file.came, kept, commits), changed=file.came)
        before = self._reads.get(name)
        if before is None or before[:2] != (source, context):
            self._reads[name] = (source, context, read_post(source, context))
        return self._reads[name][2]

    def _last_good(self, name: str, context: Context) -> Read:
        kept = self._kept.get(name)
        if kept is None or kept.good is None:
            return Read(None, ())
        return read_post(Source(name, kept.good, kept.first_seen), context)

    def _keep(self, name: str, *, good: bool) -> KeptFile:
        file, kept = self._found[name], self._kept.get(name)
        return KeptFile(
            first_seen=kept.first_seen if kept else file.came,
            good=file.text if good else kept.good if kept else None,
        )


def _came(now: datetime, kept: KeptFile | None, commits: FileHistory | None) -> datetime:
    """When a file came: with its first commit, or before, where it was seen here by then.

    What was shown before it was committed keeps its date, and so the ids that were made of it.
    """
    seen = kept.first_seen if kept else now
    committed = commits.first if commits else None
    return min(seen, committed or seen)


def _dated(post: Post, written: datetime, commits: FileHistory | None) -> Post:
    """The post with when it was last changed, and when edited.

    It was changed with its last commit; where it is in none, when the file was ``written`` here. It was
    edited when that commit came well after its last update. A post with one commit was never edited,
    however late it was written. Two have the same date only where a script made them at once.
    """
    if commits is None:
        return replace(post, changed_at=written)
    edited = commits.last != commits.first and commits.last > post.updates[-1].at + _LONG_AFTER
    return replace(post, changed_at=commits.last, edited_at=commits.last if edited else None)


def open_site(root: Path, kept: Mapping[str, KeptFile] | None = None, *, secrets: bool = True) -> Loaded:
    """Read a site once; without ``secrets``, those that the environment lacks are not asked for.

    Raises SiteError, or StatusPageError where there is no such folder."""
    if not root.is_dir():
        raise StatusPageError(f"There is no folder {root}: statuspage init {root} makes one to begin with.")
    with nullcontext() if secrets else without_secrets():
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
