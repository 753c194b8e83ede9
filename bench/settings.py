"""What every measurement is told."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """``quick`` asks for a shorter measurement; ``folder`` is empty, and gone afterwards."""

    quick: bool
    folder: Path
