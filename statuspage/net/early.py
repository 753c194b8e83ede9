"""Answers that come before the answer."""

import http.client


class FinalResponse(http.client.HTTPResponse):
    """A response that passes over 103 Early Hints and its like (RFC 9110, section 15.2).

    http.client passes over 100 Continue only. 101 is left as it is: nobody asked for another protocol.
    """

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            version, status, reason = super()._read_status()  # type: ignore[misc] # not in the stubs
            if status == http.client.SWITCHING_PROTOCOLS or not 100 < status < 200:
                return version, status, reason
            http.client.parse_headers(self.fp)
