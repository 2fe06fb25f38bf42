"""Which certificate a server shows, and how it speaks TLS. Makes none, and reads nothing in them."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Final, NamedTuple

from tuigroup.errors import ConfigError
from tuigroup_server.settings import Settings

FOLDER: Final = "tls"  # in the data folder


class Files(NamedTuple):
    """Both PEM; they may be one and the same."""

    certificate: Path
    key: Path


def own_files(folder: Path) -> Files:
    """Where the certificate of its own lies in a data folder, whether there is one or not."""
    return Files(folder / FOLDER / "certificate.pem", folder / FOLDER / "key.pem")


def files(folder: Path, settings: Settings) -> Files | None:
    """The certificate that is set, else the data folder's own, else None. Raises ConfigError."""
    if settings.certificate:
        return Files(Path(settings.certificate), Path(settings.certificate_key or settings.certificate))
    if settings.certificate_key:
        raise ConfigError("A key is named, but no certificate.", todo="Please name both, or neither.")
    own = own_files(folder)
    return own if own.certificate.exists() else None


def context(found: Files) -> ssl.SSLContext:
    """TLS 1.3 and no other, with one ticket, so that a member's next connection costs less. Raises ConfigError."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_3
    made.num_tickets = 1
    try:
        made.load_cert_chain(found.certificate, found.key)
    except ssl.SSLError as error:
        raise ConfigError(
            f"{found.certificate} and {found.key} are not a certificate and its key.",
            todo="Please name two PEM files that belong together.",
        ) from error
    except OSError as error:
        raise ConfigError(f"The certificate or its key can't be read: {error.strerror}.") from error
    return made
