"""The list of what is public: the views themselves say for which arguments they have something to show."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import unquote

from flask import Flask, current_app, g
from flask.typing import ResponseReturnValue

from statuspage.model.snapshot import Snapshot

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Arguments = Callable[[Snapshot], Iterable[Mapping[str, Any]]]

_MARK = "statuspage_public"

_MOST_BUILT = 50_000
"""So many addresses are kept from one snapshot to the next, since making them is slow."""


def public(arguments: Arguments = lambda _: ({},)) -> Callable[[View], View]:
    """Mark a view as part of the page: served from the cache, and written by the export.

    ``arguments`` gives, for a snapshot, the arguments of each of its addresses.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, arguments)
        return view

    return mark


def public_paths(app: Flask, snapshot: Snapshot) -> list[str]:
    """Every public address of a snapshot, in order.

    Raises ValueError where two views have one address, which is a mistake of ours.
    """
    adapter = app.url_map.bind("")
    built: dict[str, dict[tuple[Any, ...], str]] = app.extensions.setdefault("built_paths", {})
    if sum(map(len, built.values())) > _MOST_BUILT:
        built.clear()
    paths: list[str] = []
    for rule in app.url_map.iter_rules():
        arguments = getattr(app.view_functions[rule.endpoint], _MARK, None)
        if arguments is not None:
            known = built.setdefault(rule.endpoint, {})
            for given in arguments(snapshot):
                key = tuple(given.values())
                if key not in known:
                    known[key] = unquote(adapter.build(rule.endpoint, given))
                paths.append(known[key])
    if len(set(paths)) != len(paths):
        twice = sorted({path for path in paths if paths.count(path) > 1})
        raise ValueError(f"two views have one address: {', '.join(twice)}")
    return sorted(paths)


def is_public(view: Callable[..., Any]) -> bool:
    """Whether a view is part of the page."""
    return hasattr(view, _MARK)


def snapshot() -> Snapshot:
    """The snapshot that the present view is to render."""
    return cast(Snapshot, g.snapshot)


def fill(template: str, **given: Any) -> str:
    """Fill a template with what every template is given, the snapshot and its page, and what this one is."""
    now = snapshot()
    return current_app.jinja_env.get_template(template).render(snapshot=now, page=now.page, **given)
