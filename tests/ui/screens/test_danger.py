"""Words of danger before a post goes out: an offer, and nothing that holds it back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.test_given import listed, row
from tests.ui import sample
from tests.ui.sample import NIGHT
from tests.ui.stubs import StubSettings, golden, screen_text
from tuigroup.store import Draft, Store, given
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.compose import ComposeScreen
from tuigroup.ui.screens.help_now import HelpNowScreen
from tuigroup.ui.screens.thread import ThreadScreen

SAID = "I do not want to be here any more."


async def written(app: TuigroupApp, pilot: object, store: Store, body: str = SAID) -> None:
    """A reply to heron with these words, and Ctrl+S."""
    draft = store.drafts.save(Draft("", "reply", NIGHT, target=2, body=body))
    await pilot.pause()  # type: ignore[attr-defined]
    app.open("compose", draft=draft)
    await pilot.pause()  # type: ignore[attr-defined]
    await pilot.press("ctrl+s")  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


@pytest.fixture
def filled(store: Store) -> Store:
    sample.fill(store)
    return store


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_help_is_offered_with_what_can_be_reached_now(
    filled: Store, make_app: Callable[..., TuigroupApp], size: tuple[int, int]
) -> None:
    app = make_app()
    async with app.run_test(size=size) as pilot:
        await written(app, pilot, filled)
        golden(app, f"danger_{size[0]}x{size[1]}")
        said = " ".join(screen_text(app).split())
        assert "Only this machine noticed; nobody was told" in said
        assert "In danger right now: 999 or 112." in said or "In danger right now: 999" in said
        assert filled.outbox.count() == 0


async def test_posting_is_one_key(filled: Store, make_app: Callable[..., TuigroupApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await written(app, pilot, filled)
        await pilot.press("p")
        await pilot.pause()
        assert [(row.op.op, getattr(row.op, "body", "")) for row in filled.outbox.rows()] == [("reply", SAID)]
        assert filled.drafts.all() == []


async def test_a_private_word_takes_its_place(filled: Store, make_app: Callable[..., TuigroupApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await written(app, pilot, filled)
        await pilot.press("f")
        await pilot.pause()
        assert [(row.op.op, getattr(row.op, "body", "")) for row in filled.outbox.rows()] == [("private", SAID)]
        assert filled.drafts.all() == []
        assert isinstance(app.screen, ThreadScreen)
        assert "private word" in screen_text(app)


async def test_help_now_and_back_to_the_words(filled: Store, make_app: Callable[..., TuigroupApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await written(app, pilot, filled)
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(app.screen, HelpNowScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, ComposeScreen)
        assert app.screen.words.text == SAID
        await pilot.press("ctrl+s")  # it was offered; now it goes
        await pilot.pause()
        assert filled.outbox.count() == 1


async def test_keeping_and_going_on_writing(filled: Store, make_app: Callable[..., TuigroupApp]) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await written(app, pilot, filled)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, ComposeScreen)
        assert app.screen.words.text == SAID
        await pilot.press("escape")
        await pilot.pause()
        assert [draft.body for draft in filled.drafts.all()] == [SAID]
        await written(app, pilot, filled)
        await pilot.press("k")
        await pilot.pause()
        assert filled.outbox.count() == 0
        assert SAID in [draft.body for draft in filled.drafts.all()]


async def test_ordinary_words_and_who_turned_it_off_are_not_asked(
    filled: Store, make_app: Callable[..., TuigroupApp]
) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await written(app, pilot, filled, "I was killing myself laughing.")
        assert filled.outbox.count() == 1
    for settings, chosen in ((StubSettings(danger="off"), "on"), (StubSettings(), "off")):
        filled.settings.set("danger", chosen)
        app = make_app(settings=settings)
        before = filled.outbox.count()
        async with app.run_test(size=(80, 24)) as pilot:
            await written(app, pilot, filled)
            assert filled.outbox.count() == before + 1


async def test_what_the_server_gives_is_offered_before_the_others(
    filled: Store, make_app: Callable[..., TuigroupApp]
) -> None:
    given.keep(filled, "v1", listed(row()))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await written(app, pilot, filled)
        said = " ".join(screen_text(app).split())
        assert (
            "Our line (call 01 555) (given by whoever runs this server, not verified by us); Samaritans (call" in said
        )
        assert "Shout" in said, "none of the packaged ones goes for it"


async def test_a_broken_list_of_ones_own_is_told_once_and_holds_nothing_up(
    filled: Store, make_app: Callable[..., TuigroupApp], tmp_path: Path
) -> None:
    own = tmp_path / "own.txt"
    own.write_text("the blue box\n((\n", "utf-8")
    app = make_app(settings=StubSettings(danger=str(own)))
    async with app.run_test(size=(80, 24)) as pilot:
        await written(app, pilot, filled, "A quiet day.")
        assert [getattr(row.op, "body", "") for row in filled.outbox.rows()] == ["A quiet day."]
        assert "Line 2 of the list of words own.txt can't be read" in " ".join(screen_text(app).split())
        app.open("settings")
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        said = " ".join(screen_text(app).split())
        assert "Lists: English, Spanish, own.txt. Line 2 of the list of words own.txt can't be read" in said
        await written(app, pilot, filled, "Another one.")
        assert "Line 2" not in screen_text(app), "said before"


async def test_words_of_a_list_of_ones_own_offer_help(
    filled: Store, make_app: Callable[..., TuigroupApp], tmp_path: Path
) -> None:
    (tmp_path / "de.txt").write_text("ich will nicht mehr\n", "utf-8")
    app = make_app(settings=StubSettings(danger=str(tmp_path)))
    async with app.run_test(size=(80, 24)) as pilot:
        await written(app, pilot, filled, "Ich will nicht mehr.")
        assert "Only this machine noticed" in " ".join(screen_text(app).split())
