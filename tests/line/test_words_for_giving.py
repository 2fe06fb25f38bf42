"""The words for the library's gifts: offering a post, asking for one, what became of it, reviewing."""

from __future__ import annotations

from dataclasses import replace

from tests.line.desk import Desk, spoken
from tests.line.places import facilitate, thread
from tests.ui.sample import MINUTE, NIGHT
from tuigroup.line.given import Given
from tuigroup.line.thread import Thread
from tuigroup.store import Store
from tuigroup.wire.offers import Offers, OwnOffer, Waiting
from tuigroup.wire.ops import AnyOp, AskOffer, Offer, Shelve, TakeOut
from tuigroup.wire.records import ResourceRecord
from tuigroup.wire.words import Given as Giver
from tuigroup.wire.words import Licence, ResourceKind

TEA = "I make tea I don't drink."
WAITING = Waiting(post=2, thread=1, title="The hour before light", body=TEA, alias="heron", named=True,
                  licence="share", helped=3, at=MINUTE - 90, mark="0a1b2c3d")  # fmt: skip


def offered(store: Store, *own: OwnOffer) -> None:
    """One's own at each of its stands, and something of heron's that waits for who runs the group."""
    store.offers.put(NIGHT, Offers(own=list(own), queue=[WAITING]))


def last(store: Store) -> AnyOp:
    return store.outbox.rows()[-1].op


async def test_give(desk: Desk, store: Store) -> None:
    await thread(desk)
    await desk.shell.go(Thread(desk.shell, NIGHT, 1, 1))
    said = spoken(await desk.type("give", "2", "2"))
    assert "Everybody can read it there, also who is in no group." in said
    assert "without a name" in said
    assert "pass it on and change it, and say where it is from" in said
    op = last(store)
    assert isinstance(op, Offer)
    assert (op.post, op.named, op.licence) == (1, False, Licence.SHARE)
    assert "That does nothing here." in spoken(await desk.type("2", "give")), "nobody offers another's"


async def test_who_runs_the_group_asks(desk: Desk, store: Store) -> None:
    facilitate(store)
    await thread(desk)
    assert "Ask heron whether this may go to the library?" in spoken(await desk.type("2", "give", "yes"))
    assert isinstance(last(store), AskOffer)


async def test_given(desk: Desk, store: Store) -> None:
    offered(store, OwnOffer(post=1, thread=1, title="Rain", stand="taken", named=True, slug="given-77", helped=1))
    await desk.begin()
    said = spoken(await desk.type("library", "given"))
    assert "heron" not in said, "what waits is for who runs the group"
    assert '"Rain"; Night Shift Sleep Circle; in the library; under your alias' in said
    assert "this helped" in said
    assert "It is out of everybody's library" in spoken(await desk.type("1", "x"))
    assert isinstance(last(store), TakeOut)
    assert "Waits to be sent: taking it back." in spoken(await desk.type("update"))


async def test_a_word_that_came_back_and_a_no(desk: Desk, store: Store) -> None:
    offered(store, OwnOffer(post=1, thread=1, title="Rain", stand="back", word="Please leave\nthe place out."),
            OwnOffer(post=4, thread=1, title="Snow", stand="asked"))  # fmt: skip
    await desk.begin()
    await desk.shell.go(Given(desk.shell, NIGHT))
    said = spoken(desk.heard)
    assert 'Their word to you: "Please leave the place out."' in said
    assert "No it is. They are told nothing." in spoken(await desk.type("2", "n"))
    assert spoken(await desk.type("1", "o", "1", "1")).count("under your alias, old_bicycle")
    op = last(store)
    assert isinstance(op, Offer)
    assert (op.named, op.licence) == (True, Licence.READ)


async def test_what_is_offered_is_read_changed_lightly_and_taken(desk: Desk, store: Store) -> None:
    facilitate(store)
    offered(store)
    assert "1 for the library" in spoken(await desk.begin())
    await desk.shell.go(Given(desk.shell, NIGHT))
    said = spoken(await desk.type("1", "r"))
    assert "under the alias; others may pass it on and change it" in said
    assert '"this helped", 3 times' in said
    await desk.type("2", "I make tea.", ".", "3", "sleep, night")
    assert "It stands in the library as soon as the server has it." in spoken(await desk.type("send"))
    op = last(store)
    assert isinstance(op, Shelve)
    assert (op.take, op.title, op.body, op.topics, op.mark) == (
        True, WAITING.title, "I make tea.", ["sleep", "night"], WAITING.mark,
    )  # fmt: skip
    assert "for the library" not in spoken(await desk.type("today"))


async def test_what_was_changed_on_a_sheet_is_not_kept_for_another_wording(desk: Desk, store: Store) -> None:
    facilitate(store)
    offered(store)
    await desk.begin()
    await desk.shell.go(Given(desk.shell, NIGHT))
    await desk.type("1", "r", "1", "Tea")
    store.offers.put(NIGHT, Offers(queue=[WAITING.model_copy(update={"mark": "77777777", "title": "Mint"})]))
    assert "Title: Mint" in spoken(await desk.type("back", "update", "1", "r"))


async def test_it_is_given_back_with_a_word(desk: Desk, store: Store) -> None:
    facilitate(store)
    offered(store)
    await desk.begin()
    await desk.shell.go(Given(desk.shell, NIGHT))
    await desk.type("1", "g", "Please leave the place out.")
    op = last(store)
    assert isinstance(op, Shelve)
    assert (op.take, op.word) == (False, "Please leave the place out.")


async def test_the_library_says_who_gave_it(desk: Desk, store: Store) -> None:
    tea = ResourceRecord("given-1", 1, ResourceKind.COPING, "Tea", source="heron", given=Giver.NAMED)
    store.resources.put_heads([tea, replace(tea, slug="given-2", title="Rain", source="", given=Giver.UNNAMED)], 1)
    await desk.begin()
    assert "given by a member of a group here, without a name" in spoken(await desk.type("library", "about 1"))
    assert "given by heron, a member of a group here" in spoken(await desk.type("about 2"))
