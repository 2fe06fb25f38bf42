"""Writing while another machine's text comes in: nothing typed is replaced, nothing that came is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.ui.composing import write
from tests.ui.sample import NIGHT, fill
from tests.ui.stubs import screen_text
from tuigroup.store import Draft, Store
from tuigroup.ui.app import TuigroupApp

Make = Callable[..., TuigroupApp]


def from_elsewhere(store: Store, draft: Draft, body: str, had: dict[str, Any] | None = None) -> None:
    """Another machine's version, as the private record brings it; ``had`` is what that machine knew of, now if None."""
    had = had or store.drafts.export()["d"]
    version = {**had[draft.id][1], "body": body}
    store.drafts.had(had)
    store.drafts.merge({"d": {draft.id: [draft.stamp + 60_000, version]}})


async def test_a_later_text_of_another_machine_comes_into_an_idle_field(make_app: Make, store: Store) -> None:
    fill(store)
    draft = store.drafts.save(Draft("", "thread", NIGHT, board=1, title="Nights", body="begun here"))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("compose", draft=draft)
        await pilot.pause()
        from_elsewhere(store, draft, "begun here, gone on there")
        await pilot.pause()
        await pilot.pause()
        assert "begun here, gone on there" in screen_text(app)
        assert "at another machine of yours" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
    assert [kept.body for kept in store.drafts.all()] == ["begun here, gone on there"]


async def test_what_is_being_typed_stays_when_another_machines_text_comes(make_app: Make, store: Store) -> None:
    fill(store)
    draft = store.drafts.save(Draft("", "thread", NIGHT, board=1, title="Nights", body="begun"))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("compose", draft=draft)
        await pilot.pause()
        known = store.drafts.export()["d"]
        await write(pilot, " here")
        from_elsewhere(store, draft, "changed there", known)
        await pilot.pause()
        await pilot.pause()
        assert "begun here" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
    assert {kept.body: kept.also for kept in store.drafts.all()} == {"begun here": False, "changed there": True}


async def test_what_was_thrown_away_elsewhere_is_kept_while_it_is_open_here(make_app: Make, store: Store) -> None:
    fill(store)
    draft = store.drafts.save(Draft("", "thread", NIGHT, board=1, title="Nights", body="begun"))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("compose", draft=draft)
        await pilot.pause()
        store.drafts.had(store.drafts.export()["d"])
        store.drafts.merge({"d": {draft.id: [draft.stamp + 60_000, None]}})
        await pilot.pause()
        assert store.drafts.all() == []
        await pilot.press("escape")
        await pilot.pause()
    assert [kept.body for kept in store.drafts.all()] == ["begun"]


async def test_a_second_version_says_what_it_is(make_app: Make, store: Store) -> None:
    fill(store)
    draft = store.drafts.save(Draft("", "thread", NIGHT, board=1, title="Nights", body="begun", also=True))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("compose", draft=draft)
        await pilot.pause()
        assert "Both texts are kept" in screen_text(app)
