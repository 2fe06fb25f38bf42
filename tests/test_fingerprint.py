"""A key's fingerprint: the same from certificate and key, however it is written, and never from damaged bytes."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from tests.certificates import NOW, write_certificate
from tuigroup import fingerprint
from tuigroup.errors import BadInput

SHOWN = "sha256:" + "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def der(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    files, _ = write_certificate(tmp_path_factory.mktemp("certificate"), "groups.example.org")
    return ssl.PEM_cert_to_DER_cert(files.certificate.read_text())


def test_it_is_of_the_key_and_outlives_the_certificate(tmp_path: Path) -> None:
    files, first = write_certificate(tmp_path, "groups.example.org")
    before = ssl.PEM_cert_to_DER_cert(files.certificate.read_text())
    _, again = write_certificate(tmp_path, "other.example.org")
    after = ssl.PEM_cert_to_DER_cert(files.certificate.read_text())
    assert before != after
    assert first == again == fingerprint.of_certificate(before) == fingerprint.of_certificate(after)


@pytest.mark.parametrize("kind", ["rsa", "ed25519", "p384"])
def test_other_servers_have_other_kinds_of_keys(kind: str) -> None:
    key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey
    if kind == "rsa":
        key = rsa.generate_private_key(65537, 2048)
    else:
        key = ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else ec.generate_private_key(ec.SECP384R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "x" * 64)])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW, NOW)
    from cryptography.hazmat.primitives.hashes import SHA256

    signed = made.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else SHA256())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert fingerprint.of_certificate(signed.public_bytes(Encoding.DER)) == fingerprint.of_key(public)


def test_every_way_of_writing_it_is_the_same() -> None:
    digits = SHOWN.removeprefix("sha256:")
    first, second = fingerprint.groups(SHOWN)
    assert first == "0123 4567 89ab cdef 0123 4567 89ab cdef"
    pairs = ":".join(digits[at : at + 2] for at in range(0, 64, 2))
    for typed in (
        SHOWN,
        digits,
        digits.upper(),
        f"SHA256:{pairs}",
        f" {first}\n  {second} ",
        fingerprint.for_curl(SHOWN),
    ):
        assert fingerprint.parse(typed) == SHOWN


@pytest.mark.parametrize(
    "typed", ["", "sha256:", SHOWN[:-1], SHOWN + "0", "sha256:" + "g" * 64, "sha256//AAAA", "sha256//?"]
)
def test_what_is_none_is_told(typed: str) -> None:
    with pytest.raises(BadInput, match="no fingerprint"):
        fingerprint.parse(typed)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_fingerprint_or_a_value_error(data: bytes) -> None:
    for der in (data, b"\x30" + data):
        with pytest.raises(ValueError):  # noqa: PT011 - the one kind that there is
            fingerprint.of_certificate(der)


@given(place=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_changed_byte_is_another_key_or_the_same_one(der: bytes, place: int, byte: int) -> None:
    """Never a third thing: what could be read in two ways is refused, the rest is as another reader has it."""
    place %= len(der)
    changed = der[:place] + bytes([byte]) + der[place + 1 :]
    try:
        ours = fingerprint.of_certificate(changed)
    except ValueError:
        return
    try:
        theirs = x509.load_der_x509_certificate(changed).public_key()
        public = theirs.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except Exception:
        return  # no certificate: no handshake comes to an end with it
    assert ours == fingerprint.of_key(public)


@pytest.mark.parametrize("length", [b"\x80", b"\x81\x05", b"\x82\x00\x05", b"\x85\x00\x00\x00\x00\x05", b"\x84\x7f"])
def test_lengths_that_are_not_der_are_refused(length: bytes) -> None:
    with pytest.raises(ValueError, match=r"DER|cut"):
        fingerprint.of_certificate(b"\x30" + length + b"\x30\x03\x02\x01\x01")


def test_nothing_may_follow_a_certificate(der: bytes) -> None:
    with pytest.raises(ValueError, match="after"):
        fingerprint.of_certificate(der + b"\0")
