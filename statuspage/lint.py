"""Everything that is wrong with a site's files, and where they contradict what is measured."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from statuspage.checks import KINDS
from statuspage.decide.automatic import is_automatic_id
from statuspage.decide.contradictions import Sight, contradictions, deleted, denials, sights
from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.decide.history import HISTORY_WINDOW
from statuspage.decide.posts import post_now
from statuspage.decide.verdicts import dependents_of
from statuspage.errors import Fault, Severity, SiteError, StatusPageError
from statuspage.language.shelf import FOLDER, faults_of, is_known, ours
from statuspage.livepage import read_live
from statuspage.lookfiles import look_faults
from statuspage.model.kept import KeptFile
from statuspage.model.site import Site
from statuspage.model.snapshot import Measurements, PostNow, Snapshot
from statuspage.model.status import Status
from statuspage.site.faults import Place
from statuspage.site.posts import Source, context_of, read_post
from statuspage.site.recurrence import split_occurrence
from statuspage.site.syntax import parse_toml
from statuspage.site.unzoned import unzoned
from statuspage.sitefiles import Loaded, open_site
from statuspage.sitefolder import CONFIG, POSTS
from statuspage.snapshot import take
from statuspage.store.reader import Reader
from statuspage.timeutil import utc_now
from statuspage.upstream import doubts

_MEASURED = "incidents open while all works, outages without a post, overrunning maintenances"
_ALL = f"{_MEASURED}, deleted posts that feeds still carry"
_NOTHING_HERE = "Nothing measured is here: --data DIR says where it is, --live asks the page itself."


@dataclass(frozen=True, slots=True)
class Findings:
    """The faults of a site, and how much there was to look at.

    ``skipped`` is a sentence about what was not looked at, and why; empty where all was.
    """

    faults: tuple[Fault, ...]
    components: int = 0
    checks: int = 0
    posts: int = 0
    skipped: str = ""

    def strict(self) -> "Findings":
        """The same with every warning an error."""
        return replace(self, faults=tuple(replace(one, severity=Severity.ERROR) for one in self.faults))


def lint(
    root: Path, folder: Path | None = None, *, live: bool = False, now: datetime | None = None
) -> Findings:
    """Read the site in ``root``, and what is measured of it at ``now`` (None: the present).

    That is in the data ``folder`` (None: in none), or with ``live`` on the page at the site's address.
    Raises StatusPageError where there is no folder ``root``.
    """
    try:
        loaded = open_site(root, secrets=False)
    except SiteError as error:
        return Findings(error.faults)
    site, moment = loaded.site, now or utc_now()
    faults = [
        *loaded.faults,
        *look_faults(root, site.look),
        *_check_warnings(site),
        *_provider_warnings(site),
        *_unzoned(loaded),
        *_language(root, site),
    ]
    try:
        found, why = _by_page(loaded, moment) if live else _by_store(loaded, folder, moment)
    except StatusPageError as error:
        found, why = [], f"{_ALL}. {error}"
    skipped = f"Not looked at: {why}" if why and (site.checks or site.posts) else ""
    return Findings(
        (*faults, *found), len(site.components), len(site.checks), len(site.posts), skipped=skipped
    )


def _check_warnings(site: Site) -> Iterator[Fault]:
    """What the kinds of the site's checks have to say of their options."""
    for component in site.components:
        place = Place(CONFIG).at("components", component.id, "checks")
        for index, check in enumerate(component.checks):
            for fault in KINDS[check.kind].warn(check.options):
                yield replace(fault, place=str(place.at(index, fault.place)))


def _provider_warnings(site: Site) -> Iterator[Fault]:
    """The providers that are read though nobody will see what they say, and names that they hardly use."""
    dependents = dependents_of({one.id: one.depends_on for one in site.components})
    for one in site.providers:
        place = Place(CONFIG).at("providers", one.id)
        if not one.announce and one.id not in dependents:
            rule = "Nothing depends on this provider and it is not announced, so it is not shown."
            yield Fault(str(place), rule, "announce = true", Severity.WARNING)
        for rule, example in doubts(one):
            yield Fault(str(place.at("match")), rule, example, Severity.WARNING)


def _language(root: Path, site: Site) -> Iterator[Fault]:
    """What is wrong with the catalogues of the site, and a language that has none."""
    yield from faults_of(root)
    if not is_known(site.language, root):
        rule = f"No catalogue for {site.language} is here: the page's own words are English."
        example = f'{FOLDER}/{site.language}.po, or language = "{ours()[-1]}"'
        yield Fault(str(Place(CONFIG).at("site", "language")), rule, example, Severity.WARNING)


def _unzoned(loaded: Loaded) -> Iterator[Fault]:
    """The times that name no zone, where the configuration names none for them either."""
    config = parse_toml(loaded.files[CONFIG].good or "", name=CONFIG, examples={})
    about = config.get("site")
    if isinstance(about, dict) and "time_zone" in about:
        return
    for path in sorted({post.path for post in loaded.site.posts} & loaded.files.keys()):
        kept = loaded.files[path]
        yield from unzoned(Source(path, kept.good or "", kept.first_seen))


def _by_store(loaded: Loaded, folder: Path | None, now: datetime) -> tuple[list[Fault], str]:
    """What contradicts the store, and what was not looked at. Raises StatusPageError where there is none."""
    if folder is None or not folder.is_dir():
        raise StatusPageError(_NOTHING_HERE)
    reader = Reader(folder)
    try:
        held, files = reader.measurements(now - HISTORY_WINDOW), reader.files()
    finally:
        reader.close()
    if held.tick is None and not files:
        raise StatusPageError(_NOTHING_HERE)
    snapshot = take(loaded.site, held, now, LIVE_VALIDITY)
    found, why = _against(snapshot, sights(snapshot))
    return [*found, *deleted(_gone(loaded, files, now), loaded.site.posts, now)], why


def _by_page(loaded: Loaded, now: datetime) -> tuple[list[Fault], str]:
    """What contradicts the page that is served, and what was not looked at.

    Raises StatusPageError where it can't be read.
    """
    page = read_live(loaded.site.url, now)
    snapshot = take(loaded.site, Measurements(), now, LIVE_VALIDITY)
    found, why = _against(snapshot, page.sights)
    return [*found, *_not_here(loaded, snapshot, page.posts)], why


def _against(snapshot: Snapshot, seen: Mapping[str, Sight]) -> tuple[list[Fault], str]:
    """What posts say against what is measured, and what was not looked at since nothing was lately."""
    names = {one.id: one.name for one in snapshot.components}
    known = {id_: one for id_, one in seen.items() if id_ in names}
    written = [one for one in snapshot.posts if not one.post.automatic]
    dependents = {one.id: one.dependents for one in snapshot.providers}
    found = [
        *contradictions(written, names, known, snapshot.generated_at),
        *denials(written, names, dependents, known),
    ]
    if any(one.status is not Status.UNKNOWN for one in known.values()):
        return found, ""
    measured = any(one.measured for one in snapshot.components)
    return found, f"{_MEASURED}. Nothing was measured lately: the monitor does not run." if measured else ""


def _not_here(loaded: Loaded, snapshot: Snapshot, carried: Iterable[str]) -> Iterator[Fault]:
    """The posts that the page carries and this folder has not."""
    posts = [*loaded.site.posts, *(one.post for one in snapshot.posts)]
    known = {name for post in posts for name in (post.id, *post.aliases)}
    for id_ in carried:
        path, series = f"{POSTS}/{id_}.md", split_occurrence(id_)
        if (
            id_ not in known
            and not is_automatic_id(id_)
            and path not in loaded.files
            and not (series and series[0] in known)
        ):
            rule = "The page and its feeds carry this post, which is not here: deleted, or not yet fetched."
            example = f"git pull, or in the post that replaces it write aliases: [{id_}]"
            yield Fault(path, rule, example, Severity.WARNING)


def _gone(loaded: Loaded, files: Mapping[str, KeptFile], now: datetime) -> Iterator[PostNow]:
    """The posts whose good text is known and whose file is no longer there."""
    names = {one.id: one.name for one in loaded.site.components}
    context = context_of(loaded.site)
    for path in sorted(files.keys() - loaded.files.keys() - {CONFIG}):
        kept = files[path]
        post = read_post(Source(path, kept.good, kept.first_seen), context).post if kept.good else None
        if post is not None:
            yield post_now(post, names, {}, now)
