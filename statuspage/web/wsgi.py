"""The live page for any WSGI server: ``statuspage.web.wsgi:app``.

The site is the folder STATUSPAGE_SITE (default: the present one), its data STATUSPAGE_DATA
(default: ``.statuspage`` in the site).
"""

import gc
import os
from pathlib import Path

from statuspage.git.checkout import untracked
from statuspage.parent import end_with_named_parent
from statuspage.timeutil import utc_now
from statuspage.web.cache import PageCache
from statuspage.web.render import Renderer
from statuspage.web.sandbox import limit_memory
from statuspage.web.source import Source
from statuspage.web.theme import Theme

_MOST_MEMORY = 2 << 30
"""Bytes of a worker: a site of 10,000 incidents takes a tenth of it."""


def make_app(root: Path, folder: Path) -> PageCache:
    """The live page of a site as a WSGI app. Raises SiteError where the site can't be used."""
    theme = Theme(root)
    renderer = Renderer(theme)
    if os.environ.get("STATUSPAGE_PARTS"):
        _show_parts(renderer)
    return PageCache(Source(root, folder, theme), renderer)


def _show_parts(renderer: Renderer) -> None:
    """The demo shows what a page is made of; no other site does."""
    from statuspage.demo.gallery import SAMPLE, gallery
    from statuspage.web.parts import add_parts

    add_parts(renderer.app, lambda: gallery(SAMPLE, utc_now()))


end_with_named_parent()
limit_memory(_MOST_MEMORY)
_root = Path(os.environ.get("STATUSPAGE_SITE", "."))
gc.disable()  # all that is made at first stays
app = make_app(_root, untracked(Path(os.environ.get("STATUSPAGE_DATA") or _root / ".statuspage")))
gc.collect()
gc.freeze()  # the past is large and has no loops: to look over it again and again takes long
gc.enable()
