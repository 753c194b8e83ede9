"""What every answer tells a browser not to do."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

_ALONE = "default-src 'none'; frame-ancestors 'none'"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": _ALONE,
}
"""Where an answer does not say otherwise: pages have a Content-Security-Policy of their own."""

_RESOURCE = "Cross-Origin-Resource-Policy"


def dressed(start_response: "StartResponse", hsts: timedelta | None) -> "StartResponse":
    """What begins an answer with the headers that every answer has; ``hsts`` is for how long https holds.

    Pages may not be drawn into other sites, but badges, feeds and data may (fetch.spec.whatwg.org,
    "Cross-Origin-Resource-Policy header").
    """

    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
        given = {name.lower(): value for name, value in headers}
        always = dict(_ALWAYS)
        page = given.get("content-type", "").startswith("text/html")
        always[_RESOURCE] = "same-origin" if page else "cross-origin"
        if "frame-ancestors 'none'" in given.get("content-security-policy", _ALONE):
            always["X-Frame-Options"] = "DENY"  # the same for browsers that know no policy
        if hsts is not None:
            always["Strict-Transport-Security"] = f"max-age={int(hsts.total_seconds())}"
        more = [(name, value) for name, value in always.items() if name.lower() not in given]
        return start_response(status, [*headers, *more], *error)

    return start
