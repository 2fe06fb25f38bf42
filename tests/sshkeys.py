"""Public keys for SSH as ssh-keygen writes them, made for tests alone; nobody has their private halves."""

from __future__ import annotations

import base64
import hashlib


def line(kind: str, *parts: bytes, comment: str = "") -> str:
    """A line of any kind from its parts (RFC 4251 strings)."""
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in (kind.encode(), *parts))
    return f"{kind} {base64.b64encode(blob).decode()} {comment}".strip()


def ed25519(word: str, comment: str = "") -> str:
    return line("ssh-ed25519", hashlib.sha256(word.encode()).digest(), comment=comment)


def rsa(bits: int) -> str:
    number = (1 << (bits - 1)) | 0xF00D
    return line("ssh-rsa", b"\x01\x00\x01", b"\0" + number.to_bytes((bits + 7) // 8, "big"))


def fingerprint(of: str) -> str:
    """As ``ssh-keygen -lf`` prints it."""
    digest = hashlib.sha256(base64.b64decode(of.split()[1])).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")
