"""An answer with its headers ready, and the form of it that who asks can take."""

from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING

from statuspage.web.document import Document, instant_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_METHODS = "GET, HEAD, OPTIONS"

_CORS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", _METHODS),
    ("Access-Control-Allow-Headers", "*"),
    ("Access-Control-Max-Age", "86400"),
]
"""Said to a browser that asks first whether a script of another site may ask (fetch.spec.whatwg.org)."""


class Answer:
    """A document with its headers ready, plain and compressed; ``asked`` once a visitor asked for it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.modified = instant_of(document.headers.get("Last-Modified"))
        self.asked = False
        self.plain = document.body
        self.gzipped = document.gzipped
        self.etag = f'"{document.digest}"'
        self.gzip_etag = f'"{document.digest}-gz"'
        self.for_scripts = _CORS if "Access-Control-Allow-Origin" in document.headers else []
        self.status = f"{document.status} {HTTPStatus(document.status).phrase}"
        kept = "public, max-age=5, stale-if-error=86400" if document.status == HTTPStatus.OK else "no-store"
        own = {"Cache-Control": kept, **document.headers}
        common = list(own.items())
        if self.gzipped is not None:
            common.append(("Vary", "Accept-Encoding"))
        self.can_be_kept = document.status == HTTPStatus.OK
        kind = ("Content-Type", document.content_type)
        self.plain_headers = _headers(common, kind, self.etag, len(self.plain))
        self.gzip_headers = [
            *_headers(common, kind, self.gzip_etag, len(self.gzipped or b"")),
            ("Content-Encoding", "gzip"),
        ]
        self.unchanged_headers = [*common, ("ETag", self.etag)]
        self.gzip_unchanged_headers = [*common, ("ETag", self.gzip_etag)]


def send(answer: Answer, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """An answer in the form asked for, or the word that nothing changed (RFC 9110, section 13.1.2)."""
    method = environ["REQUEST_METHOD"]
    if method == "OPTIONS":
        start_response("204 No Content", [("Allow", _METHODS), *answer.for_scripts])
        return []
    if method not in ("GET", "HEAD"):
        start_response("405 Method Not Allowed", [("Allow", _METHODS), ("Content-Length", "0")])
        return []
    zipped = answer.gzipped is not None and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if answer.can_be_kept and _is_known(answer, environ):
        start_response(
            "304 Not Modified", answer.gzip_unchanged_headers if zipped else answer.unchanged_headers
        )
        return []
    start_response(answer.status, answer.gzip_headers if zipped else answer.plain_headers)
    if method == "HEAD":
        return []
    return [answer.gzipped] if zipped and answer.gzipped is not None else [answer.plain]


def _is_known(answer: Answer, environ: "WSGIEnvironment") -> bool:
    """Whether who asks has this answer (RFC 9110, section 13.2.2): by its tag, or without one by its date."""
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked is not None:
        return asked == "*" or answer.etag[:-1] in asked  # without its last quote it begins both forms' tags
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if since is None or answer.modified is None:
        return False
    known = instant_of(since)
    return known is not None and answer.modified <= known


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding allows gzip (RFC 9110, section 12.5.3)."""
    for coding in accepted.lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() in ("gzip", "x-gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _headers(
    common: list[tuple[str, str]], kind: tuple[str, str], etag: str, length: int
) -> list[tuple[str, str]]:
    return [kind, ("Content-Length", str(length)), ("ETag", etag), *common]
