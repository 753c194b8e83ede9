"""The live page for any WSGI server: ``statuspage.web.wsgi:app``.

The site is the folder STATUSPAGE_SITE (default: the present one), its data STATUSPAGE_DATA
(default: ``.statuspage`` in the site).
"""

import os
from pathlib import Path

from statuspage.parent import end_with_named_parent
from statuspage.web.cache import PageCache
from statuspage.web.render import Renderer
from statuspage.web.source import Source
from statuspage.web.theme import Theme


def make_app(root: Path, folder: Path) -> PageCache:
    """The live page of a site as a WSGI app. Raises SiteError where the site can't be used."""
    theme = Theme(root)
    return PageCache(Source(root, folder, theme), Renderer(theme))


end_with_named_parent()
_root = Path(os.environ.get("STATUSPAGE_SITE", "."))
app = make_app(_root, Path(os.environ.get("STATUSPAGE_DATA") or _root / ".statuspage"))
