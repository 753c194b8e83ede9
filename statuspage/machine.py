"""Where the machine's own file is, and what it lets a site have."""

import os
from datetime import timedelta
from pathlib import Path

from statuspage.errors import Fault
from statuspage.git.checkout import find_checkout
from statuspage.git.command import GitFailed
from statuspage.model.machine import DEFAULT, VARIABLE, Machine
from statuspage.site.machineschema import parse_machine

_PATIENCE = timedelta(seconds=5)


def read_machine(root: Path) -> tuple[Machine, bool]:
    """What the machine grants to the site in ``root``, and whether that was ever brought up to date by git.

    It was even where a push has since taken ``[git]`` out of the site.
    """
    path = Path(os.environ.get(VARIABLE) or DEFAULT)
    try:
        checkout = find_checkout(root.resolve(), _PATIENCE)
    except GitFailed:
        return _read(path), False
    if path.resolve().is_relative_to(checkout.top):
        rule = "It lies in the site's checkout, where whoever may push could change it."
        return Machine(str(path), there=True, faults=(Fault(str(path), rule, DEFAULT),)), checkout.is_followed
    return _read(path), checkout.is_followed


def _read(path: Path) -> Machine:
    try:
        return parse_machine(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return Machine(str(path))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not UTF-8"
        fault = Fault(str(path), f"The file can't be read ({why}).", f"chmod a+r {path}")
        return Machine(str(path), there=True, faults=(fault,))
