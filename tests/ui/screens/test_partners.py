"""Accountability partners on screens: asking from a post, what is asked, agreeing, saying no, ending."""

from __future__ import annotations

from collections.abc import Callable

from tests.ui import sample
from tests.ui.sample import HERON, MINE, MINUTE, NIGHT
from tests.ui.stubs import golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.compose import ComposeScreen
from tuigroup.ui.screens.today import TodayScreen
from tuigroup.views import partners
from tuigroup.wire import limits
from tuigroup.wire.ops import AnswerPartner, AskPartner
from tuigroup.wire.records import Author, PostRecord, ThreadRecord

PAIR = limits.APART + 4096


def said(app: TuigroupApp) -> str:
    return " ".join(screen_text(app).split())


def between(store: Store, stands: int, author: Author = HERON) -> None:
    head = ThreadRecord(
        PAIR, 0, "heron + old_bicycle", author, MINUTE - 30, MINUTE - 30, 1, PAIR, locked=stands == 3, voices=0,
        pair=stands,
    )  # fmt: skip
    store.threads.put_heads(NIGHT, [head])
    store.threads.put_posts(NIGHT, [PostRecord(PAIR, PAIR, 0, author, MINUTE - 30, str(partners.QUESTION))])


async def test_asking_from_a_post(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.open("thread", group=NIGHT, thread=1, post=2)
        await pilot.pause()
        await pilot.press("P")
        await pilot.pause()
        assert "Ask heron to be accountability partners?" in said(app)
        await pilot.press("a")
        await pilot.pause()
        assert "Asked. If they agree, it opens" in said(app)
        (row,) = store.outbox.rows()
        assert isinstance(row.op, AskPartner)
        assert row.op.member == HERON.member


async def test_what_is_asked_and_agreed_to(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    between(store, 1)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "heron asks whether you want to be accountability partners" in said(app)
        app.open("thread", group=NIGHT, thread=PAIR)
        await pilot.pause()
        golden(app, "partner_asked_80x24")
        await pilot.press("r")
        await pilot.pause()
        assert not isinstance(app.screen, ComposeScreen), "nothing is written before both agree"
        await pilot.press("a")
        await pilot.pause()
        assert "You agreed." in said(app)
        assert [row.op for row in store.outbox.rows() if isinstance(row.op, AnswerPartner) and row.op.agree]


async def test_a_no(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    between(store, 1)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.open("thread", group=NIGHT, thread=PAIR)
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)
        assert "No it is. They are told nothing." in said(app)
        assert "heron asks" not in said(app)


async def test_sharing_with_a_partner_and_ending_it(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    between(store, 2)
    store.check_ins.add(MINUTE, 4, "slept through")
    app = make_app(first="check_ins")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "heron + old_bicycle only you two" in said(app)
        await pilot.press("s")
        await pilot.pause()
        key = next(of.split()[0] for of in screen_text(app).split("\n") if "only heron + old_bicycle" in of)
        await pilot.press(key)
        await pilot.pause()
        assert "only the two of you see it" in said(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        (row,) = store.outbox.rows()
        assert (row.op.op, row.op.to) == ("reply", PAIR)  # type: ignore[union-attr]
        app.open("thread", group=NIGHT, thread=PAIR)
        await pilot.pause()
        await pilot.press("x")
        await pilot.pause()
        assert "no reason is given" in said(app)
        await pilot.press("e")
        await pilot.pause()
        assert "It has ended." in said(app)


async def test_who_asked_waits_and_can_take_it_back(store: Store, make_app: Callable[..., TuigroupApp]) -> None:
    sample.fill(store)
    between(store, 1, MINE)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "asks whether" not in said(app)
        app.open("thread", group=NIGHT, thread=PAIR)
        await pilot.pause()
        assert "The answer is theirs to give." in said(app)
        await pilot.press("a", "x")
        await pilot.pause()
        (row,) = store.outbox.rows()
        assert isinstance(row.op, AnswerPartner)
        assert not row.op.agree
