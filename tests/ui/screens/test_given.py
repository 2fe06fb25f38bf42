"""Offering a post for the library, what became of it, and the sheet of who runs the group: on screens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.line.places import facilitate
from tests.line.test_words_for_giving import WAITING, last, offered
from tests.ui import sample
from tests.ui.groups_sample import keys
from tests.ui.sample import MINUTE, NIGHT
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.offers import OwnOffer
from tuigroup.wire.ops import AskOffer, Offer, Shelve, TakeOut
from tuigroup.wire.sync import Notice, WantOffers
from tuigroup.wire.words import Licence

Make = Callable[..., TuigroupApp]
OWN = (
    OwnOffer(post=1, thread=1, title="What do you do at 3 a.m.?", stand="taken", slug="given-1", licence="free",
             helped=4, at=MINUTE - 900),
    OwnOffer(post=9, thread=9, title="Towels " * 12, stand="back", word="Please leave the name of the place out, and "
             "then we take it gladly."),
)  # fmt: skip


async def test_offering_ones_own(make_app: Make, store: Store) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1, post=1)
        await keys(pilot, "V")
        golden(app, "offer-80x24")
        await keys(pilot, "a", "p")
        assert "On its way to those who run the group." in " ".join(screen_text(app).split())
        await keys(pilot, "j", "V")
        assert "Ask heron" not in screen_text(app)
    op = last(store)
    assert isinstance(op, Offer)
    assert (op.named, op.licence) == (True, Licence.SHARE)


async def test_asking_for_anothers(make_app: Make, store: Store) -> None:
    sample.fill(store)
    facilitate(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1, post=2)
        await keys(pilot, "V", "a")
    assert isinstance(last(store), AskOffer)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_offered_and_given_as_it_looks(
    make_app: Make, store: Store, session: StubSession, size: tuple[int, int]
) -> None:
    sample.fill(store)
    facilitate(store)
    offered(store, *OWN)
    store.notices.add(Notice(t="offer", g=NIGHT, d="A post is offered for the library.", at=MINUTE))
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await keys(pilot, "enter")
        assert WantOffers(g=NIGHT) in session.engine.wanted
        golden(app, f"given-{size[0]}x{size[1]}")
        await keys(pilot, "enter", "r")
        golden(app, f"review-{size[0]}x{size[1]}")
        await keys(pilot, "ctrl+s")
        assert "as soon as the server has it" in " ".join(screen_text(app).split())
    op = last(store)
    assert isinstance(op, Shelve)
    assert (op.take, op.body, op.mark) == (True, WAITING.body, WAITING.mark)


async def test_taking_ones_own_out(make_app: Make, store: Store) -> None:
    sample.fill(store)
    offered(store, *OWN)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("library")
        await keys(pilot, "V", "enter", "x")
        assert "It is out of everybody's library" in screen_text(app)
    assert isinstance(last(store), TakeOut)


async def test_where_nothing_is_offered(make_app: Make, store: Store) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("board", group=NIGHT)
        await keys(pilot, "V")
        assert "Nothing is offered." in screen_text(app)
