"""A clock that can be turned while a process runs (libfaketime); skipped, by name, where there is none."""

from pathlib import Path

import pytest

_PLACES = [
    *Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"),
    *Path("/usr/lib").glob("faketime/libfaketimeMT.so.1"),
    *Path("/usr/lib64").glob("faketime/libfaketimeMT.so.1"),
]


class Clock:
    """What a process with this clock's environment takes for the time; stopwatches are not touched."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def env(self) -> dict[str, str]:
        """The environment of a process that goes by this clock."""
        if not _PLACES:
            pytest.skip("libfaketime is not installed")
        self.turn("+0")
        return {
            "LD_PRELOAD": str(_PLACES[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "TZ": "UTC",
        }

    def turn(self, to: str) -> None:
        """``-1d`` sets it back by a day, ``2026-11-23 10:00:00`` lets it stand still then."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{to}\n")
        new.replace(self._file)
