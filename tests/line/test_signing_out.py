"""Signing out, typed: a question where something would be gone, and what became of it."""

from __future__ import annotations

from tests.line.desk import Desk
from tests.ui.sample import NIGHT, fill
from tuigroup.session import Became
from tuigroup.store import Draft, Store

THEIRS = "Sign out here"


async def number(desk: Desk) -> str:
    await desk.begin()
    said = await desk.type("account")
    return next(part for part in said.split("\n") if THEIRS in part).split(".")[0].strip()


async def test_who_would_lose_something_is_asked_what_becomes_of_it(store: Store) -> None:
    fill(store)
    store.drafts.save(Draft("", "thread", NIGHT, board=1, title="Half", body="not done"))
    desk = Desk(store)
    desk.session.became = Became(sealed=1)
    at = await number(desk)
    said = " ".join((await desk.type(at, "k")).split())
    assert "One draft is not finished. Signing out takes everything from this machine." in said
    assert "One text is sealed in your private record" in said
    assert desk.session.calls == [("sign_out_after", "seal", "False")]
    assert desk.shell.became == Became(sealed=1), "which a shared terminal tells"


async def test_who_signs_in_where_somebody_elses_words_are_is_asked_before_they_go(store: Store) -> None:
    fill(store)
    store.drafts.save(Draft("", "thread", NIGHT, board=1, title="Half", body="not done"))
    desk = Desk(store)
    await desk.shell.always.welcome()
    at = next(part for part in desk.heard.split("\n") if "I have an account" in part).split(".")[0].strip()
    said = " ".join((await desk.type(at, "fern", "seven quiet boats", "n")).split())
    assert "moss was signed in here, and something they wrote is nowhere else yet." in said
    assert desk.session.calls == []
    await desk.type(at, "fern", "seven quiet boats", "y")
    assert desk.session.calls == [("sign_in", "fern", "seven quiet boats")]


async def test_else_one_yes_is_enough(store: Store) -> None:
    fill(store)
    desk = Desk(store)
    at = await number(desk)
    said = await desk.type(at, "y")
    assert "You can sign in again at any time." in said
    assert desk.session.calls == [("sign_out", "False")]
