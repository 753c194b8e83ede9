"""The first files of a new site."""

from importlib.resources import files
from pathlib import Path

from statuspage.errors import StatusPageError

_HOOK = ".githooks/pre-commit"
_NAMES = ("statuspage.toml", "incidents/_example.md", _HOOK, ".github/workflows/statuspage.yml")


def starter_text(name: str) -> str:
    """The text of one of the first files, by its path inside the site."""
    kept = files("statuspage.site").joinpath("starter_files", name.removeprefix("."))
    return kept.read_text(encoding="utf-8")


def write_starter(directory: Path) -> list[Path]:
    """Write the first files of a site into a folder, which is made when it is not there.

    Returns the paths written. Raises StatusPageError, with nothing written, when one of the
    files is there already, and when the folder can't be written.
    """
    texts = {directory / name: starter_text(name) for name in _NAMES}
    for path in texts:
        if path.is_symlink() or path.exists():
            raise StatusPageError(f"{path} is there already, and init overwrites nothing.")
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        (directory / _HOOK).chmod(0o755)  # git runs no other
    except OSError as error:
        raise StatusPageError(f"{directory} can't be written: {error.strerror}.") from error
    return list(texts)
