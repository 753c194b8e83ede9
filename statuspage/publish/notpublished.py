"""What a target raises."""

from statuspage.errors import StatusPageError


class NotPublished(StatusPageError):
    """A target could not be given the page; the sentence says why, for operators, and holds no secret."""
