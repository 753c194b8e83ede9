"""What one look at the machine, the page or the repository came to."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How it is: only what is wrong makes the command fail."""

    FINE = "fine"
    WARNING = "warning"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Examined:
    """A look at one ``thing``: a sentence on how it is, and on what would help (empty where nothing need)."""

    thing: str
    level: Level
    sentence: str
    help: str = ""
