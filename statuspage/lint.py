"""Everything that is wrong with a site's files."""

from dataclasses import dataclass
from pathlib import Path

from statuspage.errors import Fault, SiteError
from statuspage.sitefiles import open_site


@dataclass(frozen=True, slots=True)
class Findings:
    """The faults of a site, and how much there was to look at."""

    faults: tuple[Fault, ...]
    components: int = 0
    checks: int = 0
    posts: int = 0


def lint(root: Path) -> Findings:
    """Read the site in ``root``. Raises StatusPageError where there is no such folder."""
    try:
        loaded = open_site(root)
    except SiteError as error:
        return Findings(error.faults)
    site = loaded.site
    return Findings(loaded.faults, len(site.components), len(site.checks), len(site.posts))
