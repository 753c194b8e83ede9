"""The git host says that somebody pushed: all that comes of it is that the monitor looks sooner.

A request that is sent again is therefore harmless, and what its body says is not even read.
"""

import hashlib
import hmac
import threading
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, request
from pydantic import SecretStr
from werkzeug.exceptions import HTTPException

from statuspage.web.limits import too_many

blueprint = Blueprint("githook", __name__)

WAKE = "statuspage.wake"
SECRET = "statuspage.git_secret"  # noqa: S105 - a key of the environ

_MOST_BODY = 1_000_000

_READING = threading.BoundedSemaphore(2)
"""So many bodies are read at once: who sends one slowly, or never, holds a thread until then."""

_TOKENS = ("x-gitlab-token",)
"""Headers that hold the secret itself."""

_SIGNATURES = {"x-hub-signature-256": "sha256=", "x-gitea-signature": "", "x-forgejo-signature": ""}
"""Headers that hold the body's HMAC-SHA256 in hex, each with what stands before it."""


def verified(headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """Whether a request comes from who knows the secret, by GitHub's, GitLab's, Gitea's or Forgejo's rules.

    Takes the same time whatever is wrong. Without a secret nobody is right. Sources:
    docs.github.com "Validating webhook deliveries", docs.gitlab.com "Webhooks" (secret token),
    docs.gitea.com "Webhooks".
    """
    if not secret:
        return False
    given = {name.lower(): value.strip().encode("latin-1", "replace") for name, value in headers.items()}
    key = secret.encode()
    digest = hmac.new(key, body, hashlib.sha256).hexdigest()
    expected = {name: prefix + digest for name, prefix in _SIGNATURES.items()}
    right = [hmac.compare_digest(given.get(name, b""), value.encode()) for name, value in expected.items()]
    right += [hmac.compare_digest(given.get(name, b""), key) for name in _TOKENS]
    return any(right)


@blueprint.post("/hooks/git")
def pushed() -> Response:
    """Wake the monitor's fetch. 204, or 403 for whoever does not know the secret; 404 where none is set."""
    secret: SecretStr | None = request.environ.get(SECRET)
    if secret is None:
        return _say(404, "No git hook is set up here.")
    if not _READING.acquire(blocking=False):
        return _say(503, "Others are calling just now; call again.")
    try:
        request.max_content_length = _MOST_BODY
        body = request.get_data(cache=False)
    except HTTPException:
        return _say(403, "The request is longer than 1 MB, or cut off.")
    finally:
        _READING.release()
    if not verified(dict(request.headers), body, secret.get_secret_value()):
        return too_many("git") or _say(403, "The signature is not right.")
    if refused := too_many("git", "known"):
        return refused
    wake: Path = request.environ[WAKE]
    try:
        wake.touch()
    except OSError:
        return _say(503, "The call could not be kept; call again.")
    return Response(status=204, headers={"Cache-Control": "no-store"})


def _say(status: int, words: str) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(f"{words}\n", status, headers, content_type="text/plain; charset=utf-8")
