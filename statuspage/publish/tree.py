"""Copies of a built page that cost no bytes: links to the same files, which are never written again."""

import os
import shutil
from pathlib import Path

from statuspage.placing import MANIFEST, read_manifest
from statuspage.publish.notpublished import NotPublished


def link_tree(source: Path, copy: Path) -> None:
    """Make ``copy`` a whole copy of the build in ``source``, by links where one disk holds both.

    What was there before goes. Raises OSError, NotPublished where the build was cut off, or StatusPageError.
    """
    built = read_manifest(source / MANIFEST)
    if not built.whole:
        raise NotPublished("The last build was cut off; the next one is brought.")
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    made = {copy}
    for name in (*built.files, MANIFEST):
        target = copy / name
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        _link(source / name, target)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or one that knows no links
        shutil.copy2(source, target)
