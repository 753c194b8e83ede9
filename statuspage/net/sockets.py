"""A socket whose every wait ends at one deadline.

A socket's own timeout holds for one operation, so a peer that sends a byte now and then outlives
it. Here each operation is given what is left until the deadline. That needs no thread and no
timer, and it ends in an error, where closing the socket from outside would look like the
regular end of an answer.
"""

import errno
import socket
import ssl
from typing import TYPE_CHECKING, cast

from statuspage.model.text import text
from statuspage.net.clock import Clock, Failure, TransportError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

_INSECURE = text("does not begin a secure connection")
_INSECURE_IN_TIME = text("does not begin a secure connection within {timeout}")
_UNTRUSTED = {
    **dict.fromkeys((2, 18, 19, 20, 21), text("its certificate is not signed by anyone we trust")),
    9: text("its certificate is not valid yet"),
    10: text("its certificate has expired"),
    62: text("its certificate is for another name"),
    64: text("its certificate is for another address"),
}
"""By OpenSSL's X509_V_ERR numbers (openssl-verification-options(1))."""

_OUTDATED = text("offers only an outdated kind of secure connection")
_REFUSED = {
    "UNSUPPORTED_PROTOCOL": _OUTDATED,
    "TLSV1_ALERT_PROTOCOL_VERSION": _OUTDATED,
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": text("asks for a certificate that our check does not show"),
}
"""By OpenSSL's names of errors: older than TLS 1.2 is not spoken (RFC 8996)."""


class ClockedSocket(socket.socket):
    """A socket each of whose operations lasts until its clock's deadline at most."""

    clock: Clock

    def recv_into(self, buffer: "WriteableBuffer", nbytes: int | None = None, flags: int = 0) -> int:
        """As usual, but raises TransportError when the deadline passes or the peer breaks off."""
        clock = self.clock
        self.settimeout(clock.left())
        try:
            size = super().recv_into(buffer, len(memoryview(buffer)) if nbytes is None else nbytes, flags)
        except TimeoutError:
            raise clock.late() from None
        except OSError as error:
            if isinstance(error, ssl.SSLError) and "ALERT" in (error.reason or ""):
                raise _unsecured(error, clock) from error  # TLS 1.3 refuses our certificate as late as this
            raise clock.broken(error) from error
        clock.took(size)
        return size

    def sendall(self, data: "ReadableBuffer", flags: int = 0) -> None:
        """As usual, but raises TransportError when the deadline passes."""
        self.settimeout(self.clock.left())
        try:
            super().sendall(data, flags)
        except TimeoutError:
            raise self.clock.late() from None

    def send(self, data: "ReadableBuffer", flags: int = 0) -> int:
        """As usual; a TLS socket's ``sendall`` is made of these."""
        self.settimeout(self.clock.left())
        try:
            return super().send(data, flags)
        except ssl.SSLEOFError as error:  # as without TLS: what the peer said before it left can be read
            raise BrokenPipeError(errno.EPIPE, str(error)) from error


class ClockedTls(ClockedSocket, ssl.SSLSocket):
    """The same over TLS."""


def tls_context(cafile: str | None = None) -> ssl.SSLContext:
    """A context that trusts what this machine trusts and the certificates in ``cafile``."""
    context = ssl.create_default_context()
    context.sslsocket_class = ClockedTls
    if cafile is not None:
        context.load_verify_locations(cafile)
    return context


def secure(sock: ClockedSocket, host: str, context: ssl.SSLContext) -> ClockedSocket:
    """Begin TLS on a connection; the socket that comes back takes the place of ``sock``.

    ``context`` comes from :func:`tls_context`. A later end of the connection without TLS's own
    farewell is an error (RFC 9112, section 9.8). Raises TransportError; the connection is closed then.
    """
    clock = sock.clock
    clock.enter("tls")
    try:
        over = context.wrap_socket(
            sock, server_hostname=host, do_handshake_on_connect=False, suppress_ragged_eofs=False
        )
    except (OSError, ValueError) as error:
        sock.close()
        raise _unsecured(error, clock) from error
    tls = cast("ClockedTls", over)
    try:
        tls.clock = clock
        tls.settimeout(clock.left())
        tls.do_handshake()
    except (OSError, ValueError) as error:
        tls.close()
        raise _unsecured(error, clock) from error
    except BaseException:
        tls.close()
        raise
    return tls


def _unsecured(error: Exception, clock: Clock) -> TransportError:
    if isinstance(error, TimeoutError):
        return clock.late(_INSECURE_IN_TIME)
    if isinstance(error, ssl.SSLCertVerificationError):
        sentence = _UNTRUSTED.get(error.verify_code, text("its certificate is not trusted"))
        return clock.failure(Failure.TLS, sentence, error.verify_message)
    why = (error.reason or "") if isinstance(error, ssl.SSLError) else ""
    usual = text("refuses our secure connection") if "ALERT" in why else _INSECURE
    return clock.failure(Failure.TLS, _REFUSED.get(why, usual), str(error))
