"""The words for groups: finding, joining, leaving, and what those who run one do."""

from __future__ import annotations

from dataclasses import replace

from tests.line.desk import Desk, spoken
from tests.line.places import facilitate, group
from tests.ui.sample import ASK, NIGHT
from tuigroup.errors import Offline
from tuigroup.line.group import Group
from tuigroup.store import Store
from tuigroup.views.needs import SessionLike
from tuigroup.wire.records import GroupRecord, MembershipRecord
from tuigroup.wire.sync import Ack
from tuigroup.wire.words import GroupState, Role, Standing


async def test_choose(desk: Desk, store: Store) -> None:
    store.groups.put_memberships([])
    await desk.begin()
    said = spoken(await desk.type("choose", "", "", "", ""))
    assert "Three groups that may fit:" in said


async def test_join(desk: Desk, store: Store) -> None:
    await group(desk, ASK)
    said = await desk.type("join", "yes", "quiet_fern", "A word.")
    assert "Speak from your own days." in said
    assert [row.op.op for row in store.outbox.rows()] == ["join"]


async def test_leave_group(desk: Desk, store: Store) -> None:
    await group(desk)
    await desk.type("depart", "yes")
    assert [row.op.op for row in store.outbox.rows()] == ["leave"]


async def test_about(desk: Desk) -> None:
    await desk.begin()
    from tuigroup.line.board import Board

    await desk.shell.go(Board(desk.shell, NIGHT))
    assert "Who runs it" in await desk.type("about")


async def test_propose(desk: Desk, store: Store) -> None:
    await desk.begin()
    await desk.type("propose", "1", "old_kettle", "2", "Early Tea", "3", "For who is up at five.", "send")
    assert [row.op.op for row in store.outbox.rows()] == ["propose"]


async def test_claim(desk: Desk, store: Store) -> None:
    listed = GroupRecord(20, 9, "rest", "Tuesday Rest", "Tea.", state=GroupState.LISTING)
    store.groups.put_directory([listed], [], 9, listings=True)
    await group(desk, 20)
    await desk.type("claim", "ines", "I hold the key.")
    assert [row.op.op for row in store.outbox.rows()] == ["claim"]


async def test_requests(desk: Desk, store: Store) -> None:
    facilitate(store)
    await group(desk)
    assert "fern, 1 h: I would like to come." in spoken(await desk.type("requests"))


async def test_admit(desk: Desk, store: Store) -> None:
    facilitate(store)
    await group(desk)
    await desk.type("requests", "admit 1", "Welcome.")
    assert store.groups.join_requests(NIGHT)[0].standing is Standing.ACTIVE


async def test_decline(desk: Desk, store: Store) -> None:
    facilitate(store)
    await group(desk)
    await desk.type("requests", "decline 1", "")
    assert store.groups.join_requests(NIGHT)[0].standing is Standing.DECLINED


async def test_set_up(desk: Desk, store: Store) -> None:
    facilitate(store)
    await group(desk)
    await desk.type("setup", "1", "Night Circle", "send")
    op = store.outbox.rows()[0].op
    assert op.op == "set_up"
    assert op.settings.name == "Night Circle"


async def test_hand_over(desk: Desk, store: Store) -> None:
    facilitate(store)
    await group(desk)
    await desk.type("handover", "1", "2")
    assert [row.op.op for row in store.outbox.rows()] == ["hand_over"]


async def test_close_group(desk: Desk, store: Store) -> None:
    facilitate(store)
    await group(desk)
    await desk.type("close", "yes", "Thank you all.")
    assert [row.op.op for row in store.outbox.rows()] == ["close"]


async def test_credentials(desk: Desk, store: Store) -> None:
    facilitate(store)
    await group(desk)
    await desk.type("credentials Nurse")
    assert [row.op.op for row in store.outbox.rows()] == ["credentials"]


async def test_a_guest_goes_on_where_they_wanted_to_join(store: Store) -> None:
    desk = Desk(store, account=None)
    await group(desk, ASK)
    said = await desk.type("join", "yes")
    assert "Joining needs an account." in said
    number = next(line.split(".")[0] for line in said.splitlines() if line.endswith("I am new here"))
    said = await desk.type(number, "", "k", "back", "yes")
    assert "the only way back" in spoken(said)
    assert desk.shell.place.commands().count("join") == 1, "the group's page is in front again"
    assert [type(place).__name__ for place in desk.shell.stack] == ["Today", "Group"]


async def test_a_join_that_was_not_taken_can_be_tried_again(store: Store, desk: Desk) -> None:
    await group(desk, ASK)
    await desk.type("join", "yes", "quiet_fern", "A word.")
    key = store.outbox.rows()[0].key
    store.outbox.sending([key])
    store.outbox.acked(Ack(k=key, e="alias-taken", d="This alias is taken in this group."))
    assert "You have not joined yet. This alias is taken in this group." in spoken(await desk.type("less"))


async def test_meetings_of_the_days_to_come(desk: Desk) -> None:
    assert "Meets Wed 19:30: Living With Anxiety" in await desk.begin()


async def test_a_server_that_is_silent_is_named(store: Store) -> None:
    desk = Desk(store, account=None)

    async def connect(typed: str, pin: str = "") -> SessionLike:
        raise Offline("The server can't be reached.")

    desk.shell.connect = connect
    said = await desk.begin()
    number = next(line.split(".")[0] for line in said.splitlines() if line.endswith("Use another server"))
    said = spoken(await desk.type(number, "groups.example.net"))
    assert "Nobody answers at groups.example.net. Nothing was changed. Is it spelled" in said


async def test_how_many_a_group_takes(desk: Desk, store: Store) -> None:
    facilitate(store)
    await group(desk)
    said = await desk.type("setup")
    number = next(line.split(".")[0] for line in said.splitlines() if "Places: as many as come" in line)
    assert "The places of a group are a number" in spoken(await desk.type(number, "a dozen"))
    await desk.type(number, "12", "send")
    op = store.outbox.rows()[0].op
    assert op.op == "set_up"
    assert op.settings.model_dump(exclude_none=True) == {"capacity": 12}


async def test_a_full_group_says_so_before_one_asks(desk: Desk, store: Store) -> None:
    detail = store.groups.page(ASK)
    assert detail is not None
    store.groups.put_page(replace(detail, group=replace(detail.group, full=True)))
    assert "full at the moment" in spoken(await group(desk, ASK))
    assert "No place is free here, as far as is known." in spoken(await desk.type("join"))


def numbered(said: str, words: str) -> str:
    """The number that a line of a list has."""
    return next(line.split(".")[0].strip() for line in said.splitlines() if words in line)


async def test_boards(desk: Desk, store: Store) -> None:
    facilitate(store)
    await group(desk)
    said = await desk.type("setup")
    said = await desk.type(numbered(said, "Add a board"), "Night walks", "3")
    assert "Board: Night walks: coping strategies" in spoken(said)
    said = await desk.type(numbered(said, "Board: Talk"), "close")
    assert "Board: Talk: discussion, closed" in spoken(said)
    said = await desk.type(numbered(said, "Board: Night walks"), "1", "Walks at night")
    await desk.type("send")
    op = store.outbox.rows()[0].op
    assert op.op == "set_up"
    sent = [(board.board, board.title, board.purpose.value, board.closed) for board in op.settings.boards or ()]
    assert sent == [(0, "Walks at night", "coping", False), (1, "Talk", "discussion", True)]


async def test_a_closed_board_says_so_and_takes_no_thread(desk: Desk, store: Store) -> None:
    detail = store.groups.page(NIGHT)
    assert detail is not None
    store.groups.put_page(replace(detail, boards=tuple(replace(board, closed=True) for board in detail.boards)))
    await desk.begin()
    from tuigroup.line.board import Board

    await desk.shell.go(Board(desk.shell, NIGHT, 1))
    assert "This board is closed: what was written can be read" in spoken(desk.heard)
    assert "new_thread" not in desk.shell.place.commands()


async def test_naming_a_moderator(desk: Desk, store: Store) -> None:
    facilitate(store)
    await group(desk)
    said = spoken(await desk.type("handover", "1", "3"))
    assert "They are told, and work on cases with you" in said
    op = store.outbox.rows()[0].op
    assert op.op == "moderator"
    assert (op.g, op.member, op.on) == (NIGHT, 2, True)


async def test_a_moderator_has_the_cases_and_nothing_of_who_runs_the_group(desk: Desk, store: Store) -> None:
    facilitate(store)
    store.groups.put_memberships([MembershipRecord(NIGHT, 1, "old_bicycle", Role.MODERATOR)])
    assert "You are here as old_bicycle, moderator." in spoken(await group(desk))
    commands = desk.shell.place.commands()
    assert "cases" in commands
    assert not {"requests", "set_up", "duty", "hand_over", "close_group", "credentials"} & set(commands)
    assert store.groups.join_requests(NIGHT) == []
    assert store.groups.members(NIGHT) == []


async def test_who_leaves_and_who_comes_back_is_told_what_another_alias_means(desk: Desk, store: Store) -> None:
    await group(desk)
    said = spoken(await desk.type("depart", "n"))
    assert "Only if a report about you waits then, those who run the group are told which alias is yours" in said
    mine = store.groups.membership(NIGHT)
    assert mine is not None
    store.groups.put_memberships([replace(mine, standing=Standing.LEFT)])
    await desk.shell.go(Group(desk.shell, NIGHT))
    said = spoken(await desk.type("join", "y", "back"))
    assert "You were here as old_bicycle. Under another alias you are somebody new here. Only if a report" in said
