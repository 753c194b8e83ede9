"""SQLite's errors in the words of an operator."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from statuspage.errors import StatusPageError


class StoreError(StatusPageError):
    """The store can't be used now."""


class StoreLocked(StoreError):
    """Another program holds the database; it may be free again soon."""


class StoreDamaged(StoreError):
    """The file is not, or is no longer, a sound database."""


class StoreReplaced(StoreError):
    """The file that is open is no longer the one that has the database's name."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what sqlite3 and the system raise into one of our errors, with the way out."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise StoreLocked(
                f"The database {path} is locked by another program: end that program."
            ) from error
        if isinstance(error, sqlite3.OperationalError) and "malformed" not in text:
            raise StoreError(f"The database {path} can't be used ({text}).") from error
        raise _damaged(path, text) from error
    except OSError as error:  # a permission that was lost, or no file handle that is left
        raise StoreError(f"The database {path} can't be used ({error.strerror}).") from error
    except (ValueError, KeyError, TypeError, OverflowError) as error:  # what is in it makes no sense
        raise _damaged(path, f"{type(error).__name__}: {error}") from error


def _damaged(path: Path, text: str) -> StoreDamaged:
    return StoreDamaged(
        f"The database {path} is damaged ({text}): restore a backup, or start anew with "
        "--new-database, which keeps the damaged file beside the new one."
    )
