"""Who may see what the page does not say: whoever knows ``[web] token``."""

import hmac

from flask import request
from pydantic import SecretStr

ENVIRON = "statuspage.token"


def is_operator() -> bool:
    """Whether the request brings the token (RFC 6750, section 2.1). Without a token nobody is one."""
    expected: SecretStr | None = request.environ.get(ENVIRON)
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if expected is None or not expected.get_secret_value() or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.strip().encode(), expected.get_secret_value().encode())
