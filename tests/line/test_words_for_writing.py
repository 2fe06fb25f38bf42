"""The words for writing: what is written is sent, kept, changed or taken back as somebody says."""

from __future__ import annotations

import re
from pathlib import Path

from tests.line.desk import Desk, spoken
from tests.line.places import thread
from tests.ui.sample import NIGHT
from tests.ui.stubs import StubSettings
from tuigroup import actions
from tuigroup.store import Store
from tuigroup.store.rows import Draft
from tuigroup.wire.sync import Ack
from tuigroup.wire.words import ResponseKind


def bodies(store: Store) -> list[str]:
    return [getattr(row.op, "body", "") for row in store.outbox.rows()]


async def test_reply(desk: Desk, store: Store) -> None:
    await thread(desk)
    said = await desk.type("2", "reply", "I fold the same three towels.", "..and a dot", ".")
    assert "Reply to heron, as old_bicycle." in said
    assert bodies(store) == ["I fold the same three towels.\n.and a dot"]
    assert "It is going out." in said


async def test_quote(desk: Desk, store: Store) -> None:
    await thread(desk)
    await desk.type("2", "quote", "Not silly.", ".")
    assert bodies(store)[0].startswith("> I write tomorrow's list")


async def test_new_thread(desk: Desk, store: Store) -> None:
    await desk.begin()
    await desk.shell.always.do_today("")
    from tuigroup.line.board import Board

    await desk.shell.go(Board(desk.shell, NIGHT))
    said = await desk.type("new", "1", "A lamp on the stairs", "It was there all along.", ".")
    assert bodies(store) == ["It was there all along."]
    assert "Thread: A lamp on the stairs" in said


async def test_respond(desk: Desk, store: Store) -> None:
    await thread(desk)
    assert "Told: with you." in await desk.type("4", "respond", "1")
    assert store.threads.posts(NIGHT, 1)[3].mine is ResponseKind.WITH_YOU
    assert "Told: me too." in await desk.type("+me too")


async def test_edit(desk: Desk, store: Store) -> None:
    await thread(desk)
    await desk.type("1", "edit", ".undo", "Awake again.", ".")
    assert bodies(store) == ["Awake again."]


async def test_remove(desk: Desk, store: Store) -> None:
    await thread(desk)
    assert "Taken back." in await desk.type("1", "remove", "yes")
    assert [row.op.op for row in store.outbox.rows()] == ["remove"]


async def test_send(desk: Desk, store: Store) -> None:
    await thread(desk)
    await desk.type("2", "reply", "Here too.", ".send")
    assert bodies(store) == ["Here too."]


async def test_note(desk: Desk, store: Store) -> None:
    await thread(desk)
    await desk.type("2", "reply", "Here too.", ".note food", "draft")
    assert store.drafts.all()[0].note == "food"


async def test_intent(desk: Desk, store: Store) -> None:
    await thread(desk)
    await desk.type("2", "reply", "Here too.", ".hope advice", "draft")
    assert store.drafts.all()[0].intent.value == "advice"


async def test_preview(desk: Desk) -> None:
    await thread(desk)
    said = await desk.type("2", "reply", "Here **too**.", ".preview", "draft")
    assert "Here too." in said.split("preview")[-1]


async def test_editor(desk: Desk, store: Store) -> None:
    async def edit(text: str) -> str:
        return text + "\nand more"

    desk.shell.edit = edit
    await thread(desk)
    await desk.type("2", "reply", "Here too.", ".editor", ".")
    assert bodies(store) == ["Here too.\nand more"]


def refused(store: Store) -> None:
    key = actions.reply(store, NIGHT, 2, "A long night.")
    store.outbox.acked(Ack(k=key, e="bad-field", d="It can't be used."))


async def test_retry(desk: Desk, store: Store) -> None:
    refused(store)
    await desk.begin()
    assert "next exchange" in await desk.type("outbox", "retry 1")
    assert store.outbox.rows()[0].state == "queued"


async def test_withdraw(desk: Desk, store: Store) -> None:
    actions.reply(store, NIGHT, 2, "A long night.")
    await desk.begin()
    await desk.type("outbox", "withdraw 1", "yes")
    assert not store.outbox.count()


async def test_discard(desk: Desk, store: Store) -> None:
    actions.save_draft(store, Draft("", "reply", NIGHT, target=2, body="Not yet"))
    said = await desk.begin()
    number = re.search(r"(\d+)\. Draft", said)
    assert number is not None
    await desk.type(f"discard {number[1]}", "yes")
    assert not store.drafts.all()


async def test_before_writing_it_says_which_crisis_lines_are_open(desk: Desk, store: Store) -> None:
    await thread(desk)
    assert "Open now: Samaritans (call 116 123)." in await desk.type("2", "reply", "draft")
    store.settings.set("country", "NZ")
    assert "Open now" not in await desk.type("reply", "draft")
    store.settings.set("country", "GB")
    mine = await desk.type("1", "edit")
    assert "Written so far:" in mine
    assert "Open now" not in mine, "a change of one's own post"


async def test_a_broken_list_of_words_is_told_once(desk: Desk, store: Store, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_bytes(b"\xff")
    desk.shell.settings = StubSettings(danger=str(own))
    await thread(desk)
    told = "The list of words own.txt can't be read, so it is left out; the others are used."
    assert told in spoken(await desk.type("2", "reply", "A quiet day.", "."))
    assert told not in spoken(await desk.type("2", "reply", "Another one.", "."))
    assert told in spoken(await desk.type("settings"))
    assert bodies(store) == ["A quiet day.", "Another one."]
