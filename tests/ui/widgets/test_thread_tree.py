"""The tree of posts: every line can be reached, what was shown is told once, a thousand posts are as quick as ten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

import pytest

from tests.ui.sample import MINUTE
from tests.ui.widgets.host import Host, text
from tuigroup.store.rows import PostRow, Ref
from tuigroup.ui.widgets import post_view
from tuigroup.ui.widgets.thread_lines import Reading
from tuigroup.ui.widgets.thread_tree import ThreadTree

READING = Reading(now=MINUTE, zone=UTC)


class Listening(Host):
    """Also keeps what the tree tells."""

    @property
    def shown(self) -> list[Ref]:
        return [ref for of in self.heard if isinstance(of, ThreadTree.Shown) for ref in of.refs]

    def on_thread_tree_shown(self, message: ThreadTree.Shown) -> None:
        self.heard.append(message)

    def on_thread_tree_ended(self, message: ThreadTree.Ended) -> None:
        self.heard.append(message)

    def on_thread_tree_opened(self, message: ThreadTree.Opened) -> None:
        self.heard.append(message)


def many(count: int, *, words: int = 40, unread: bool = True) -> list[PostRow]:
    """A thread with some depth; each post begins with its number."""
    return [
        PostRow(
            1, number, 1, None if number == 1 else 1, f"member{number % 7}", MINUTE - 2000 + number,
            f"post {number} " + "and some words of it " * (words // 5), depth=0 if number == 1 else 1 + number % 3,
            unread=unread, answers="heron",
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def numbers(lines: Iterable[str]) -> list[int]:
    return [int(of.split("post ")[1].split()[0]) for of in lines if "| post " in of]


async def tree_of(posts: list[PostRow], reading: Reading = READING) -> tuple[ThreadTree, Listening]:
    pane = ThreadTree()
    app = Listening(pane)
    pane.show(posts, (), reading)
    return pane, app


async def test_space_shows_every_post_once_and_then_says_it_ended() -> None:
    _pane, app = await tree_of(many(60))
    async with app.run_test(size=(80, 24)) as pilot:
        seen: list[int] = []
        for _ in range(60):
            await pilot.pause()
            seen += [number for number in numbers(text(app)) if number not in seen]
            if any(isinstance(of, ThreadTree.Ended) for of in app.heard):
                break
            await pilot.press("space")
        assert seen == list(range(1, 61))
        assert app.shown == list(range(1, 61))


async def test_a_post_counts_as_shown_only_when_its_end_was() -> None:
    _pane, app = await tree_of(many(3, words=600))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.shown == []
        await pilot.press("space")
        await pilot.press("space")
        await pilot.pause()
        assert app.shown == [1]


async def test_arrows_go_from_post_to_post_and_through_long_ones() -> None:
    pane, app = await tree_of(many(4, words=60))
    async with app.run_test(size=(80, 12)) as pilot:
        tops = []
        for _ in range(40):
            await pilot.press("j")
            await pilot.pause()
            tops.append(pane.marker)
        assert tops[-1] == 4
        assert pane.at_end
        for _ in range(40):
            await pilot.press("k")
        await pilot.pause()
        assert pane.marker == 1
        assert text(app)[0].startswith(" > member1")


async def test_the_first_and_the_last() -> None:
    pane, app = await tree_of(many(30))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("G")
        await pilot.pause()
        assert pane.marker == 30
        assert pane.at_end
        last = text(app)
        assert numbers(last)[-1] == 30
        assert last[-1] != "", "the last line stands at the foot"
        await pilot.press("g")
        await pilot.pause()
        assert pane.marker == 1
        assert numbers(text(app))[0] == 1


async def test_a_short_thread_stays_at_the_top() -> None:
    _pane, app = await tree_of(many(2, words=5))
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("space", "pagedown", "G", "j", "j", "pageup", "k"):
            await pilot.press(key)
        await pilot.pause()
        assert numbers(text(app)) == [1, 2]
        assert text(app)[0].lstrip(" >").startswith("member1")


@pytest.mark.parametrize("count", [60, 1000])
async def test_only_what_is_in_sight_is_laid_out(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    laid: list[Ref] = []
    lines = post_view.lines

    def counted(post: PostRow, shape: post_view.Shape) -> Any:
        laid.append(post.ref)
        return lines(post, shape)

    monkeypatch.setattr(post_view, "lines", counted)
    pane, app = await tree_of(many(count, unread=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("space", "space", "j", "j")
        pane.go(count // 2, top=True)
        await pilot.pause()
        await pilot.press("G")
        await pilot.pause()
        assert numbers(text(app))[-1] == count
        assert len(set(laid)) < 60


async def test_what_stands_at_the_top_stays_there_when_posts_come() -> None:
    posts = many(40)
    pane, app = await tree_of(posts)
    async with app.run_test(size=(80, 24)) as pilot:
        pane.go(20, top=True)
        await pilot.pause()
        before = text(app)[:10]
        new = PostRow(1, 99, 1, 1, "newcomer", MINUTE, "post 99 came in above", depth=1, unread=True)
        pane.show([posts[0], new, *posts[1:]], (), READING)
        await pilot.pause()
        assert text(app)[:10] == before
        assert pane.marker == 20


async def test_another_width_keeps_the_post() -> None:
    pane, app = await tree_of(many(40, words=80))
    async with app.run_test(size=(80, 24)) as pilot:
        pane.go(20, top=True)
        await pilot.pause()
        for size in ((40, 12), (120, 40), (60, 20)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert pane.marker == 20
            assert any(of.startswith(" >") for of in text(app))


async def test_folding_hides_answers_and_moves_the_marker_to_the_fold() -> None:
    posts = many(10)
    pane, app = await tree_of(posts)
    async with app.run_test(size=(80, 24)) as pilot:
        pane.go(5)
        pane.show(posts, {1}, READING)
        await pilot.pause()
        assert numbers(text(app)) == [1]
        assert "(9 answers folded, z unfolds)" in "\n".join(text(app))
        assert pane.marker == 1


async def test_a_note_veils_until_enter() -> None:
    noted = [PostRow(1, 1, 1, None, "heron", MINUTE, "the words of it", note="medication")]
    _pane, app = await tree_of(noted)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "note: medication, Enter to open" in text(app)[0]
        assert "the words of it" not in "\n".join(text(app))
        await pilot.press("enter")
        await pilot.pause()
        assert [of.ref for of in app.heard if isinstance(of, ThreadTree.Opened)] == [1]


async def test_what_is_missing_stands_at_the_end() -> None:
    reading = Reading(now=MINUTE, zone=UTC, tail=((("   Two more posts: fetching...", "dim"),),))
    pane, app = await tree_of(many(1, words=5), reading)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "   Two more posts: fetching..." in text(app)
        assert pane.at_end


async def test_the_terminals_cursor_stands_on_the_marker() -> None:
    _pane, app = await tree_of(many(5, words=5))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
        await pilot.pause()
        x, y = app.cursor_position
        assert text(app)[y].startswith(" >")
        assert x == 1


async def test_an_empty_thread_takes_every_key() -> None:
    pane, app = await tree_of([])
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "k", "space", "pagedown", "pageup", "g", "G", "enter")
        await pilot.pause()
        assert pane.marker is None
