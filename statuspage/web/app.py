"""The Flask app: it renders, and knows nothing of where a snapshot comes from."""

from typing import Any

from flask import Flask, Response, g
from markupsafe import Markup

from statuspage.decide.standing_words import answers, reported
from statuspage.git.history import history_link
from statuspage.model.look import Look
from statuspage.site.markdown import plain
from statuspage.web import (
    api,
    badges,
    bars,
    calendar,
    daywords,
    embed,
    feeds,
    filters,
    found,
    githook,
    health,
    history_api,
    hooks,
    metrics,
    openapi,
    pages,
    providers,
    v2,
    words,
)
from statuspage.web.compiled import Compiled
from statuspage.web.links import absolute, canonical, follow, here, link
from statuspage.web.public import snapshot
from statuspage.web.readers import readers
from statuspage.web.sandbox import Sandboxed, loader_of
from statuspage.web.say import set_up_texts
from statuspage.web.theme import ALONE_STYLE, EMBED_STYLE, INLINE_SCRIPTS, Theme, csp_hash


class _App(Flask):
    jinja_environment = Sandboxed


def create_app(theme: Theme) -> Flask:
    """An app that renders pages with a theme; what its views show is given by ``render.Renderer``."""
    app = _App("statuspage", static_folder=None, template_folder=None)
    app.jinja_loader = loader_of(theme.template_dirs)
    app.config.update(TEMPLATES_AUTO_RELOAD=True, TRAP_HTTP_EXCEPTIONS=False)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["theme"] = theme
    for blueprint in (
        pages.blueprint,
        providers.blueprint,
        feeds.blueprint,
        found.blueprint,
        api.blueprint,
        history_api.blueprint,
        v2.blueprint,
        openapi.blueprint,
        badges.blueprint,
        calendar.blueprint,
        embed.blueprint,
        health.blueprint,
        metrics.blueprint,
        hooks.blueprint,
        githook.blueprint,
    ):
        app.register_blueprint(blueprint)
    _set_up_templates(app, theme)
    app.after_request(_with_policy(theme))
    return app


def _set_up_templates(app: Flask, theme: Theme) -> None:
    env = app.jinja_env
    env.bytecode_cache = Compiled()
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        when=filters.when,
        lasting=filters.lasting,
        share=filters.share,
        uptime=filters.uptime_words,
        after_words=filters.after_words,
        markdown=filters.markdown,
        plain=plain,
        state_of=words.state_of,
        clause=words.clause_of,
        reported=reported,
        answers=answers,
        day_name=daywords.day_name,
        month_name=daywords.month_name,
        spent=daywords.spent,
        whole_minutes=daywords.whole_minutes,
    )
    set_up_texts(env)
    # What Flask gives to templates is not theirs: see public.fill, which gives what is.
    for name in ("config", "request", "session", "g", "url_for", "get_flashed_messages"):
        env.globals.pop(name, None)
    env.globals.update(
        link=link,
        absolute=absolute,
        static=lambda name: f"{link('pages.static', name=name)}?v={theme.fingerprint(name, _look())}",
        picture=theme.picture,
        colour=lambda name, dark=False: theme.colour(name, _look(), dark=dark),
        canonical=canonical,
        here=here,
        follow=follow,
        script=lambda name: _inside("script", theme.text_of(name)),
        alone_style=lambda: _inside("style", theme.style_of(ALONE_STYLE, _look())),
        embed_style=lambda: _inside("style", theme.style_of(EMBED_STYLE, _look())),
        policy=lambda: content_policy(theme, framed=False),
        words=words,
        bars=bars,
        readers=readers,
        history_link=history_link,
    )


def _look() -> Look:
    return snapshot().page.look


def _inside(tag: str, text: str) -> Markup:
    """A file of the theme, written into a page."""
    return Markup(f"<{tag}>{text}</{tag}>")  # noqa: S704 - the theme's own


def content_policy(theme: Theme, *, framed: bool = True) -> str:
    """The Content-Security-Policy of every page; ``framed`` with the part that only a header may have."""
    rules = [
        "default-src 'none'",
        " ".join(["script-src 'self'", *(csp_hash(theme.text_of(name)) for name in INLINE_SCRIPTS)]),
        f"style-src 'self' {csp_hash(theme.style_of(ALONE_STYLE, _look()))}",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    return "; ".join([*rules, "frame-ancestors 'none'"] if framed else rules)


def _with_policy(theme: Theme) -> Any:
    def add(response: Response) -> Response:
        # The banner, which alone may be framed, has its own; what shows no snapshot is no page.
        if response.mimetype == "text/html" and "snapshot" in g:
            response.headers.setdefault("Content-Security-Policy", content_policy(theme))
        return response

    return add
