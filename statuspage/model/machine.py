"""What a machine lets a site have that comes to it by git."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from statuspage.errors import Fault

VARIABLE = "STATUSPAGE_MACHINE"
"""The variable of the environment that says where machine.toml is."""

DEFAULT = "/etc/statuspage/machine.toml"


class Program(NamedTuple):
    """A program with its arguments, and what the environment is beside the usual variables."""

    run: tuple[str, ...]
    env: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Machine:
    """The programs by name, names of variables, and places of ``machine.toml``; ``path`` is that file.

    ``there`` is whether there is such a file at all.
    """

    path: str
    there: bool = False
    commands: Mapping[str, Program] = field(default_factory=dict, repr=False)
    names: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    remotes: frozenset[str] = frozenset()
    faults: tuple[Fault, ...] = ()
