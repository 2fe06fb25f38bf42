"""The words for guest sessions: asking, announcing, coming as a guest, the transcript."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.line.desk import Desk, spoken
from tests.line.places import facilitate, group
from tests.line.test_words_for_giving import last
from tests.ui import sample
from tests.ui.sample import ASK, MINUTE, NIGHT
from tuigroup.line.board import Board
from tuigroup.line.hosting import Announce
from tuigroup.line.thread import Thread
from tuigroup.store import GroupDetail, Store
from tuigroup.wire.guests import GuestSession
from tuigroup.wire.ops import AskUnnamed, EndSession, Join, OpenSession, Transcribe
from tuigroup.wire.records import Author, BoardRecord, MembershipRecord, PostRecord
from tuigroup.wire.words import BoardPurpose, Licence

FERN = Author(9, "Dr Fern", credentials="sleep clinic")
SESSION = GuestSession(thread=20, member=9, name="Dr Fern", credentials="sleep clinic", start=MINUTE - 30,
                       until=MINUTE + 90, licence="share", here=True)  # fmt: skip
TIRED = "Is it wrong to be tired of listening?"


def announced(store: Store, session: GuestSession = SESSION) -> None:
    """A session with two questions without a name, the first answered, the second one's own."""
    board = BoardRecord(6, BoardPurpose.GUEST_SESSION, "Guest sessions")
    page = GroupDetail(sample.GROUPS[1], boards=(*sample.BOARDS, board), sessions=(session,))
    store.groups.put_page(page)
    store.threads.put_heads(NIGHT, [sample.thread(20, "Sleep and shifts", sample.INES, MINUTE - 300, 4, 23, board=6)])
    nobody = Author(0, "")
    store.threads.put_posts(
        NIGHT,
        [
            PostRecord(20, 20, 0, sample.INES, MINUTE - 300, "Ask what you like."),
            PostRecord(21, 20, 20, nobody, MINUTE - 200, TIRED, unnamed=1, responses=(0, 2, 0, 0)),
            PostRecord(22, 20, 20, nobody, MINUTE - 190, "And who listens to me?", unnamed=2),
            PostRecord(23, 20, 21, FERN, MINUTE - 10, "It is not. Tiredness says how much you gave."),
        ],
    )


async def at(desk: Desk, store: Store) -> str:
    announced(store)
    await desk.begin()
    await desk.shell.go(Thread(desk.shell, NIGHT, 20, 20))
    return spoken(desk.heard)


async def test_who_asks_is_nobody_and_the_guest_is_one(desk: Desk, store: Store) -> None:
    said = await at(desk, store)
    assert "Guest: Dr Fern, sleep clinic" in said
    said = spoken(await desk.type("2", "3", "4"))
    assert "without a name" in said
    assert "no name, yours" in said
    assert "someone who left" not in said
    assert "guest, sleep clinic" in said
    assert "Me too from 2" in said


async def test_session(desk: Desk, store: Store) -> None:
    await at(desk, store)
    said = spoken(await desk.type("session", "n", "How do you stay?", ".", "yes"))
    assert "published some minutes later, so that nothing shows whose it is" in said
    assert "the code" not in said, "that is for who runs the group"
    op = last(store)
    assert isinstance(op, AskUnnamed)
    assert (op.thread, op.body) == (20, "How do you stay?")
    await desk.type("session", "n", "Not yet.", ".", "no")
    assert last(store) == op
    assert "Not yet." in await desk.type("session", "n", "back")


async def test_who_runs_the_group_has_the_code_the_transcript_and_the_end(desk: Desk, store: Store) -> None:
    facilitate(store)
    await at(desk, store)
    announced(store, SESSION.model_copy(update={"code": "k7qd-9xmp-3htw-e2fz"}))
    assert "k7qd-9xmp-3htw-e2fz" in await desk.type("session", "c")
    said = spoken(await desk.type("session", "t"))
    assert f"**Question.** {TIRED} **Answer.** It is not." in said
    for nobody in ("And who listens to me?", "Ines", "Fern:"):
        assert nobody not in said.split("Text:")[1]
    await desk.type("1", "Tired of listening", "send")
    op = last(store)
    assert isinstance(op, Transcribe)
    assert (op.thread, op.title, TIRED in op.body) == (20, "Tired of listening", True)
    await desk.type("session", "e", "yes")
    assert isinstance(last(store), EndSession)


async def test_a_guest_is_announced(desk: Desk, store: Store) -> None:
    facilitate(store)
    await desk.begin()
    await desk.shell.go(Board(desk.shell, NIGHT))
    await desk.type("session", "1", "Dr Fern", "2", "sleep clinic", "3", "Sleep and shifts", "4", "Ask away.", ".")
    assert "Please type a date and a time" in spoken(await desk.type("5", "tomorrow"))
    begins = datetime.fromtimestamp((MINUTE + 1440) * 60, UTC)
    await desk.type("5", f"{begins:%Y-%m-%d %H:%M}", "6", "3", "7", "2")
    assert isinstance(desk.shell.place, Announce)
    assert "The group sees it as soon as the server has it" in spoken(await desk.type("send"))
    op = last(store)
    assert isinstance(op, OpenSession)
    assert (op.name, op.start, op.until, op.licence) == ("Dr Fern", MINUTE + 1440, MINUTE + 1620, Licence.SHARE)


async def test_today_says_who_comes(desk: Desk, store: Store) -> None:
    announced(store, SESSION.model_copy(update={"start": MINUTE + 60}))
    said = spoken(await desk.begin())
    assert "Guest: Dr Fern, sleep clinic answers from" in said
    announced(store, SESSION.model_copy(update={"closed": True}))
    assert "Dr Fern" not in spoken(await desk.type("today"))


async def test_coming_as_a_guest(desk: Desk, store: Store) -> None:
    said = spoken(await group(desk, ASK))
    assert "session" in said
    await desk.type("session", "k7qd-9xmp-3htw-e2fz")
    op = last(store)
    assert isinstance(op, Join)
    assert op.code == "k7qd-9xmp-3htw-e2fz"


async def test_a_guest_does_what_a_guest_can(desk: Desk, store: Store) -> None:
    announced(store)
    store.groups.put_memberships([MembershipRecord(NIGHT, FERN.member, "Dr Fern", guest=20)])
    await desk.begin()
    await desk.shell.go(Board(desk.shell, NIGHT))
    assert "its thread is all that you see of the group" in spoken(desk.heard)
    await desk.shell.go(Thread(desk.shell, NIGHT, 20, 22))
    for word in ("respond", "report", "partner", "session"):
        assert "That does nothing here." in spoken(await desk.type(word)), word
    await desk.type("reply", "People do, who were listened to.", ".")
    assert store.outbox.rows()[-1].op.op == "reply"


def test_ones_own_question_is_ones_own_and_nobody_elses(store: Store) -> None:
    announced(store)
    posts = {post.ref: post for post in store.threads.posts(NIGHT, 20)}
    assert (posts[22].own, posts[22].unread) == (True, False)
    assert (posts[21].own, posts[21].member) == (False, 0)
