"""What a member gave to the library and took out again goes from every machine, and costs nobody else a byte."""

from __future__ import annotations

from tests.sync.world import Machine, World
from tuigroup.wire.sync import WantLibrary
from tuigroup.wire.words import Given
from tuigroup_server.service import library
from tuigroup_server.service.library import Reading
from tuigroup_server.storage import resources

TEA = "I make tea I do not drink."


def take_out(world: World) -> None:
    with world.context.database.write() as connection:
        resources.withdraw(connection, "given-1")


async def reader(world: World, given: Given) -> Machine:
    """Somebody who has the library's list, with one text in it."""
    library.put(world.context, [Reading("given-1", "Tea", TEA, given=given)])
    made = await world.member("ada")
    made.session.engine.want(WantLibrary())
    await made.sync()
    return made


def asks(machine: Machine) -> bool:
    """Whether the next exchange asks for the library."""
    return any(want.w == "l" for want in machine.session.engine._exchanges.request().w)


async def test_what_is_kept_goes_with_the_next_exchange(world: World) -> None:
    ada = await reader(world, Given.NAMED)
    ada.store.resources.put_body("given-1", TEA)
    take_out(world)
    await ada.sync()
    assert ada.store.resources.body("given-1") is None
    assert ada.store.resources.head("given-1") is None
    assert not ada.store.search.find("tea")
    assert not asks(ada)


async def test_what_is_only_listed_goes_within_the_hour(world: World) -> None:
    ada = await reader(world, Given.UNNAMED)
    take_out(world)
    await ada.sync()
    assert ada.store.resources.head("given-1") is not None
    world.clock.forward(61)
    await ada.sync()
    assert ada.store.resources.head("given-1") is None


async def test_who_keeps_nothing_given_never_asks(world: World) -> None:
    ada = await reader(world, Given.BROUGHT)
    ada.store.resources.put_body("given-1", TEA)
    world.clock.forward(600)
    assert not asks(ada)
