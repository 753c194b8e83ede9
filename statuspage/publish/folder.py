"""Publishing to a folder that a web server serves.

Where nothing stands yet at the target's path, that path becomes a symbolic link to a folder beside it,
and each publication swaps the link: a visitor, and whoever cuts us off, finds the old page or the new
one whole. A folder that is there already, such as a mounted one, is filled file by file: each file is
whole, assets come before the pages that name them, and only at the end goes what is no more.
"""

import os
import shutil
from pathlib import Path

from statuspage.errors import StatusPageError
from statuspage.placing import MANIFEST, begin, place, read_manifest
from statuspage.publish.notpublished import NotPublished
from statuspage.publish.tree import link_tree


def to_folder(built: Path, target: Path) -> None:
    """Bring the build in ``built`` to a folder. Raises NotPublished."""
    try:
        if target.is_symlink() or not target.exists():
            _swap(built, target)
        else:
            now = read_manifest(built / MANIFEST)
            place(target, begin(target), now, lambda name: (built / name).read_bytes())
    except OSError as error:
        raise NotPublished(f"{error.filename or target} can't be written: {error.strerror}.") from error
    except StatusPageError as error:
        raise NotPublished(str(error)) from error


def _swap(built: Path, target: Path) -> None:
    releases = target.with_name(f".{target.name}.releases")
    present = Path(os.readlink(target)).name if target.is_symlink() else ""
    if target.is_symlink() and target.resolve().parent != releases.resolve():
        raise NotPublished(f"{target} is a link that this program did not make: name another folder.")
    releases.mkdir(parents=True, exist_ok=True)
    following = releases / ("b" if present == "a" else "a")
    link_tree(built, following)
    new = releases / "new"
    new.unlink(missing_ok=True)
    new.symlink_to(f"{releases.name}/{following.name}")
    os.replace(new, target)
    for left in releases.iterdir():
        if left.name not in ("a", "b"):
            shutil.rmtree(left, ignore_errors=True)
