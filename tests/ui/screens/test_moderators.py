"""Moderators on screens: named by a facilitator, shown on the page, with the cases and nothing else of who runs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.ui.groups_sample import GROUPS, NIGHT, facilitate, keys, page
from tests.ui.stubs import golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.ops import NameModerator
from tuigroup.wire.records import FacilitatorRecord, MemberRecord, MembershipRecord
from tuigroup.wire.words import Role

Make = Callable[..., TuigroupApp]


def runs(store: Store, role: Role) -> None:
    facilitate(store)
    store.groups.put_memberships([MembershipRecord(NIGHT, 2, "moss", role)])


async def test_a_facilitator_names_one_and_ends_it(make_app: Make, store: Store) -> None:
    facilitate(store)
    store.groups.put_memberships([MembershipRecord(NIGHT, 2, "moss", Role.FACILITATOR)])
    store.groups.put_members(NIGHT, [MemberRecord(3, "juniper5", Role.MODERATOR)])
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("members", group=NIGHT)
        await keys(pilot, "slash", *"teal", "enter", "enter")
        golden(app, "name-moderator-80x24")
        await keys(pilot, "m")
        assert "They are told, and work on cases with you" in " ".join(screen_text(app).split())
        assert "waits to be sent" in screen_text(app)
        await keys(pilot, "slash", *["backspace"] * 4, *"juni", "enter")
        assert "moderator" in screen_text(app)
        await keys(pilot, "enter", "m")
    found = [row.op for row in store.outbox.rows()]
    assert [(op.member, op.on) for op in found if isinstance(op, NameModerator)] == [(4, True), (3, False)]


async def test_a_co_facilitator_is_not_offered_it(make_app: Make, store: Store) -> None:
    runs(store, Role.CO_FACILITATOR)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("members", group=NIGHT)
        await keys(pilot, "slash", *"teal", "enter", "enter")
        assert "share: you both run it" in screen_text(app)
        assert "moderator" not in screen_text(app)


async def test_the_page_names_them_and_they_have_the_cases_and_nothing_else(make_app: Make, store: Store) -> None:
    runs(store, Role.MODERATOR)
    people = (FacilitatorRecord("heron", Role.FACILITATOR), FacilitatorRecord("moss", Role.MODERATOR))
    store.groups.put_page(replace(page(GROUPS[0]), facilitators=people))
    app = make_app(first="directory")
    async with app.run_test(size=(80, 40)) as pilot:
        app.open("group", group=NIGHT)
        await keys(pilot)
        text = screen_text(app)
        assert "You are here as moss, moderator." in text
        assert "Moderators  moss; they look after what is written" in text
        assert "heron, facilitator, peer" in text
        assert "c cases" in text
        for key in ("A requests", "S set up", "O hand over", "X close"):
            assert key not in text
        await keys(pilot, "c")
        assert type(app.screen).__name__ == "CasesScreen"
