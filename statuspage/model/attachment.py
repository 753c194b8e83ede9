"""Images that posts show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """An image below ``incidents/`` that a post shows.

    ``name`` is its path there, with slashes; ``kind`` its media type; ``size`` is in bytes, ``width``
    and ``height`` are in pixels; ``digest`` changes with its content.
    """

    name: str
    kind: str
    size: int
    width: int
    height: int
    digest: str
