"""Errors whose text is meant for the person who can mend them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a fault matters: an error stops ``lint``, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what somebody wrote.

    ``place`` is a file with a line or a key path (``incidents/a.md:12``,
    ``statuspage.toml: components.mail.name``), ``rule`` one sentence that says
    what is wrong, ``example`` what would be right.
    """

    place: str
    rule: str
    example: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        kind = "" if self.severity is Severity.ERROR else "warning: "
        return f"{self.place}: {kind}{self.rule} For example: {self.example}"


class StatusPageError(Exception):
    """Something is wrong in a way that one sentence explains; the command prints it and exits with 1."""


class SiteError(StatusPageError):
    """The site's files can't be used; ``faults`` holds every reason."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
