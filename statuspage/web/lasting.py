"""Pages that tell what was: what they are made of, so that a build needn't make them again.

Only pages that say so by ``public(made_of=…)`` have a key. A site with templates of its own has none,
since nobody knows what those show.
"""

import hashlib

from flask import Flask

from statuspage.model.snapshot import Snapshot
from statuspage.resources import code
from statuspage.web.public import made_of, paths_with
from statuspage.web.theme import Theme


def keys(app: Flask, snapshot: Snapshot, theme: Theme) -> dict[str, str]:
    """By address: a hash of all that the page there is made of, for those of which that is known."""
    if any((theme.root / "templates").glob("**/*")):
        return {}
    base = _base(snapshot, theme)
    found: dict[str, str] = {}
    for view, given, path in paths_with(app, snapshot):
        made = made_of(view)
        thing = made(snapshot, **given) if made is not None else None
        if thing is not None:
            found[path] = hashlib.sha256(f"{base}{thing!r}".encode()).hexdigest()[:32]
    return found


def _base(snapshot: Snapshot, theme: Theme) -> str:
    """What every page is made of: the program, the theme, the site's own settings, and the day."""
    day = snapshot.generated_at.astimezone(snapshot.page.zone).date()
    upstream = any(one.shown for one in snapshot.providers)
    whole = (code(), theme.signature(), snapshot.page, upstream, day)
    return hashlib.sha256(repr(whole).encode()).hexdigest()
