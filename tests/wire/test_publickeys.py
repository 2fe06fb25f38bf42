"""Lines of public keys: what OpenSSH writes is read; what is weak, secret or broken is refused with one sentence."""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import sshkeys
from tuigroup.errors import BadInput
from tuigroup.wire import publickeys

POINT = b"\x04" + bytes(range(64))
MADE = {
    "ssh-ed25519": sshkeys.ed25519("any", comment="someone@somewhere"),
    "sk-ssh-ed25519@openssh.com": sshkeys.line("sk-ssh-ed25519@openssh.com", bytes(32), b"ssh:"),
    "ecdsa-sha2-nistp256": sshkeys.line("ecdsa-sha2-nistp256", b"nistp256", POINT),
    "ecdsa-sha2-nistp384": sshkeys.line("ecdsa-sha2-nistp384", b"nistp384", b"\x04" + bytes(96)),
    "ecdsa-sha2-nistp521": sshkeys.line("ecdsa-sha2-nistp521", b"nistp521", b"\x04" + bytes(132)),
    "sk-ecdsa-sha2-nistp256@openssh.com": sshkeys.line(
        "sk-ecdsa-sha2-nistp256@openssh.com", b"nistp256", POINT, b"ssh:"
    ),
    "ssh-rsa": sshkeys.rsa(3072),
}
REFUSED = {
    "a private key": ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END", "private key"),
    "nothing": ("", "not the line"),
    "a word": ("hello", "not the line"),
    "two lines": (f"{MADE['ssh-ed25519']}\n{MADE['ssh-rsa']}", "not the line"),
    "options before it": (f"no-pty {MADE['ssh-ed25519']}", "not the line"),
    "dsa": (sshkeys.line("ssh-dss", b"\1"), "too weak"),
    "a small rsa": (sshkeys.rsa(2048), "2048 bits"),
    "a giant rsa": (sshkeys.rsa(16_400), "larger than SSH takes"),
    "a certificate": (sshkeys.line("ssh-ed25519-cert-v01@openssh.com", bytes(32)), "Certificates"),
    "another curve": (sshkeys.line("ecdsa-sha2-nistp256", b"nistp384", POINT), "not whole"),
    "a packed point": (sshkeys.line("ecdsa-sha2-nistp256", b"nistp256", b"\x02" + bytes(32)), "not whole"),
    "another kind inside": ("ssh-ed25519 " + MADE["ssh-rsa"].split()[1], "not whole"),
    "half of it": (MADE["ssh-ed25519"][:40], "not whole"),
    "no base64": ("ssh-ed25519 not!base64", "not whole"),
    "bytes behind it": (sshkeys.line("ssh-ed25519", bytes(32), b"more"), "not whole"),
    "a negative number": (sshkeys.line("ssh-rsa", b"\x01", b"\xff" * 400), "not whole"),
}


@pytest.mark.parametrize("kind", MADE)
def test_what_ssh_writes_is_read(kind: str) -> None:
    line = MADE[kind]
    key = publickeys.read(f"  {line}\r\n")
    assert key.kind == kind
    assert key.fingerprint == sshkeys.fingerprint(line)
    assert key.line.split() == line.split()[:2], "the comment may name somebody"
    assert publickeys.read(key.line) == key


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_taken_gets_one_sentence(what: str) -> None:
    pasted, says = REFUSED[what]
    with pytest.raises(BadInput) as caught:
        publickeys.read(pasted)
    assert says in caught.value.what
    assert caught.value.field == "public_key"
    assert "Nothing was added" in caught.value.sentence()


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: sshkeys.line("ssh-rsa", raw, raw)))
def test_nothing_else_ever_happens(pasted: str) -> None:
    with contextlib.suppress(BadInput):
        assert publickeys.read(pasted).kind in MADE


@pytest.mark.machine
@pytest.mark.parametrize(
    "how", [("ed25519", "256"), ("ecdsa", "256"), ("ecdsa", "384"), ("ecdsa", "521"), ("rsa", "3072")]
)
def test_keys_of_the_real_ssh_keygen(tmp_path: Path, how: tuple[str, str]) -> None:
    kind, bits = how
    file = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-b", bits, "-N", "", "-f", str(file)], check=True)
    pasted = file.with_suffix(".pub").read_text()
    shown = subprocess.run(["ssh-keygen", "-lf", f"{file}.pub"], check=True, capture_output=True, text=True).stdout
    assert publickeys.read(pasted).fingerprint == shown.split()[1]
    with pytest.raises(BadInput, match="private key"):
        publickeys.read(file.read_text())
