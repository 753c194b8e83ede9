"""Everything that is wrong with a site's files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from statuspage.checks import KINDS
from statuspage.errors import Fault, SiteError
from statuspage.model.site import Site
from statuspage.site.faults import Place
from statuspage.sitefiles import open_site
from statuspage.sitefolder import CONFIG


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
    faults = (*loaded.faults, *_warnings(site))
    return Findings(faults, len(site.components), len(site.checks), len(site.posts))


def _warnings(site: Site) -> Iterator[Fault]:
    """What the kinds of the site's checks have to say of their options."""
    for component in site.components:
        place = Place(CONFIG).at("components", component.id, "checks")
        for index, check in enumerate(component.checks):
            for fault in KINDS[check.kind].warn(check.options):
                yield replace(fault, place=str(place.at(index, fault.place)))
