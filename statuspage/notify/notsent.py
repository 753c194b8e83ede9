"""What a notifier raises."""

from statuspage.errors import StatusPageError


class NotSent(StatusPageError):
    """A notice could not be sent; the sentence says why and holds no secret."""
