"""Guest sessions on screens: the thread with its questions, asking, announcing, the transcript, being the guest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.line.places import facilitate
from tests.line.test_words_for_giving import last
from tests.line.test_words_for_guests import FERN, SESSION, TIRED, announced
from tests.ui import sample
from tests.ui.groups_sample import keys
from tests.ui.sample import ASK, NIGHT
from tests.ui.stubs import golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.ops import AskUnnamed, Join, OpenSession, Transcribe
from tuigroup.wire.records import MembershipRecord

Make = Callable[..., TuigroupApp]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_session_as_it_looks(make_app: Make, store: Store, size: tuple[int, int]) -> None:
    sample.fill(store)
    announced(store)
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await keys(pilot)
        assert "Guest  Dr Fern, sleep clinic" in screen_text(app)
        app.open("thread", group=NIGHT, thread=20, post=20)
        await keys(pilot)
        golden(app, f"session-{size[0]}x{size[1]}")
        await keys(pilot, "Q")
        if size[0] == 80:
            golden(app, "session-menu-80x24")
        await keys(pilot, "n", *"How do you stay", "ctrl+s")
        assert "Send your question without a name?" in screen_text(app)
        await keys(pilot, "y")
    op = last(store)
    assert isinstance(op, AskUnnamed)
    assert (op.thread, op.body) == (20, "How do you stay")


async def test_announcing_and_the_transcript(make_app: Make, store: Store) -> None:
    sample.fill(store)
    facilitate(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("board", group=NIGHT)
        await keys(pilot, "Q", "enter", *"Dr Fern", "enter", "ctrl+s")
        golden(app, "announce-80x24")
        assert not store.outbox.rows(), "there is no time yet"
        announced(store, SESSION.model_copy(update={"code": "k7qd-9xmp-3htw-e2fz", "closed": True}))
        app.open("thread", group=NIGHT, thread=20)
        await keys(pilot, "Q", "c")
        assert "k7qd-9xmp-3htw-e2fz" in screen_text(app)
        await keys(pilot, "escape", "Q", "t")
        golden(app, "transcript-80x24")
        await keys(pilot, "ctrl+s")
    op = last(store)
    assert isinstance(op, Transcribe)
    assert TIRED in op.body
    assert not isinstance(op, OpenSession)


async def test_coming_as_a_guest_and_what_one_sees(make_app: Make, store: Store) -> None:
    sample.fill(store)
    announced(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=ASK)
        await keys(pilot, "Q", *"k7qd", "enter")
        op = last(store)
        assert isinstance(op, Join)
        assert op.code == "k7qd"
        store.groups.put_memberships([MembershipRecord(NIGHT, FERN.member, "Dr Fern", guest=20)])
        app.open("thread", group=NIGHT, thread=20, post=22)
        await keys(pilot, "plus", "exclamation_mark", "Q")
        assert "What would you like" not in screen_text(app)
        assert "r reply" in screen_text(app)
