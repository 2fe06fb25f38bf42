"""A server with a key of its own, from the first contact on: what is asked, kept, and never sent. Over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.certificates import write_certificate
from tests.sync.test_tls import Listening, listening
from tuigroup import fingerprint
from tuigroup.config import Settings
from tuigroup.doors.visit import Visit, store_path
from tuigroup.errors import BadInput, ConfigError, ServerKeyChanged, UnknownServerKey
from tuigroup.session import Session, contact, proof
from tuigroup.store import Store
from tuigroup.sync.client import Client
from tuigroup.wire.sync import WantDirectory

INFO = b'{"id":"c2VydmVy","name":"Small","version":"0.1.0"}'
ANOTHER = "sha256:" + "ab" * 32


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Listening]:
    async with listening(tmp_path / "server", said=INFO) as made:
        yield made


def at_home(tmp_path: Path, server: Listening, **more: object) -> Settings:
    return replace(Settings(server=server.address, data=str(tmp_path / "home"), sync_minutes=0), **more)  # type: ignore[arg-type]


async def once(visit: Visit) -> str:
    """One round of the engine as the program starts it; what a person is told of the line."""
    visit.session.engine.want(WantDirectory())
    await visit.session.engine.round()
    return visit.session.engine.status().sentence


async def test_the_key_is_asked_about_once_and_then_remembered(tmp_path: Path, server: Listening) -> None:
    settings = at_home(tmp_path, server)
    visit = Visit(settings)
    assert "does not know yet" in await once(visit)
    assert visit.session.engine.status().reason == "stopped"
    assert visit.session.unknown_key == server.key
    assert server.heard == b""
    await visit.session.trust(server.key)
    assert visit.session.unknown_key == ""
    assert (await visit.session.greet()).name == "Small"
    await visit.end()

    visit = Visit(settings)
    assert (await visit.session.greet()).name == "Small"
    await visit.end()


async def test_another_key_stops_everything_and_nothing_written_is_lost(tmp_path: Path, server: Listening) -> None:
    settings = at_home(tmp_path, server, pin=server.key)
    visit = Visit(settings)
    await visit.session.greet()
    visit.session._client.token = "open-sesame"
    await visit.end()
    server.heard = b""

    path = store_path(settings, server.address)
    store = Store.open(path)
    assert proof(store) == server.key, "a pin that was given is remembered once it held"
    store.settings.set("server.proof", ANOTHER)
    store.close()
    visit = Visit(replace(settings, pin=""))
    told = await once(visit)
    assert told.startswith("The server's key is not the one that this machine knows")
    assert "what you wrote is kept here" in told
    assert "--pin" in told
    assert visit.session.unknown_key == "", "it is no first contact"
    assert server.heard == b""
    await visit.end()

    visit = Visit(settings)
    assert (await visit.session.greet()).name == "Small", "a pin that is given wins over what is remembered"
    await visit.end()
    visit = Visit(replace(settings, pin=""))
    assert (await visit.session.greet()).name == "Small"
    await visit.end()


async def test_where_nothing_is_left_nothing_is_remembered(tmp_path: Path, server: Listening) -> None:
    settings = at_home(tmp_path, server, leave_nothing=True)
    for _ in range(2):
        visit = Visit(settings)
        with pytest.raises(UnknownServerKey):
            await visit.session.greet()
        await visit.session.trust(server.key)
        assert (await visit.session.greet()).name == "Small"
        await visit.end()
    assert not (tmp_path / "home").exists()


async def test_changing_to_a_server_with_a_key_of_its_own(tmp_path: Path, server: Listening) -> None:
    async with listening(tmp_path / "other", said=INFO) as other:
        visit = Visit(at_home(tmp_path, server, pin=server.key))
        with pytest.raises(UnknownServerKey) as asked:
            await visit.connect(other.address)
        assert visit.settings.server == server.address
        assert other.heard == b""
        with pytest.raises(ServerKeyChanged):
            await visit.connect(other.address, ANOTHER)
        await visit.connect(other.address, asked.value.fingerprint)
        assert (visit.settings.server, visit.settings.pin) == (other.address, other.key)
        assert proof(visit.session.store) == other.key
        await visit.end()


async def test_who_proves_itself_by_authorities_is_remembered_as_such(tmp_path: Path, server: Listening) -> None:
    store = Store.open(None)
    client = Client(server.address, authorities=server.certificate)
    session = Session.open(Settings(), store, client)
    await session.greet()
    assert proof(store) == fingerprint.AUTHORITIES
    await session.close()
    client = Client(server.address, proof=proof(store))  # and now something else answers there
    session = Session.open(Settings(), store, client)
    session._greeted = False
    with pytest.raises(Exception, match="could not prove"):
        await session.greet()
    assert session.unknown_key == ""
    await session.close()
    store.close()


def test_a_pin_without_tls_is_a_slip(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="without TLS"):
        Visit(Settings(server="http://127.0.0.1:9", pin=ANOTHER, leave_nothing=True))


def test_what_counts_as_the_same(tmp_path: Path) -> None:
    _, shown = write_certificate(tmp_path)
    contact.compare("\n".join(fingerprint.groups(shown)).upper(), shown)
    with pytest.raises(BadInput, match="another fingerprint"):
        contact.compare(ANOTHER, shown)
    with pytest.raises(BadInput, match="no fingerprint"):
        contact.compare("the one on the paper", shown)
