"""TLS 1.3 whose sessions are resumed within a run, also to servers that prove themselves by a key of their own.

A new connection costs one short handshake, not a whole one. The HTTP library offers no sessions, so the connection
does: the ticket comes after the first bytes read, and the last connection is asked for it when the next one is made.

Where a server's key is pinned, the key alone counts; names, dates and authorities add nothing to it. It is looked
at when the handshake is done, before a byte of a request is written, and a resumed session is of the same key.
"""

from __future__ import annotations

import hmac
import ssl
from pathlib import Path
from typing import Any, ClassVar, Final

from tuigroup import fingerprint
from tuigroup.errors import BadServerAddress, ServerKeyChanged, UnknownServerKey, UnprovenServer
from tuigroup.i18n import N_

_SELF_SIGNED: Final = 18  # X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT of OpenSSL
# SSL_OP_TLSEXT_PADDING: fills a greeting up to 512 bytes for load balancers that were too old for TLS 1.3 anyway.
_PADDING: Final = 0x10
_OLD_TLS: Final = ("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION")
_NO_TLS: Final = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG")


class KeyRefused(ssl.SSLError):
    """The handshake is done, and the server's key is not the one that may be spoken to. Raised into the library."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__("the server's key is refused")
        self.found = found
        self.wanted = wanted


class _Sessions:
    """The last session that can be resumed, by the server's name; and the key that every server must have."""

    def __init__(self, pin: str | None) -> None:
        self.pin = pin  # None: whatever the authorities vouch for; '': none at all, only to look at the key
        self._last: dict[str | None, ssl.SSLObject] = {}
        self._kept: dict[str | None, ssl.SSLSession] = {}

    def latest(self, name: str | None) -> ssl.SSLSession | None:
        last = self._last.pop(name, None)
        session = None if last is None else last.session
        if session is not None and session.has_ticket:
            self._kept[name] = session
        return self._kept.get(name)

    def made(self, connection: ssl.SSLObject) -> None:
        """Judge a connection whose handshake is done, and remember it. Raises KeyRefused."""
        if self.pin is not None:
            found = _key_of(connection)
            if not found or not hmac.compare_digest(found, self.pin):
                raise KeyRefused(found, self.pin)
        self._last[connection.server_hostname] = connection


class _Connection(ssl.SSLObject):
    """One connection. Nothing is written on it before its handshake was judged."""

    sessions: ClassVar[_Sessions]
    _begun = False
    _judged = False

    def do_handshake(self) -> None:
        if not self._begun:
            self._begun = True
            session = self.sessions.latest(self.server_hostname)
            if session is not None:
                self.session = session
        super().do_handshake()
        self.sessions.made(self)
        self._judged = True

    def write(self, data: Any) -> int:
        if not self._judged:
            raise ssl.SSLError("written before the handshake was judged")
        return super().write(data)


def client_context(authorities: Path | None = None) -> ssl.SSLContext:
    """A context that trusts this machine's authorities, or only those of the PEM file ``authorities``."""
    context = _context(None)
    if authorities is not None:
        context.load_verify_locations(authorities)
        return context
    context.load_default_certs()
    if not _knows_any(context):
        shipped = _shipped()
        if shipped:
            context.load_verify_locations(shipped)
    return context


def pinned_context(pin: str) -> ssl.SSLContext:
    """A context that speaks to the server with the key of this fingerprint and to no other."""
    context = _context(pin)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def looking_context() -> ssl.SSLContext:
    """A context whose every handshake ends in KeyRefused, with the fingerprint that the server showed."""
    return pinned_context("")


def refusal(error: BaseException) -> BadServerAddress | None:
    """What TLS had against a server, if that is among an error's causes."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, KeyRefused):
            if seen.wanted:
                return ServerKeyChanged()
            return UnknownServerKey(seen.found) if seen.found else Unproven()
        if isinstance(seen, ssl.SSLCertVerificationError):
            return Unproven(own_key=getattr(seen, "verify_code", 0) == _SELF_SIGNED)
        if isinstance(seen, ssl.SSLError) and seen.reason in _OLD_TLS:
            return BadServerAddress(
                N_("The server can't speak TLS 1.3, which this program needs."),
                todo=N_("Whoever runs it can switch that on."),
            )
        if isinstance(seen, ssl.SSLError) and seen.reason in _NO_TLS:
            return BadServerAddress(
                N_("The server at this address speaks without TLS."),
                todo=N_("Please look at the port again; on a line that you trust, http:// is the address."),
            )
        seen = seen.__cause__ or seen.__context__
    return None


class Unproven(UnprovenServer):
    """No authority vouches for the server; ``own_key``: it vouches for itself, as small servers do."""

    def __init__(self, *, own_key: bool = False) -> None:
        super().__init__(
            N_("The server could not prove that it is the one you named."),
            todo=N_("Please check the address, and the date and time of this machine."),
        )
        self.own_key = own_key


def _context(pin: str | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.options &= ~_PADDING
    # A plain context with connections of its own kind: for a context of another kind the HTTP library starts a thread.
    kind = type("Connection", (_Connection,), {"sessions": _Sessions(pin)})
    context.sslobject_class = kind
    return context


def _key_of(connection: ssl.SSLObject) -> str:
    """The fingerprint of the server's key, '' where its certificate is written in a way that is not read here."""
    try:
        return fingerprint.of_certificate(connection.getpeercert(binary_form=True) or b"")
    except ValueError:
        return ""


def _knows_any(context: ssl.SSLContext) -> bool:
    paths = ssl.get_default_verify_paths()
    if context.cert_store_stats().get("x509_ca", 0):
        return True
    folder = Path(paths.capath) if paths.capath else None
    return folder is not None and folder.is_dir() and any(folder.iterdir())


def _shipped() -> str:
    """The authorities that come along with the HTTP library, '' where they do not."""
    try:
        import certifi
    except ImportError:
        return ""
    where: Any = certifi.where()
    return str(where)
