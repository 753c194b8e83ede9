"""The running demo: its folder, its services and its copy of the sample site."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from statuspage.demo.folder import add_past
from statuspage.demo.services import Service, read_services
from statuspage.demo.site import write_demo_site
from statuspage.errors import StatusPageError
from statuspage.timeutil import utc_now

NO_PAST = timedelta(0)
"""For a demo that begins with nothing measured."""

_PATIENCE = 15.0
"""Seconds in which the services must listen."""

_LOCK = "demo.lock"


@contextmanager
def running_demo(
    folder: Path | None, url: str, *, history: timedelta = NO_PAST, seed: int = 1
) -> Iterator[Path]:
    """Run the services; gives the folder of the site that asks them. Everything is gone afterwards.

    ``folder`` must be new or an earlier demo's (None: one in the temporary folder, one a user);
    ``url`` is where the page will be. So much ``history`` is made up before it begins.
    Raises StatusPageError where a demo runs there already.
    """
    place = _prepare(folder or _default())
    with (place / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StatusPageError(
                f"A demo already runs in {place}: stop it, or give this one a place, --dir /tmp/other."
            ) from None
        services = subprocess.Popen([sys.executable, "-m", "statuspage.demo.services", str(place)])
        try:
            site = place / "site"
            shutil.rmtree(site, ignore_errors=True)
            write_demo_site(site, _wait_for(services, place), url=url)
            if history > NO_PAST:
                add_past(site, site / ".statuspage", history=history, seed=seed, now=utc_now())
            yield site
        finally:
            services.terminate()
            services.wait(_PATIENCE)
            shutil.rmtree(place, ignore_errors=True)


def running_folder(folder: Path | None) -> Path:
    """The folder of the demo that runs. Raises StatusPageError where none does."""
    place = folder or _default()
    if not read_services(place):
        elsewhere = "" if folder else ", or name the folder of yours, --dir DIR"
        raise StatusPageError(f"No demo runs in {place}: start one with statuspage demo{elsewhere}.")
    return place


def _default() -> Path:
    return Path(tempfile.gettempdir()) / f"statuspage-demo-{os.getuid()}"


def _prepare(place: Path) -> Path:
    """A folder that is the user's own: in the temporary folder anybody may have put something there."""
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StatusPageError(f"{place} can't be made ({error.strerror}): name another, --dir DIR.") from None
    if place.is_symlink() or place.stat().st_uid != os.getuid():
        raise StatusPageError(f"{place} belongs to somebody else: name another folder, --dir DIR.")
    if any(place.iterdir()) and not (place / _LOCK).exists():
        raise StatusPageError(f"{place} is not empty and no demo wrote it: name a new folder, --dir DIR.")
    return place


def _wait_for(services: "subprocess.Popen[bytes]", place: Path) -> Mapping[str, Service]:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and services.poll() is None:
        found = read_services(place)
        if found:
            return found
        time.sleep(0.05)
    raise StatusPageError("The demo's services did not start.")
