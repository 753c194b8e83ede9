"""``/embed/``: a banner for the product's own pages, in an iframe. It alone may be framed."""

from flask import Blueprint, Response

from statuspage.decide.recurrence import next_of_each
from statuspage.model.post import Kind, State
from statuspage.model.snapshot import PostNow
from statuspage.model.status import Status
from statuspage.web.public import fill, public, snapshot, theme
from statuspage.web.theme import EMBED_SCRIPT, EMBED_STYLE, csp_hash

blueprint = Blueprint("embed", __name__)

_SCRIPTS = ("freshness.js", EMBED_SCRIPT)


@blueprint.get("/embed/")
@public()
def banner() -> Response:
    """One line on how things are, and on what goes on."""
    now = snapshot()
    current = [post for post in next_of_each(now.posts, now.generated_at) if _goes_on(post)]
    body = fill(
        "embed.html",
        well=now.status is Status.OPERATIONAL and not current,
        current=current[0] if current else None,
        scripts=_SCRIPTS,
        embed_policy=_policy(),
    )
    response = Response(body, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = f"{_policy()}; frame-ancestors *"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _goes_on(post: PostNow) -> bool:
    return post.open and post.state is not State.SCHEDULED and post.post.kind is not Kind.ADVISORY


def _policy() -> str:
    """Its Content-Security-Policy: nothing but what is written into it, and its own address to look again."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(csp_hash(theme().text_of(name)) for name in _SCRIPTS)}",
            f"style-src {csp_hash(theme().style_of(EMBED_STYLE, snapshot().page.look))}",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
