"""What several views need of one snapshot, made once."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import current_app

from statuspage.model.snapshot import Snapshot
from statuspage.web.public import snapshot

Made = TypeVar("Made")

_NAME = "made_once"


def once(make: Callable[[Snapshot], Made], of: Snapshot | None = None) -> Made:
    """What ``make``, a function of a module, makes of the present snapshot; kept until there is another.

    Outside of a view, in the app's context, ``of`` names the snapshot.
    """
    now = of or snapshot()
    kept = cast(tuple[Snapshot, dict[Any, Any]] | None, current_app.extensions.get(_NAME))
    if kept is None or kept[0] is not now:
        kept = current_app.extensions[_NAME] = now, {}
    if make not in kept[1]:
        kept[1][make] = make(now)
    return cast(Made, kept[1][make])
