"""TLS over real loopback sockets: sessions are resumed within a run, strangers and other keys are not spoken to."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.certificates import write_certificate
from tests.sync.libraries import NAMES, client_over
from tuigroup import fingerprint
from tuigroup.errors import BadServerAddress, ServerKeyChanged, UnknownServerKey, UnprovenServer
from tuigroup.fingerprint import AUTHORITIES
from tuigroup.sync import tls
from tuigroup.wire.sync import SyncRequest
from tuigroup_server import tls as server_tls

ANOTHER = "sha256:" + "ab" * 32


@dataclass
class Listening:
    """``resumed`` says of each request whether its connection resumed a session; ``heard`` is all that was written."""

    address: str
    certificate: Path
    key: str
    resumed: list[bool] = field(default_factory=list)
    heard: bytes = b""


@asynccontextmanager
async def listening(folder: Path, *addresses: str, said: bytes = b"{}") -> AsyncIterator[Listening]:
    """A server that closes after each answer."""
    folder.mkdir(exist_ok=True)
    files, key = write_certificate(folder, *addresses)
    made = Listening("", files.certificate, key)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            made.heard += head
            made.resumed.append(writer.get_extra_info("ssl_object").session_reused)
            writer.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(said), said))
            await writer.drain()
        except asyncio.IncompleteReadError as cut:
            made.heard += cut.partial
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=server_tls.context(files))
    made.address = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield made
    server.close()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Listening]:
    async with listening(tmp_path) as made:
        yield made


@pytest.fixture(params=NAMES)
def library(request: pytest.FixtureRequest) -> Any:
    return client_over(request.param)


async def test_the_second_connection_resumes_the_session(library: Any, server: Listening) -> None:
    for proof in ({"authorities": server.certificate}, {"proof": server.key}):
        async with library.Client(server.address, **proof) as client:
            for _ in range(3):
                await client.sync(SyncRequest())
    assert server.resumed == [False, True, True] * 2


async def test_a_handshake_that_was_cut_costs_no_session(library: Any, server: Listening) -> None:
    async with library.Client(server.address, proof=server.key) as client:
        await client.sync(SyncRequest())
        context = client._http._transport._pool._ssl_context
        begun = context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="127.0.0.1")
        with pytest.raises(ssl.SSLWantReadError):
            begun.do_handshake()
        await client.sync(SyncRequest())
    assert server.resumed == [False, True]


async def test_a_key_of_its_own_is_shown_before_anything_is_sent(library: Any, server: Listening) -> None:
    async with library.Client(server.address) as client:
        client.token = "open-sesame"
        for _ in range(2):
            with pytest.raises(UnknownServerKey) as shown:
                await client.sync(SyncRequest())
        assert shown.value.fingerprint == client.unknown_key == server.key
        assert (server.resumed, server.heard) == ([], b"")
        await client.trust(client.unknown_key)
        assert client.unknown_key == ""
        await client.sync(SyncRequest())
    assert b"open-sesame" in server.heard
    assert server.resumed == [False]


async def test_another_key_than_the_pinned_one_hears_nothing(library: Any, server: Listening) -> None:
    async with library.Client(server.address, proof=ANOTHER) as client:
        client.token = "open-sesame"
        with pytest.raises(ServerKeyChanged, match="not the one that this machine knows"):
            await client.sync(SyncRequest())
        assert client.unknown_key == ""
    assert (server.resumed, server.heard) == ([], b"")


async def test_a_key_that_can_not_be_read_is_nobody_s(
    library: Any, server: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread(der: bytes) -> str:
        raise ValueError("not DER")

    monkeypatch.setattr(fingerprint, "of_certificate", unread)
    for proof in ("", server.key):
        async with library.Client(server.address, proof=proof) as client:
            with pytest.raises(UnprovenServer) as refused:
                await client.sync(SyncRequest())
            assert not isinstance(refused.value, UnknownServerKey)
            assert client.unknown_key == ""
    assert (server.resumed, server.heard) == ([], b"")


async def test_another_server_on_the_same_address_hears_nothing_either(library: Any, tmp_path: Path) -> None:
    """Also where a session of the first one could be resumed."""
    async with listening(tmp_path / "first") as first:
        client = library.Client(first.address, proof=first.key)
        await client.sync(SyncRequest())
    async with listening(tmp_path / "second") as second:
        client.base_url = second.address
        with pytest.raises(ServerKeyChanged):
            await client.sync(SyncRequest())
        await client.close()
    assert (second.resumed, second.heard) == ([], b"")


async def test_who_proved_itself_by_authorities_is_not_asked_about_later(
    library: Any, server: Listening, tmp_path: Path
) -> None:
    async with library.Client(server.address, authorities=server.certificate) as client:
        await client.sync(SyncRequest())
        assert client.proof == AUTHORITIES
    async with (
        listening(tmp_path / "stranger") as stranger,
        library.Client(stranger.address, proof=AUTHORITIES) as client,
    ):
        with pytest.raises(UnprovenServer, match="could not prove") as refused:
            await client.server_info()
        assert not isinstance(refused.value, UnknownServerKey)
    assert (stranger.resumed, stranger.heard) == ([], b"")


async def test_a_certificate_for_another_name_is_not_asked_about(library: Any, tmp_path: Path) -> None:
    async with (
        listening(tmp_path, "groups.example.org") as server,
        library.Client(server.address, authorities=server.certificate) as client,
    ):
        with pytest.raises(UnprovenServer) as refused:
            await client.server_info()
        assert not isinstance(refused.value, UnknownServerKey)
        await client.trust(server.key)
        await client.sync(SyncRequest())
    assert server.resumed == [False]


async def test_older_tls_is_told_in_a_sentence(library: Any, tmp_path: Path) -> None:
    files, _ = write_certificate(tmp_path)
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    old.load_cert_chain(*files)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse() -> None:
            connection, _ = listener.accept()
            with connection, pytest.raises(ssl.SSLError):
                old.wrap_socket(connection, server_side=True)

        refusing = asyncio.get_running_loop().run_in_executor(None, refuse)
        async with library.Client(f"https://127.0.0.1:{listener.getsockname()[1]}") as client:
            with pytest.raises(BadServerAddress, match=r"TLS 1\.3"):
                await client.server_info()
        await refusing


async def test_a_server_without_tls_is_told_in_a_sentence(library: Any) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")
        writer.close()

    plain = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = plain.sockets[0].getsockname()[1]
    async with library.Client(f"https://127.0.0.1:{port}") as client:
        with pytest.raises(BadServerAddress, match="without TLS"):
            await client.server_info()
    plain.close()


def test_nothing_is_written_before_the_handshake_was_judged() -> None:
    made = tls.pinned_context(ANOTHER).wrap_bio(
        ssl.MemoryBIO(), outgoing := ssl.MemoryBIO(), server_hostname="localhost"
    )
    with pytest.raises(ssl.SSLError, match="before the handshake"):
        made.write(b"open-sesame")
    assert outgoing.pending == 0


def test_authorities_come_along_where_the_machine_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "_knows_any", lambda context: False)
    assert tls.client_context().cert_store_stats()["x509_ca"] > 20
    monkeypatch.setitem(__import__("sys").modules, "certifi", None)
    assert tls.client_context().verify_mode == ssl.CERT_REQUIRED


def test_a_machine_with_authorities_uses_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    paths = ssl.get_default_verify_paths()._replace(capath=str(tmp_path))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
    assert not tls._knows_any(empty)
    (tmp_path / "authority.pem").write_text("one")
    assert tls._knows_any(empty)
    monkeypatch.setattr(tls, "_knows_any", lambda context: True)
    assert tls.client_context().verify_mode == ssl.CERT_REQUIRED
