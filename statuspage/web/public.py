"""The list of what is public: the views themselves say for which arguments they have something to show."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast
from urllib.parse import unquote

from flask import Flask, abort, current_app, g
from flask.typing import ResponseReturnValue

from statuspage.model.snapshot import ComponentNow, Snapshot
from statuspage.web.theme import Theme

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Arguments = Callable[[Snapshot], Iterable[Mapping[str, Any]]]

MadeOf = Callable[..., object]
"""What a page is made of, by snapshot and arguments; None where nobody can tell."""

_MARK = "statuspage_public"
_MADE_OF = "statuspage_made_of"

_MOST_BUILT = 50_000
"""So many addresses are kept from one snapshot to the next, since making them is slow."""


def public(arguments: Arguments = lambda _: ({},), made_of: MadeOf | None = None) -> Callable[[View], View]:
    """Mark a view as part of the page: served from the cache, and written by the export.

    ``arguments`` gives, for a snapshot, the arguments of each of its addresses; ``made_of`` all that
    such a page is made of besides the site's settings and the theme, where it shows nothing of the present.
    """

    def mark(view: View) -> View:
        setattr(view, _MARK, arguments)
        setattr(view, _MADE_OF, made_of)
        return view

    return mark


def public_paths(app: Flask, snapshot: Snapshot) -> list[str]:
    """Every public address of a snapshot, in order.

    Raises ValueError where two views have one address, which is a mistake of ours.
    """
    paths = [path for _, _, path in paths_with(app, snapshot)]
    if len(set(paths)) != len(paths):
        twice = sorted({path for path in paths if paths.count(path) > 1})
        raise ValueError(f"two views have one address: {', '.join(twice)}")
    return sorted(paths)


def paths_with(app: Flask, snapshot: Snapshot) -> Iterator[tuple[Callable[..., Any], Mapping[str, Any], str]]:
    """Every public address of a snapshot with its view and the view's arguments."""
    adapter = app.url_map.bind("")
    built: dict[str, dict[tuple[Any, ...], str]] = app.extensions.setdefault("built_paths", {})
    if sum(map(len, built.values())) > _MOST_BUILT:
        built.clear()
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        arguments = getattr(view, _MARK, None)
        if arguments is None:
            continue
        known = built.setdefault(rule.endpoint, {})
        for given in arguments(snapshot):
            key = tuple(given.values())
            if key not in known:
                known[key] = unquote(adapter.build(rule.endpoint, given))
            yield view, given, known[key]


def made_of(view: Callable[..., Any]) -> MadeOf | None:
    """How to tell what a page of a public view is made of."""
    return cast(MadeOf | None, getattr(view, _MADE_OF, None))


def is_public(view: Callable[..., Any]) -> bool:
    """Whether a view is part of the page."""
    return hasattr(view, _MARK)


def snapshot() -> Snapshot:
    """The snapshot that the present view is to render."""
    return cast(Snapshot, g.snapshot)


def component_of(id_: str) -> ComponentNow:
    """The snapshot's component of that id; an unknown one is answered with 404."""
    found = next((one for one in snapshot().components if one.id == id_), None)
    if found is None:
        abort(404)
    return found


def theme() -> Theme:
    """The theme that the present view renders with."""
    return cast(Theme, current_app.extensions["theme"])


def fill(template: str, **given: Any) -> str:
    """Fill a template with what every template is given, the snapshot and its page, and what this one is."""
    now = snapshot()
    return current_app.jinja_env.get_template(template).render(snapshot=now, page=now.page, **given)
