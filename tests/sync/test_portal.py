"""A line whose answer is lost, and behind which somebody else's certificate is shown, as a café's sign-in page does it.

What left once may be at the server: what is done about it then has to reach the server too.
"""

from __future__ import annotations

import ssl

import httpx
import pytest

from tests.sync.world import Machine, World
from tuigroup import actions
from tuigroup.fingerprint import AUTHORITIES
from tuigroup.wire.sync import WantThread


class Portal(httpx.AsyncBaseTransport):
    """The next answer is lost, and the connection after it shows a certificate that proves nothing."""

    def __init__(self, line: httpx.AsyncBaseTransport) -> None:
        self._line = line
        self.left = 2

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.left -= 1
        if self.left == 1:
            answer = await self._line.handle_async_request(request)
            await answer.aclose()
            raise httpx.ReadError("cut", request=request)
        if self.left == 0:
            cause = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] self-signed")
            raise httpx.ConnectError(str(cause), request=request) from cause
        return await self._line.handle_async_request(request)


@pytest.fixture
def group(world: World) -> int:
    return world.group("Night Kitchen")


async def sent_into_it(world: World, group: int) -> tuple[Machine, str]:
    ada = await world.member("ada", group)
    client = ada.session._client
    client._transport, client._first, client.proof = Portal(ada.line), None, AUTHORITIES
    key = actions.start_thread(ada.store, group, 1, "Last night", "I did it again, and Sam knows.")
    await ada.session.engine.round()
    assert ada.store.outbox.count() == 1
    return ada, key


async def read(world: World, group: int) -> list[str]:
    bea = await world.member("bea", group)
    await bea.sync()
    for thread in bea.store.threads.list(group):
        bea.session.engine.want(WantThread(g=group, n=int(thread.ref)))
    await bea.sync()
    return [
        post.body for thread in bea.store.threads.list(group) for post in bea.store.threads.posts(group, thread.ref)
    ]


async def test_what_is_taken_back_then_is_taken_back_at_the_server(world: World, group: int) -> None:
    ada, key = await sent_into_it(world, group)
    actions.withdraw(ada.store, key)
    ada.session.engine.go_online()
    await ada.sync()
    assert ada.store.outbox.count() == 0
    assert await read(world, group) == [""]


async def test_what_is_rewritten_then_stands_there_once(world: World, group: int) -> None:
    ada, key = await sent_into_it(world, group)
    ada.store.outbox.edit(key, "Softer words.", "Last night")
    ada.session.engine.go_online()
    await ada.sync()
    assert ada.store.outbox.count() == 0
    assert await read(world, group) == ["Softer words."]
