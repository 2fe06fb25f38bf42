"""Text from strangers, put straight into the database: every screen shows it as harmless text that fits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.ui.library_sample import SENSES, fill_library
from tests.ui.sample import NIGHT, fill
from tests.ui.stubs import StubSession
from tuigroup.store import Draft, SearchHit, Store
from tuigroup.text import width
from tuigroup.ui.app import TuigroupApp

Make = Callable[..., TuigroupApp]

ATTACKS = {
    "escapes": "\x1b[2J\x1b]0;owned\x07\x1bP1$q\x1b\\\x9b31m\x90x\x9c\x1b[6n" + "seen",
    "unterminated": "seen\x1b]8;;http://example.org\x1b[",
    "markup": "[@click=app.quit]seen[/] [/oops] [bold red]x[/bold red] [link=http://example.org]y",
    "bidi": "\u202eneltrats\u202c \u2066seen\u2069 \u200f\u061c",
    "wide": "日本語" * 30 + "👩\u200d👩\u200d👧\u200d👦" * 10 + " seen " + "e" + "\u0301" * 200,
    "controls": "se\x00en\r\x08\x08\x7f\x85\u2028\u2029\x0b\x0cnext\tseen",
    "zero": "\u200b\u200d\ufe0f\u00ad\u3164\ufeffseen\U000e0041\ue000\ud7b0" + "\u1160" * 20,
    "markdown": "[seen](javascript:alert(1)) <script>x</script> ![p](file:///etc/passwd) `\x1b[2J`\n"
    + "> " * 300
    + "seen",
    "long": "seen" + "x" * 9000,
}


def poison(store: Store, text: str) -> None:
    """The text in every field that a stranger fills, past all cleaning."""
    run = store._db.run
    run("UPDATE posts SET alias = ?, body = ?, credentials = ? WHERE group_id = ?", (text, text, text, NIGHT))
    run("UPDATE posts SET note = ? WHERE group_id = ? AND number = 3", (text, NIGHT))
    run("UPDATE threads SET title = ?, alias = ?, note = ?, credentials = ?", (text, text, text, text))
    run("UPDATE groups SET name = ?, about = ?, welcome = ?, guidelines = ?", (text, text, text, text))
    run("UPDATE boards SET title = ?", (text,))
    run("UPDATE memberships SET alias = ?", (text,))
    run("UPDATE resources SET title = ?, source = ?, licence = ?, reviewed = ?", (text, text, text, text))
    run("UPDATE bodies SET text = ?", (f"## {text}\n\n{text}",))
    run("UPDATE words SET title = ?, body = ? WHERE rowid IN (SELECT id FROM found)", (text, f"tea {text}"))


def harmless(app: TuigroupApp, columns: int) -> str:
    """The screen's text; fails where a line does not fit or holds what could move a terminal."""
    rows = []
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            assert segment.text.isprintable(), ascii(segment.text)
            assert not (segment.style and (segment.style.meta.get("@click") or segment.style.link))
        assert width(strip.text) == columns, ascii(strip.text)
        rows.append(strip.text)
    return "\n".join(rows)


async def look(pilot: Pilot[Any], app: TuigroupApp, columns: int, *keys: str) -> str:
    text = ""
    await pilot.pause()
    for key in ("", *keys):
        if key:
            await pilot.press(key)
            await pilot.pause()
        text += harmless(app, columns)
    return text


# Every attack at the usual size, the longest at the smallest too; the rest of all pairs in the soak.
SAMPLE = {*((attack, (80, 24)) for attack in ATTACKS), ("long", (40, 12))}
CASES = [
    pytest.param(attack, size, marks=() if (attack, size) in SAMPLE else pytest.mark.soak)
    for attack in ATTACKS
    for size in [(80, 24), (120, 40), (40, 12)]
]


@pytest.mark.parametrize(("attack", "size"), CASES)
async def test_every_screen_shows_it_harmless(
    make_app: Make, store: Store, session: StubSession, attack: str, size: tuple[int, int]
) -> None:
    fill(store)
    fill_library(store)
    text = ATTACKS[attack]
    poison(store, text)
    session.engine.hits = [SearchHit("post", text, text, NIGHT, 1, 2, "", text, 1, False)]
    app = make_app()
    seen = ""
    async with app.run_test(size=size) as pilot:
        app.open("board", group=NIGHT)
        seen += await look(pilot, app, size[0], "j", "t", "escape", "end", "home")
        app.open("thread", group=NIGHT, thread=1)
        seen += await look(pilot, app, size[0], "space", "i", "G", "k", "enter", "z", "p", "plus", "escape", "g")
        for key in ("r", "R", "e"):
            seen += await look(pilot, app, size[0], key, "x", "ctrl+p", "escape", "ctrl+n", "escape", "escape")
        app.open(
            "compose", draft=Draft("", "reply", NIGHT, target=2, title=text, body=text, quote=text, note=text[:24])
        )
        seen += await look(pilot, app, size[0], "ctrl+p", "escape", "escape")
        app.open("library")
        seen += await look(pilot, app, size[0], "j", "f", "escape")
        app.open("resource", slug=SENSES)
        seen += await look(pilot, app, size[0], "space", "o", "escape", "end")
        app.open("search", text="tea")
        seen += await look(pilot, app, size[0], "end", "enter", "end", "home")
        assert app.is_running
        assert app.crashed is None
    assert "seen" in seen


async def test_markup_is_shown_as_it_was_written(make_app: Make, store: Store) -> None:
    fill(store)
    poison(store, "[@click=app.quit]x[/] [/oops]")
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1)
        await pilot.pause()
        text = await look(pilot, app, 80)
        assert "[@click=app.quit]x[/] [/oops]" in text
