"""How long there is nothing to decide about notices, where nothing is measured or written anew."""

from datetime import datetime, timedelta

from statuspage.decide.notices import Told
from statuspage.model.snapshot import Snapshot
from statuspage.model.status import Status

LONGEST = timedelta(minutes=1)
"""So long at most nothing is decided, whatever else the clock may bring."""


def rests_until(page: Snapshot, told: Told, git_failing_since: datetime | None) -> datetime | None:
    """Until when a page that stays as it is gives no notice after those that were ``told`` of.

    None while anything goes on of which time alone makes more: trouble becomes an incident, a change
    waits for others, what is unknown is told when it lasts.
    """
    trouble = any(one.status.is_trouble for one in page.components)
    unknown = any(told.statuses.get(id_) is not Status.UNKNOWN for id_ in told.unknown_since)
    git_changes = (git_failing_since is not None) is not told.git_failing
    if trouble or unknown or git_changes or told.gathering_since is not None:
        return None
    edges = (at for post in page.posts for at in (post.started_at, post.post.ends) if at is not None)
    ahead = (at for at in edges if at > page.generated_at)
    return min([page.generated_at + LONGEST, *ahead])
