"""Where the files that come with the package lie: the sample site and the default theme.

In an installed wheel they are inside the package; in a checkout they are at its top.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

from statuspage.errors import StatusPageError

_PACKAGE = Path(__file__).resolve().parent


def sample_site_dir() -> Path:
    """The folder that holds the sample site's ``statuspage.toml`` and ``incidents/``.

    In a checkout it holds much else besides: copy only those two.
    Raises StatusPageError when the installation lacks them.
    """
    return _find("sample", _PACKAGE.parent, "statuspage.toml")


def templates_dir() -> Path:
    """The folder of the default templates. Raises StatusPageError when it is missing."""
    return _find("templates", _PACKAGE.parent / "templates")


def static_dir() -> Path:
    """The folder of the default static files. Raises StatusPageError when it is missing."""
    return _find("static", _PACKAGE.parent / "static")


@cache
def code() -> str:
    """A hash that changes with the program's own files: another version makes other pages."""
    found: list[tuple[str, int, int]] = []
    for folder, _, names in os.walk(_PACKAGE):
        ours = (name for name in names if name.endswith((".py", ".po")) and not name.startswith("."))
        for file in (os.path.join(folder, name) for name in ours):  # an editor's hidden link leads nowhere
            status = os.stat(file)
            found.append((file, status.st_mtime_ns, status.st_size))
    return hashlib.sha256(repr(sorted(found)).encode()).hexdigest()


def _find(name: str, in_checkout: Path, witness: str = "") -> Path:
    for folder in (_PACKAGE / "_bundled" / name, in_checkout):
        if (folder / witness).exists():
            return folder
    raise StatusPageError(f"This installation lacks its {name} folder: install statuspage-generator again.")
