"""A server's address as a person types it, made whole or refused with a sentence. Pure; asks nobody."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from tuigroup.errors import BadServerAddress
from tuigroup.i18n import N_

_LIKE_THIS: Final = N_("An address looks like https://groups.example.org or http://127.0.0.1:8460.")
_HOST: Final = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\.?")


def normal(typed: str) -> str:
    """The address without a slash at its end. Raises BadServerAddress.

    Without a scheme it is https, and http on this machine itself.
    """
    text = typed.strip()
    if not text:
        raise BadServerAddress(N_("There is no server address yet."), todo=_LIKE_THIS)
    if any(character.isspace() or not character.isprintable() for character in text):
        raise BadServerAddress(
            N_("The address has a space or another character in it that no address has."), todo=_LIKE_THIS
        )
    if "://" not in text:
        text = f"https://{text}"
        if _is_here(_split(text).hostname or ""):
            text = "http" + text.removeprefix("https")
    parts = _split(text)
    if parts.scheme.lower() not in ("http", "https"):
        raise BadServerAddress(N_("The address has to begin with https:// or http://."), todo=_LIKE_THIS)
    if parts.username is not None or parts.password is not None:
        raise BadServerAddress(N_("The address has a name or passphrase in it."), todo=N_("Please leave those out."))
    if parts.query or parts.fragment:
        raise BadServerAddress(N_("The address has a question mark or a hash sign in it."), todo=_LIKE_THIS)
    return f"{parts.scheme.lower()}://{_host(parts)}{_port(parts)}{parts.path.rstrip('/')}"


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise BadServerAddress(N_("The address can't be read."), todo=_LIKE_THIS) from error
    return parts


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    if ":" in host:
        return f"[{host}]"  # urlsplit has checked that it is IPv6
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_host = ""
    if not _HOST.fullmatch(ascii_host):
        raise BadServerAddress(N_("The address names no server."), todo=_LIKE_THIS)
    return ascii_host


def _port(parts: SplitResult) -> str:
    if parts.port is None:
        return ""
    if parts.port == 0:
        raise BadServerAddress(N_("The address has port 0, where nothing can answer."), todo=_LIKE_THIS)
    return f":{parts.port}"


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
