"""What comes in by HTTP: calls of services that say of themselves that they live."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request
from pydantic import SecretStr

from statuspage.store.faults import StoreError
from statuspage.store.inbox import Call, Inbox
from statuspage.timeutil import utc_now
from statuspage.web.limits import too_many

blueprint = Blueprint("hooks", __name__)

ENVIRON = "statuspage.callers"

_MOST_WORDS = 500
_GOOD = frozenset({"ok", "up", "pass", "success"})
_BAD = frozenset({"fail", "failed", "failure", "down", "error", "critical"})


@dataclass(frozen=True, slots=True)
class Callers:
    """Who may call: the token of each check by component and name, and where calls are kept."""

    tokens: Mapping[tuple[str, str], SecretStr]
    inbox: Inbox


@blueprint.route("/heartbeat/<component>", methods=["GET", "POST"])
@blueprint.route("/heartbeat/<component>/<name>", methods=["GET", "POST"])
def heartbeat(component: str, name: str | None = None) -> Response:
    """Take a call. ``?ms=`` says how long the work took, ``?status=fail`` that it failed, ``?message=`` why.

    The token comes as ``Authorization: Bearer …`` or ``?token=``. Without a name, the component's
    only heartbeat is meant. Whoever has no right does not learn what there is.
    """
    callers: Callers = request.environ[ENVIRON]
    names = [key for key in callers.tokens if key[0] == component and name in (None, key[1])]
    given = _token().encode()
    expected = callers.tokens[names[0]].get_secret_value().encode() if len(names) == 1 else b""
    if not hmac.compare_digest(given, expected) or not expected:
        return too_many("heartbeat") or _say(403, "There is no such heartbeat, or the token is another.")
    if refused := too_many("heartbeat", names[0]):
        return refused
    ms = request.args.get("ms", 0.0, type=float)
    if not 0 <= ms < 1e10:
        return _say(400, "ms is a number of milliseconds, such as ms=1250.")
    status = request.args.get("status", "ok").lower()
    if status not in _GOOD | _BAD:
        return _say(400, "status is ok or fail, such as status=fail.")
    words = "".join(char for char in request.args.get("message", "") if char.isprintable())
    try:
        callers.inbox.put(Call(*names[0], utc_now(), status in _GOOD, ms, words[:_MOST_WORDS]))
    except StoreError:
        return _say(503, "The call could not be kept; call again.")
    return _say(200, "ok")


def _token() -> str:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else request.args.get("token", "")


def _say(status: int, words: str) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(f"{words}\n", status, headers, content_type="text/plain; charset=utf-8")
