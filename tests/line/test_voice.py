"""What is said is plain text that fits: hostile texts, long titles, narrow and short terminals, empty lists."""

from __future__ import annotations

import pytest

from tests.journeys.hostile import ATTACKS, MARK
from tests.line.desk import Desk, spoken
from tests.ui.sample import HERON, MINUTE, NIGHT
from tuigroup.line.thread import Thread
from tuigroup.store import Store
from tuigroup.text import width
from tuigroup.wire.records import PostRecord, ThreadRecord


def harmless(heard: str) -> bool:
    return all(line.isprintable() for line in heard.split("\n"))


async def walk(desk: Desk) -> None:
    """Through every place that shows what others wrote."""
    await desk.begin()
    await desk.type("next", "on", "on", "on", "2", "open", "respond", "back", "reply", "draft", "today")
    await desk.type("directory", "1", "back", "back", "choose", "", "", "", "", "1", "today")
    await desk.type("library", "today", "search night", "1", "outbox", "settings", "account", "help", "now")


async def test_hostile_texts_leave_only_plain_text(store: Store) -> None:
    text = " ".join(ATTACKS)
    store.threads.put_heads(NIGHT, [ThreadRecord(5, 1, text, HERON, MINUTE, MINUTE, 1, 5)])
    store.threads.put_posts(NIGHT, [PostRecord(5, 5, 0, HERON, MINUTE, text, note=text[:24])])
    desk = Desk(store)
    await walk(desk)
    await desk.shell.go(Thread(desk.shell, NIGHT, 5))
    await desk.type("open")
    assert harmless(desk.heard)
    assert MARK not in desk.heard
    assert "[@click=app.quit]x[/]" in spoken(desk.heard), "what looks like markup is said as it was written"


@pytest.mark.parametrize("columns", [20, 40, 76, 200])
async def test_no_line_is_wider_than_the_terminal_or_76(store: Store, columns: int) -> None:
    store.threads.put_heads(NIGHT, [ThreadRecord(5, 1, "W" * 200, HERON, MINUTE, MINUTE, 1, 5)])
    desk = Desk(store, width=columns)
    await walk(desk)
    await desk.shell.go(Thread(desk.shell, NIGHT, 5))
    assert max(map(width, desk.heard.split("\n"))) <= min(columns, 76)


async def test_a_page_is_as_high_as_the_terminal_and_more_goes_on(store: Store) -> None:
    desk = Desk(store, height=12)
    await desk.begin()
    first = await desk.type("now")
    assert len(first.split("\n")) <= 13
    assert "lines more: Enter)" in first
    second = await desk.type("")
    assert "lines more: Enter)" in second
    assert second.split("\n")[1:4] != first.split("\n")[1:4]
    assert "finds here" in await desk.type("search night"), "any other word leaves the rest"


async def test_nothing_is_paged_where_nobody_sits_at_a_terminal(desk: Desk) -> None:
    await desk.begin()
    assert "more: Enter" not in await desk.type("now")


async def test_empty_places_say_so_and_what_to_do() -> None:
    store = Store.open(None)
    try:
        desk = Desk(store, account=None)
        assert "I am new here" in await desk.begin()
        said = spoken(await desk.type("today", "directory", "library", "outbox", "search nothing", "down", "7"))
        for sentence in (
            "You are looking around as a guest",
            "No groups are known here yet",
            "Nothing waits to be sent",
        ):
            assert sentence in said
    finally:
        store.close()


async def test_news_come_before_the_next_prompt_and_never_in_a_line(desk: Desk, store: Store) -> None:
    await desk.begin()
    await desk.type("settings")
    store.threads.put_posts(NIGHT, [PostRecord(6, 1, 1, HERON, MINUTE, "One more thing.")])
    assert "new post in Night Shift Sleep Circle." in spoken(await desk.type("down"))
    assert "new post" not in await desk.type("down"), "once is enough"


async def test_a_word_may_be_short_but_not_ambiguous(desk: Desk) -> None:
    await desk.begin()
    assert "Directory" in await desk.type("dir")
    assert "several words: search, settings" in spoken(await desk.type("se"))
    assert "not known" in await desk.type("xyzzy")
    assert "does nothing here" in await desk.type("admit")


async def test_what_is_written_is_kept_line_by_line(desk: Desk, store: Store) -> None:
    await desk.begin()
    await desk.shell.go(Thread(desk.shell, NIGHT, 1))
    await desk.type("2", "reply", "The first sentence of my life about it.", "And a second.")
    assert store.drafts.all()[0].body == "The first sentence of my life about it.\nAnd a second."


async def test_help_now_and_the_quick_exit_work_while_writing(desk: Desk, store: Store) -> None:
    await desk.begin()
    await desk.shell.go(Thread(desk.shell, NIGHT, 1))
    from tuigroup.line.shell import Leaving

    desk.shell.stack[-1].keep()
    assert "emergency number" in await desk.type("2", "reply", "Half a thought", "help-now", "draft")
    left = await Desk(store).to_the_end("next", "reply", "Another half", "blank")
    assert left is Leaving.QUICK
    assert {draft.body for draft in store.drafts.all()} >= {"Half a thought"}
