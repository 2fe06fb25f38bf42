"""A line that is cut: the session waits, and goes on where it was for whoever proves to be the same."""

from __future__ import annotations

from tests.server.ssh.house import House, until
from tests.sync.world import PASSPHRASE


async def test_a_draft_goes_on_where_the_line_was_cut(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.open()
    first = await (await house.call("juniper", PASSPHRASE)).screens()
    await first.sees("Night Shift Sleep Circle")
    first.type("\r")
    await first.sees("t new thread")
    first.type("t")
    await first.sees("Ctrl\\+S send")
    first.type("half a sen")
    await first.sees("half a sen")
    first.cut()
    await until(lambda: all(stay.far is None for stay in house.door.stays.here))
    again = await (await house.call("juniper", PASSPHRASE)).screens(columns=100, rows=30)
    await again.sees("half a sen")
    again.type("tence")
    await again.sees("half a sentence")
    assert len(house.door.stays) == 1


async def test_another_terminal_takes_the_session_over(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.open()
    first = await (await house.call("juniper", PASSPHRASE)).screens()
    await first.sees("Night Shift Sleep Circle")
    first.type("d")
    await first.sees("Directory")
    second = await (await house.call("juniper", PASSPHRASE)).screens("vt100")
    await second.sees("Directory")
    assert await first.gone() == 0
    assert b"goes on in another terminal" in first.heard


async def test_lines_and_screens_take_turns_over_the_same_session(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.open()
    first = await (await house.call("juniper", PASSPHRASE)).screens()
    await first.sees("Night Shift Sleep Circle")
    visit = house.door.stays.here[0].visit
    second = await (await house.call("juniper", PASSPHRASE)).lines()
    await second.hears("Night Shift Sleep Circle")
    second.cut()
    await until(lambda: house.door.stays.here[0].far is None)
    third = await (await house.call("juniper", PASSPHRASE)).lines()
    await third.hears("You are where you were")
    assert [stay.visit for stay in house.door.stays.here] == [visit]


async def test_nobody_gets_a_session_by_its_name_alone(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.world.member("heron")
    await house.open()
    mine = await (await house.call("juniper", PASSPHRASE)).screens()
    await mine.sees("Night Shift Sleep Circle")
    mine.cut()
    await until(lambda: house.door.stays.here[0].far is None)
    other = await (await house.call("heron", PASSPHRASE)).screens()
    await other.sees("q leave")
    assert len(house.door.stays) == 2
    assert b"Night Shift" not in other.heard


async def test_who_does_not_come_back_is_gone_with_all_that_was_here(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.open()
    first = await (await house.call("juniper", PASSPHRASE)).screens()
    await first.sees("Night Shift Sleep Circle")
    first.type("\r")
    await first.sees("t new thread")
    first.type("t")
    await first.sees("Ctrl\\+S send")
    first.type("half a sen")
    await first.sees("half a sen")
    first.cut()
    await until(lambda: house.door.stays.here[0].far is None)
    house.door.stays.here[0].leave()
    await until(lambda: not house.door.stays.here)
    # The draft is in the private record, and comes along wherever the member signs in next.
    machine = house.world.machine()
    await machine.session.sign_in("juniper", PASSPHRASE)
    assert [draft.title + draft.body for draft in machine.store.drafts.all()] == ["half a sen"]


async def test_what_was_being_written_is_sealed_as_soon_as_the_line_is_cut(house: House) -> None:
    """The session waits, and meanwhile they may sign in at home."""
    await house.world.member("juniper", 1)
    await house.open()
    first = await (await house.call("juniper", PASSPHRASE)).screens()
    await first.sees("Night Shift Sleep Circle")
    first.type("\r")
    await first.sees("t new thread")
    first.type("t")
    await first.sees("Ctrl\\+S send")
    first.type("half a sen")
    await first.sees("half a sen")
    first.cut()
    await until(lambda: house.door.stays.here[0].far is None)
    store = house.door.stays.here[0].visit.session.store
    await until(lambda: not store.drafts.unsealed())
    machine = house.world.machine()
    await machine.session.sign_in("juniper", PASSPHRASE)
    assert [draft.title + draft.body for draft in machine.store.drafts.all()] == ["half a sen"]
    assert len(house.door.stays) == 1


async def test_a_guest_is_gone_with_the_line(house: House) -> None:
    await house.open()
    guest = await (await house.call("guest")).screens()
    await guest.sees("I am new here")
    guest.cut()
    await until(lambda: not house.door.stays.here)


async def test_at_the_end_everybody_hears_why_and_drafts_are_kept(house: House) -> None:
    await house.world.member("juniper", 1)
    await house.open()
    member = await (await house.call("juniper", PASSPHRASE)).screens()
    await member.sees("Night Shift Sleep Circle")
    await house.door.close()
    await member.gone()
    assert b"This door is closing" in member.heard
