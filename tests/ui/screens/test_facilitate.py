"""What facilitators do: answer who asks to join, set a group up, hand it over; and proposing a group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.ui.groups_sample import NIGHT, facilitate, fill, keys
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.views.sheets import SettingUp
from tuigroup.wire.ops import AnswerRequest, GroupSettings, HandOver, Propose, SetUp
from tuigroup.wire.sync import GroupCare
from tuigroup.wire.words import Access, GroupKind

Make = Callable[..., TuigroupApp]


def ops(store: Store) -> list[object]:
    return [row.op for row in store.outbox.rows()]


async def test_requests_as_they_look_and_are_answered(make_app: Make, store: Store, session: StubSession) -> None:
    facilitate(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("requests", group=NIGHT)
        await keys(pilot)
        golden(app, "requests-80x24")
        await keys(pilot, "a", *"Welcome in.", "enter")
        await keys(pilot, "d", *"Try the bakers.", "enter")
        text = screen_text(app)
        assert "Nobody asks to join at the moment." in text
        assert "Answered, waiting to be sent" in text
        assert "a admit" not in text
    answers = [(op.member, op.admit, op.word) for op in ops(store) if isinstance(op, AnswerRequest)]
    assert sorted(answers) == [(7, False, "Try the bakers."), (8, True, "Welcome in.")]
    assert session.engine.woken == 2


async def test_a_new_request_appears_by_itself_and_can_be_asked_for(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("requests", group=NIGHT)
        await keys(pilot)
        assert "Nobody asks to join at the moment." in screen_text(app)
        await keys(pilot, "u")
        assert session.engine.woken == 1
        assert "Asking the server." in screen_text(app)
        facilitate(store)
        await keys(pilot)
        assert "baker_by_night" in screen_text(app)


async def test_handing_over(make_app: Make, store: Store) -> None:
    facilitate(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("members", group=NIGHT)
        await keys(pilot)
        golden(app, "members-80x24")
        assert "moss" not in screen_text(app), "not to oneself"
        await keys(pilot, "slash", *"teal", "enter", "enter", "s")
        assert "asked, waits to be sent" in screen_text(app)
    (op,) = ops(store)
    assert isinstance(op, HandOver)
    assert (op.member, op.step_down) == (4, False)


async def test_set_up_as_it_looks_and_only_what_changed_is_sent(make_app: Make, store: Store) -> None:
    facilitate(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("set_up", group=NIGHT)
        await keys(pilot)
        golden(app, "set-up-80x24")
        await keys(pilot, "ctrl+s")
        assert ops(store) == []
        await keys(pilot, *["down"] * 5, "enter", "r", "ctrl+s")
        assert "On its way." in screen_text(app)
        assert "changes wait to be sent" in screen_text(app)
        assert "by request" in screen_text(app)
    (op,) = ops(store)
    assert isinstance(op, SetUp)
    assert op.settings == GroupSettings(access=Access.REQUEST)


async def test_what_is_filled_in_outlives_the_program(make_app: Make, store: Store, session: StubSession) -> None:
    facilitate(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("set_up", group=NIGHT)
        await keys(pilot, "enter", "end", *" Two", "enter", "escape")
        await keys(pilot)
    again = TuigroupApp(session, app.settings, first="directory")
    async with again.run_test(size=(80, 24)) as pilot:
        again.open("set_up", group=NIGHT)
        await keys(pilot)
        assert "Night Porters Two" in screen_text(again)
        assert "not sent yet" in screen_text(again)
        await keys(pilot, "x", "y")
        assert "Night Porters Two" not in screen_text(again)
    assert ops(store) == []


async def test_a_long_text_is_on_disk_while_it_is_written(make_app: Make, store: Store) -> None:
    facilitate(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("set_up", group=NIGHT)
        await keys(pilot, *["down"] * 12, "enter", "enter", *"- Be kind.")
        app.keep()
        assert "- Be kind." in store.settings.get(f"form.set_up.{NIGHT}")
        await keys(pilot, "ctrl+s", "ctrl+s")
    (op,) = ops(store)
    assert isinstance(op, SetUp)
    assert op.settings.guidelines is not None
    assert op.settings.guidelines.endswith("- Nobody has to talk.\n- Be kind.")


async def test_meetings_are_added_changed_and_taken_out(make_app: Make, store: Store) -> None:
    facilitate(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("set_up", group=NIGHT)
        await keys(pilot, "end", "up", "up", "enter", "enter", "3")
        await keys(pilot, "down", "down", "enter", *["backspace"] * 5, *"8.30 pm", "enter")
        golden(app, "meeting-80x24")
        await keys(pilot, "ctrl+s", "end", "up", "up", "up", "up", "up", "enter", "x")
        assert "Late table" not in screen_text(app)
        await keys(pilot, "ctrl+s")
    (op,) = ops(store)
    assert isinstance(op, SetUp)
    assert [(one.weekday, one.start, one.name) for one in op.settings.meetings or ()] == [
        (5, 180, "The small table"),
        (3, 20 * 60 + 30, ""),
    ]


async def test_what_does_not_fit_is_said_and_stays(make_app: Make, store: Store) -> None:
    facilitate(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("set_up", group=NIGHT)
        await keys(pilot, *["down"] * 8, "enter", *["backspace"] * 20, *"Nowhere/Land", "enter")
        text = screen_text(app)
        assert "This time zone is not known here." in text
        assert "Nowhere/Land" in text
        await keys(pilot, *["backspace"] * 12, *"Asia/Tokyo", "enter")
        assert "Time zone   Asia/Tokyo" in screen_text(app)


async def test_proposing_a_group(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "P")
        golden(app, "propose-80x24")
        await keys(pilot, "ctrl+s")
        assert "You need an alias there too." in screen_text(app)
        await keys(pilot, "enter", *"marten", "enter", "ctrl+s")
        assert "The group needs a name." in screen_text(app)
        await keys(pilot, "enter", *"Ferry Folk", "enter", "down", "enter", *"For who waits for boats.", "enter")
        await keys(pilot, "down", "enter", *"Work, loneliness,work", "enter", "down", "enter", "t", "ctrl+s")
        assert "Your proposal is on its way." in screen_text(app)
        assert screen_text(app).startswith(" Directory  ")
    (op,) = ops(store)
    assert isinstance(op, Propose)
    assert (op.alias, op.settings.name, op.settings.topics) == ("marten", "Ferry Folk", ["work", "loneliness"])
    assert op.settings.kind is GroupKind.PROFESSIONAL_LED
    assert session.engine.woken == 1
    assert store.settings.get("form.propose") == ""


async def test_how_many_a_group_takes(make_app: Make, store: Store) -> None:
    facilitate(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 40)) as pilot:
        app.open("set_up", group=NIGHT)
        await keys(pilot)
        places = [field.name for field in SettingUp.fields].index("capacity")
        await keys(pilot, *["down"] * places, "enter", *"some", "enter")
        assert "such as 12" in screen_text(app)
        await keys(pilot, *["backspace"] * 4, *"12", "enter")
        assert "Places      12 at most" in screen_text(app)
        await keys(pilot, "ctrl+s")
    (op,) = ops(store)
    assert isinstance(op, SetUp)
    assert op.settings == GroupSettings(capacity=12)
    detail = store.groups.page(NIGHT)
    assert detail is not None
    store.groups.put_page(replace(detail, care=GroupCare(cap=12)))
    app = make_app(first="directory")
    async with app.run_test(size=(80, 40)) as pilot:
        app.open("group", group=NIGHT)
        await keys(pilot)
        assert "12 at most" in screen_text(app)
