"""The server's own certificate: made and renewed by itself, for small servers whose members pin the key.

Its key stays when the certificate is renewed, so that nobody's pin breaks. Knows no database and no network.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tuigroup import fingerprint
from tuigroup.errors import BadInput, ConfigError
from tuigroup_server import tls

HERE: Final = ("localhost", "127.0.0.1", "::1")
LASTS: Final = timedelta(days=3650)  # members go by the key; others, such as curl with --cacert, by the dates too
SLACK: Final = timedelta(days=1)  # for clocks that are behind
_HOST: Final = re.compile(r"(\*\.)?(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")
_LONGEST: Final = 253


@dataclass(frozen=True, slots=True)
class Certificate:
    """``until`` is its last second; ``addresses`` the names and addresses that it is for."""

    fingerprint: str
    addresses: tuple[str, ...]
    until: datetime


def make(folder: Path, addresses: Sequence[str], now: datetime) -> Certificate:
    """A certificate in a data folder, for these names and addresses; its key stays, or is made (P-256).

    Raises BadInput for what is no name or address, ConfigError where a file can't be read or written.
    """
    names = [_name(address) for address in addresses or HERE]
    own = tls.own_files(folder)
    if own.certificate.exists() and not own.key.exists():
        raise ConfigError(
            f"The key {own.key} is gone, and a new one has another fingerprint.",
            kept="Nothing was changed.",
            todo=f"Please restore it from a backup, or remove {own.certificate} too: members then need the new one.",
        )
    try:
        own.certificate.parent.mkdir(mode=0o700, exist_ok=True)
        key = _key(own.key)
        _write(own.certificate, _signed(names, key, now).public_bytes(serialization.Encoding.PEM), 0o644)
    except OSError as error:
        raise ConfigError(
            f"The certificate can't be written: {error.strerror}.", kept="Nothing was changed."
        ) from error
    return read(own.certificate)


def read(path: Path) -> Certificate:
    """What a PEM file's first certificate says. Raises ConfigError."""
    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())[0]
    except OSError as error:
        raise ConfigError(f"The certificate {path} can't be read: {error.strerror}.") from error
    except (ValueError, IndexError) as error:
        raise ConfigError(f"The file {path} holds no certificate.") from error
    key = found.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return Certificate(fingerprint.of_key(key), _addresses(found), found.not_valid_after_utc)


def _name(address: str) -> x509.GeneralName:
    typed = address.strip().strip("[]").lower().rstrip(".")
    try:
        return x509.IPAddress(ipaddress.ip_address(typed))
    except ValueError:
        pass
    try:
        plain = typed if typed.isascii() else typed.encode("idna").decode("ascii")
    except UnicodeError:
        plain = ""
    if len(plain) > _LONGEST or not _HOST.fullmatch(plain):
        raise BadInput(
            f"{address[:80]!r} is no name or address of a server.",
            kept="No certificate was made.",
            todo="It looks like groups.example.org or 192.0.2.7, without https:// and without a port.",
        )
    return x509.DNSName(plain)


def _addresses(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return ()
    return tuple(str(name.value) for name in names)


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    if path.exists():
        try:
            found = serialization.load_pem_private_key(path.read_bytes(), None)
        except (ValueError, TypeError) as error:
            raise ConfigError(f"The file {path} holds no key.", kept="Nothing was changed.") from error
        if not isinstance(found, ec.EllipticCurvePrivateKey):
            raise ConfigError(f"The key in {path} is not one that tuigroup-server made.", kept="Nothing was changed.")
        return found
    key = ec.generate_private_key(ec.SECP256R1())
    _write(
        path,
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        0o600,
    )
    return key


def _signed(names: Sequence[x509.GeneralName], key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tuigroup")])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now.astimezone(UTC) - SLACK)
        .not_valid_after(now.astimezone(UTC) + LASTS)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _write(path: Path, content: bytes, mode: int) -> None:
    """Whole or not at all, and never readable for others before it has its mode."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
