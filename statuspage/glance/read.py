"""Reads a page from its address, or a site from its folder and its store."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.decide.history import HISTORY_WINDOW
from statuspage.errors import StatusPageError
from statuspage.glance import own, statuspage
from statuspage.glance.fetched import fetch_json
from statuspage.glance.value import Glance, Part, Said, fit
from statuspage.language.language import Language
from statuspage.language.shelf import language_of
from statuspage.model.snapshot import Snapshot
from statuspage.model.text import Text
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader

_FORMS: Mapping[str, Callable[[Mapping[str, object]], Glance | None]] = {
    own.PATH: own.read_own,
    statuspage.PATH: statuspage.read_summary,
}
"""What a page may answer, by the address below its own; the first that it has counts."""


def read_page(url: str) -> Glance:
    """What the page at ``url`` says: our own snapshot, else a Statuspage summary.

    Each is waited for 10 s, and read up to 5 MB. Raises StatusPageError, of what came of both.
    """
    why = []
    for path, read in _FORMS.items():
        try:
            found = read(fetch_json(url.rstrip("/") + path))
        except StatusPageError as error:
            why.append(f"{path} {error}")
            continue
        if found is not None:
            return found
        why.append(f"{path} is none of a status page")
    raise StatusPageError(f"{fit(url)} can't be read: {'; '.join(why)}.")


def read_folder(root: Path, folder: Path, now: datetime) -> Glance:
    """What the page of the site in ``root`` says by its data in ``folder``.

    Raises SiteError, StoreError or StatusPageError.
    """
    reader = Reader(folder)
    try:
        site = open_site(root, reader.files(), secrets=False).site
        held = reader.measurements(now - HISTORY_WINDOW)
    finally:
        reader.close()
    return of_snapshot(take(site, held, now, LIVE_VALIDITY), language_of(site.language, root))


def of_snapshot(page: Snapshot, language: Language) -> Glance:
    """A snapshot at a glance."""
    today = page.generated_at.astimezone(page.page.zone).date()

    def say(said: Text) -> str:
        return fit(language.say(said, page.page.zone, today))

    parts = (
        Part(
            fit(one.name), one.status, one.group and fit(one.group), one.since, say(one.reason), one.measured
        )
        for one in page.components
    )
    return Glance(
        fit(page.page.name),
        page.page.url,
        page.status,
        say(page.sentence),
        page.generated_at,
        page.valid_until,
        tuple(parts),
        tuple(_said(page)),
    )


def _said(page: Snapshot) -> Iterator[Said]:
    for post in page.posts:
        if post.open:
            last = post.post.updates[-1]
            yield Said(fit(post.post.title), post.state, last.at, fit(last.body))
