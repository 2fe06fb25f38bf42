"""TLS as an operator sets it up: one command makes the certificate, and the server that uses it is a real process."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.processes import ServerProcess
from tests.relay import Relay
from tests.server.cli.test_start import run
from tests.warm import WarmServer
from tuigroup import fingerprint
from tuigroup.sync import tls
from tuigroup.sync.client import Client
from tuigroup_server import certificates
from tuigroup_server.tls import Files, own_files

NEW_SESSION_TICKET = 4


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    made = WarmServer(tmp_path / "community", tls=True)
    made.init()
    made.start()
    yield made
    made.stop()


def test_init_makes_a_certificate_and_shows_what_members_compare(tmp_path: Path) -> None:
    folder = tmp_path / "community"
    code, said, warned = run(
        "init", str(folder), "--tls", "--address", "Groups.Example.org", "--address", "2001:db8::7"
    )
    assert (code, warned) == (0, "")
    files = own_files(folder)
    pem = files.certificate.read_text()
    found = fingerprint.of_certificate(ssl.PEM_cert_to_DER_cert(pem))
    assert found in said
    assert all(group in said for group in fingerprint.groups(found))
    assert fingerprint.for_curl(found) in said
    assert "groups.example.org, 2001:db8::7" in said
    assert files.key.stat().st_mode & 0o777 == 0o600
    assert files.key.parent.stat().st_mode & 0o777 == 0o700
    assert "PRIVATE" not in pem
    until = certificates.read(files.certificate).until
    assert timedelta(days=3640) < until - datetime.now(UTC) < timedelta(days=3660)
    assert run("certificate", "--data", str(folder))[1] in said


def test_it_is_renewed_with_the_same_key(tmp_path: Path) -> None:
    folder = tmp_path / "community"
    assert run("init", str(folder))[0] == 0
    assert run("certificate", "--data", str(folder), "--address", "groups.example.org")[0] == 0
    files = own_files(folder)
    first, key = certificates.read(files.certificate), files.key.read_bytes()
    before = files.certificate.read_bytes()
    code, said, warned = run("certificate", "--data", str(folder), "--renew")
    assert code == 0
    assert "next start" in warned
    again = certificates.read(files.certificate)
    assert (again.fingerprint, again.addresses) == (first.fingerprint, ("groups.example.org",))
    assert files.certificate.read_bytes() != before
    assert files.key.read_bytes() == key
    assert first.fingerprint in said
    files.key.unlink()
    code, _said, warned = run("certificate", "--data", str(folder), "--renew")
    assert code == 2
    assert "another fingerprint. Nothing was changed." in warned


async def test_one_ticket_tls_1_3_and_sessions_that_go_on(server: ServerProcess) -> None:
    tickets: list[Any] = []

    def heard(_object: Any, direction: str, _version: Any, _content: Any, kind: Any, _data: bytes) -> None:
        if direction == "read" and kind == NEW_SESSION_TICKET:
            tickets.append(kind)

    async with Relay(server.port) as relay, Client(f"https://127.0.0.1:{relay.port}", proof=server.pin) as client:
        context = client._http._transport._pool._ssl_context  # type: ignore[attr-defined]
        context._msg_callback = heard
        taken = []
        for _ in range(3):
            before = relay.traffic()
            await client.server_info()
            taken.append(relay.traffic() - before)
            await relay.drop()
        assert [found.connections for found in taken] == [1, 1, 1]
        assert len(tickets) == 3
        assert taken[1].down == taken[2].down < taken[0].down - 400, "the certificate came again"
    # A stranger's client that knows only what came before TLS 1.3.
    old = tls.pinned_context(server.pin)
    old.minimum_version = ssl.TLSVersion.TLSv1_2
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url, verify=old)


def test_certificates_from_elsewhere_are_served_but_not_renewed(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "community", tmp_path / "elsewhere"
    elsewhere.mkdir()
    made = certificates.make(elsewhere, ["groups.example.org"], datetime.now(UTC))
    files = own_files(elsewhere)
    assert run("init", str(folder))[0] == 0
    both = tmp_path / "both.pem"
    both.write_bytes(files.certificate.read_bytes() + files.key.read_bytes())
    (folder / "settings.toml").write_text(f'certificate = "{both}"\n')
    assert made.fingerprint in run("certificate", "--data", str(folder))[1]
    code, _said, warned = run("certificate", "--data", str(folder), "--renew")
    assert (code, "not made here" in warned) == (2, True)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('certificate_key = "{tmp}/key.pem"', "no certificate"),
        ('certificate = "{tmp}/nothing.pem"', "can't be read"),
        ('certificate = "{tmp}/text.pem"', "holds no certificate"),
        ('certificate = "{tmp}/one/tls/certificate.pem"\ncertificate_key = "{tmp}/two/tls/key.pem"', "belong together"),
    ],
)
def test_files_that_do_not_do_are_one_sentence(settings: str, told: str, tmp_path: Path) -> None:
    folder = tmp_path / "community"
    assert run("init", str(folder))[0] == 0
    (tmp_path / "text.pem").write_text("a letter")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        certificates.make(tmp_path / name, [], datetime.now(UTC))
    (folder / "settings.toml").write_text(settings.format(tmp=tmp_path) + "\n")
    code, said, warned = run("serve", "--data", str(folder), "--port", "0")
    assert (code, said) == (2, "")
    assert told in warned
    assert warned.count("\n") == 1


@pytest.mark.parametrize(
    "address", ["https://groups.example.org", "groups.example.org:8460", "", "-a", "a b", "x" * 300]
)
def test_what_is_no_address_is_told_and_makes_nothing(address: str, tmp_path: Path) -> None:
    folder = tmp_path / "community"
    assert run("init", str(folder))[0] == 0
    code, _said, warned = run("certificate", "--data", str(folder), f"--address={address}")
    assert code == 2
    assert "no name or address" in warned
    assert not own_files(folder).certificate.exists()


def test_an_address_without_a_certificate_is_a_slip(tmp_path: Path) -> None:
    code, said, warned = run("init", str(tmp_path / "community"), "--address", "groups.example.org")
    assert (code, said) == (2, "")
    assert "--tls" in warned
    assert not (tmp_path / "community").exists()


def test_the_key_is_never_readable_for_others_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    whole = Path.replace

    def look(self: Path, target: Path) -> Path:
        seen.append(self.stat().st_mode & 0o777)
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", look)
    certificates.make(tmp_path, [], datetime.now(UTC))
    assert seen[0] == 0o600


def test_it_is_said_when_a_certificate_runs_out(tmp_path: Path) -> None:
    folder = tmp_path / "community"
    assert run("init", str(folder))[0] == 0
    for made, told in ((datetime(2001, 1, 1, tzinfo=UTC), "has run out"), (_ends_in(10), "runs out in 9 days")):
        certificates.make(folder, [], made)
        # A port that can't be had, so that serving ends here.
        code, _said, warned = run("serve", "--data", str(folder), "--host", "192.0.2.1", "--port", "1")
        assert code == 2
        assert told in warned


def _ends_in(days: int) -> datetime:
    return datetime.now(UTC) - certificates.LASTS + timedelta(days=days)


def test_both_files_of_one_are_together() -> None:
    assert own_files(Path("/community")) == Files(
        Path("/community/tls/certificate.pem"), Path("/community/tls/key.pem")
    )
