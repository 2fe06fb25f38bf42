"""A group's page, and what a member does there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.ui.groups_sample import GROUPS, LEEDS, MINUTE, NIGHT, ROOMS, WORRY, asked, facilitate, fill, keys, page
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup import actions
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.ops import Claim, CloseGroup, Credentials, Join, Leave
from tuigroup.wire.records import MembershipRecord
from tuigroup.wire.sync import Ack, WantGroup
from tuigroup.wire.words import Access, Role, Standing

Make = Callable[..., TuigroupApp]


def ops(store: Store) -> list[object]:
    return [row.op for row in store.outbox.rows()]


async def test_as_it_looks(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=WORRY)
        await keys(pilot)
        golden(app, "group-80x24")
        await pilot.resize_terminal(120, 40)
        await keys(pilot)
        golden(app, "group-120x40")
        await pilot.resize_terminal(80, 24)
        app.open("group", group=LEEDS)
        await keys(pilot)
        golden(app, "group-listing-80x24")


async def test_the_page_is_asked_for_and_comes(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 40)) as pilot:
        app.open("group", group=4)
        await keys(pilot)
        assert WantGroup(g=4) in session.engine.wanted
        assert "Its guidelines and who runs it are not here yet; asking the server." in screen_text(app)
        store.groups.put_page(page(GROUPS[3]))
        await keys(pilot)
        assert "- Ask before you advise." in screen_text(app)


async def test_saving_data_asks_for_nothing_that_is_here(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    store.settings.set("data_saver", "on")
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=NIGHT)
        await keys(pilot)
        assert WantGroup(g=NIGHT) not in session.engine.wanted


async def test_a_request_shows_how_it_stands(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        session.engine.link.state, session.engine.link.sentence = "offline", "Offline since 18:02."
        key = actions.join(store, WORRY, "moss", "Hello")
        app.open("group", group=WORRY)
        await keys(pilot)
        assert "You ask to join as moss. Offline since 18:02." in screen_text(app)
        session.engine.link.state = "online"
        store.outbox.acked(Ack(k=key, n=9, at=MINUTE))
        store.groups.put_memberships([asked(WORRY)])
        await keys(pilot)
        assert "You asked to join as moss. A facilitator reads it and answers." in screen_text(app)
        declined = MembershipRecord(WORRY, 9, "moss", standing=Standing.DECLINED, word="We are full until spring.")
        store.groups.put_memberships([declined])
        await keys(pilot)
        text = screen_text(app)
        assert "A facilitator answered that it does not fit now." in text
        assert 'Their word to you: "We are full until spring."' in text


async def test_a_refused_joining_says_why_and_can_be_tried_again(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        key = actions.join(store, NIGHT, "heron")
        app.open("group", group=NIGHT)
        store.outbox.acked(Ack(k=key, e="alias-taken", d="This alias is taken here; please choose another."))
        await keys(pilot)
        text = " ".join(screen_text(app).split())
        assert "You have not joined yet. This alias is taken here; please choose another." in text
        await keys(pilot, "J", "enter", *"marten", "enter")
        assert [op.alias for op in ops(store) if isinstance(op, Join)] == ["marten"]
        assert "not taken" not in screen_text(app)


async def test_leaving_asks_first(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store, MembershipRecord(NIGHT, 3, "juniper5"))
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=NIGHT)
        await keys(pilot, "L")
        assert "Leave Night Porters? What you wrote stays under your alias" in screen_text(app)
        await keys(pilot, "escape")
        assert ops(store) == []
        await keys(pilot, "L", "y")
        assert [type(op) for op in ops(store)] == [Leave]
        assert session.engine.woken == 1
        assert "You have left." in screen_text(app)


async def test_an_unsent_request_is_taken_back_without_a_word_to_anyone(make_app: Make, store: Store) -> None:
    fill(store)
    actions.join(store, ROOMS, "moss", "Hello")
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=ROOMS)
        await keys(pilot, "L", "y")
        assert ops(store) == []
        assert "Taken back. It was not sent yet." in screen_text(app)


async def test_a_listing_can_be_claimed_and_not_joined(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=LEEDS)
        await keys(pilot, "J")
        assert "Tuesday Rest Circle" in screen_text(app).splitlines()[0]
        await keys(pilot, "C", *"harriet", "enter", *"My name is on the door.", "enter")
        claim = ops(store)[0]
        assert isinstance(claim, Claim)
        assert (claim.g, claim.alias, claim.word) == (LEEDS, "harriet", "My name is on the door.")
        await keys(pilot, "down")
        assert "Waits to be sent: Claim of a listing." in screen_text(app)
        assert "C claim" not in screen_text(app)


async def test_a_guest_is_shown_the_way_to_an_account(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    session.account = None
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=NIGHT)
        await keys(pilot, "J")
        assert "Joining needs an account." in screen_text(app)
        await keys(pilot, "m")
        assert "New account" in screen_text(app)
        await keys(pilot, "ctrl+s")
        await app.workers.wait_for_complete()
        await keys(pilot, "escape", "g")
        assert "Night Porters > Join" in screen_text(app), "and goes on where it was wanted"
        await keys(pilot, "escape")
        assert "Directory > Night Porters" in screen_text(app)
        await keys(pilot, "escape")
        assert screen_text(app).startswith(" tuigroup")


async def test_a_guest_who_has_an_account_comes_back_to_the_group(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    session.account = None
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=NIGHT)
        await keys(pilot, "J", "s", *"moss", "enter", *"a long passphrase", "enter")
        await app.workers.wait_for_complete()
        await keys(pilot)
        assert "Directory > Night Porters" in screen_text(app)


async def test_only_who_runs_it_has_the_keys_for_it(make_app: Make, store: Store) -> None:
    fill(store, MembershipRecord(NIGHT, 3, "juniper5"))
    app = make_app(first="directory")
    async with app.run_test(size=(120, 40)) as pilot:
        app.open("group", group=NIGHT)
        await keys(pilot, "S", "A", "O", "X", "K")
        assert "Directory > Night Porters" in screen_text(app)
        assert "set up" not in screen_text(app)


async def test_a_group_that_was_just_opened_asks_to_be_set_up(make_app: Make, store: Store) -> None:
    fill(store, MembershipRecord(NIGHT, 2, "moss", Role.FACILITATOR))
    fresh = replace(GROUPS[0], about="", access=Access.OPEN)
    assert fresh.group == NIGHT
    store.groups.put_directory([fresh], [])
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=NIGHT)
        await keys(pilot)
        text = screen_text(app)
        assert "Nothing says yet for whom this group is. You can set it up." in text
        assert "S set up" in text
        assert "A requests" not in text, "nobody has to ask here"
        assert "F private word" in text, "heron runs it too"
        await keys(pilot, "S")
        assert "Set up" in screen_text(app)
        detail = store.groups.page(NIGHT)
        assert detail is not None
        store.groups.put_facilitators(NIGHT, [replace(detail.facilitators[0], alias="moss")])
        await keys(pilot, "escape")
        assert "private word" not in screen_text(app), "there would be nobody to read it"


async def test_closing_and_credentials(make_app: Make, store: Store) -> None:
    facilitate(store)
    app = make_app(first="directory")
    async with app.run_test(size=(120, 40)) as pilot:
        app.open("group", group=NIGHT)
        await keys(pilot)
        assert "2 ask to join" in screen_text(app)
        golden(app, "group-facilitator-120x40")
        await keys(pilot, "K", *"Nurse", "enter", "X", "c", *"Thank you all.", "enter")
    assert [type(op) for op in ops(store)] == [Credentials, CloseGroup]


async def test_a_group_that_is_not_here_says_so(make_app: Make, store: Store) -> None:
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("group", group=77)
        await keys(pilot)
        assert "This group is not here yet. Asking the server." in screen_text(app)
        store.groups.put_directory([replace(GROUPS[0], group=77)], [], 12)
        await keys(pilot)
        assert "Night Porters" in screen_text(app)
