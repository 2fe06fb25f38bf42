"""Drivers without a tty: what Textual writes arrives, what is typed arrives, and a slow line is not flooded."""

from __future__ import annotations

import asyncio
import gc
import weakref
from typing import Any

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.driver import Driver
from textual.widgets import DataTable, Input, Markdown, OptionList, Static, TextArea, Tree

from tests.terminal_layer.apps import Desk, running, settled, until
from tests.terminal_layer.emulator import Screen, Stream
from tuigroup.terminal.drivers.base import FrameDriver
from tuigroup.terminal.drivers.channel import Channel
from tuigroup.terminal.drivers.keys import Keyboard
from tuigroup.terminal.drivers.recorder import Recorder
from tuigroup.terminal.pacing import ASK
from tuigroup.terminal.parser import UnknownSequence
from tuigroup.terminal.remote import Remote
from tuigroup.terminal.replies import ANSWER


def replayed(data: bytes, size: tuple[int, int] = (80, 24)) -> Screen:
    screen = Screen(*size)
    Stream(screen).feed(data)
    return screen


def lines(screen: Screen) -> list[str]:
    return [line.rstrip() for line in screen.display]


def same(recorder: Recorder, size: tuple[int, int] = (80, 24)) -> None:
    """What we sent and what Textual wrote show the same, character by character."""
    ours, theirs = replayed(recorder.sent, size), Screen(*size)
    stream = Stream(theirs)
    for piece in recorder.written:
        stream.feed(piece.replace("\n", "\r\n").encode())
    assert lines(ours) == lines(theirs)


async def test_what_textual_draws_is_what_the_terminal_shows() -> None:
    recorder, app = Recorder(), Desk()
    async with running(app, recorder):
        same(recorder)
        for keys in (
            "\x1b[B",
            "\x1b[B",
            "\x1b[6~",
            "\t",
            "xyz",
            "\x1b[D",
            "\t",
            "Dear heron,\rthank you.",
            "\x1b[A",
            "!",
        ):
            recorder.type(keys)
            await settled(recorder)
            same(recorder)
        assert app.query_one(Input).value.endswith("xyz")
        assert app.query_one(TextArea).text == "Dear heron!,\nthank you."
        cursor = app.cursor_position
        assert recorder.remote.place == (cursor.x, cursor.y)
    assert b"\x1b[?1049l" in recorder.frames[-1]


class Many(App[None]):
    """More of what Textual can draw."""

    def compose(self) -> ComposeResult:
        yield Static(
            "[b]bold[/b] [i]italic[/i] [u]under[/u] [s]struck[/s] [r]reversed[/r] [#12ab9f on #802020]colours[/]"
        )
        yield Static("[link='https://example.org']a link[/link] 日本 e\u0301 🙂 [blink]blink[/blink]")
        yield Markdown(
            "# A heading\n\n- one\n- two\n\n> said\n\n```python\nprint('x')\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |"
        )
        yield DataTable[str]()
        tree: Tree[str] = Tree("root")
        tree.root.add_leaf("leaf")
        tree.root.expand()
        yield tree

    def on_mount(self) -> None:
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("name", "value")
        table.add_row("heron", "1")


@pytest.mark.parametrize("ansi", [True, False], ids=["16 colours", "all colours"])
async def test_nothing_that_textual_writes_is_unknown(ansi: bool) -> None:
    """A newer Textual that writes something new fails here, and not before a member."""
    recorder, app = Recorder((100, 40)), Many(ansi_color=ansi)
    async with running(app, recorder):
        for keys in ("\t", "\x1b[B", "\t", "\x10"):
            recorder.type(keys)
            await settled(recorder)
        app.bell()
        app.copy_to_clipboard("something private")
        assert recorder.sent.endswith(b"\a"), "it rings at once, whether anything is drawn or not"
        app.notify("a notice")
        await until(lambda: "a notice" in recorder.remote.shown.text())
        await settled(recorder)
        same(recorder, (100, 40))
    assert b"something private" not in recorder.sent
    assert b"]52" not in recorder.sent
    assert recorder.sent.count(b"\a") == 1


class Refused(Desk):
    """Writes what nobody knows, once."""

    odd = "\x1b[5;5J"

    def write_odd(self) -> None:
        assert self._driver is not None
        self._driver.write(self.odd)
        self._driver.flush()


async def test_an_unknown_sequence_fails_a_recorded_run() -> None:
    recorder, app = Recorder(), Refused()
    async with running(app, recorder):
        with pytest.raises(UnknownSequence):
            app.write_odd()


async def test_at_run_time_an_unknown_sequence_repaints_once() -> None:
    sent: list[bytes] = []
    channel = Channel(sent.append, size=(80, 24), environ={"TERM": "xterm-256color"})
    app = Refused(driver_class=channel.driver_class())
    task = asyncio.create_task(app.run_async(mouse=False))
    await until(lambda: b"choice 9" in b"".join(sent))
    sent.clear()
    app.write_odd()
    await until(lambda: b"choice 9" in b"".join(sent))
    channel.received(ANSWER)
    app.write_odd()
    await asyncio.sleep(0.1)
    assert b"".join(sent).count(b"choice 9") == 1, "it is sent again once, not whenever it comes"
    assert app.odd.encode() not in b"".join(sent)
    assert "choice 9" in "\n".join(lines(replayed(b"\x1b[m" + b"".join(sent))))
    app.exit()
    await task


class Slow:
    """A line that takes its time: what is sent arrives, and is answered, when it is told to."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.arrived = b""
        self.waiting = 0
        self.channel = Channel(
            self.pieces.append, size=(80, 24), environ={"TERM": "xterm"}, queued=lambda: self.waiting
        )

    def arrive(self) -> str:
        """What the far screen shows now."""
        data = b"".join(self.pieces)
        self.pieces.clear()
        self.arrived += data
        for _ in range(data.count(ASK)):
            self.channel.received(ANSWER)
        return self.sees()

    async def rest(self) -> None:
        """All that is sent arrives, until nothing more is."""
        rounds = 0
        while rounds < 15:
            rounds = 0 if self.pieces else rounds + 1
            self.arrive()
            await asyncio.sleep(0.02)

    def sees(self) -> str:
        """What the far screen will show, without an answer from it."""
        return "\n".join(lines(replayed(self.arrived + b"".join(self.pieces))))


async def test_what_happens_while_the_line_is_behind_is_one_frame() -> None:
    slow = Slow()
    app = Desk(driver_class=slow.channel.driver_class())
    slow.channel.received(b"\t")  # typed before there was anything to type into
    task = asyncio.create_task(app.run_async(mouse=False))
    await until(lambda: "choice 9" in slow.arrive())
    list_ = app.query_one(OptionList)
    list_.focus()
    await until(lambda: list_.has_focus)
    await slow.rest()
    slow.channel.received(b"\x1b[6~")
    await until(lambda: b"".join(slow.pieces).endswith(ASK))
    before = len(slow.pieces)
    stood = list_.highlighted
    assert stood is not None
    for _ in range(12):
        slow.channel.received(b"\x1b[B")
        await asyncio.sleep(0.03)
    await until(lambda: list_.highlighted == stood + 12)  # nothing that was typed is lost
    assert len(slow.pieces) == before, "and nothing is sent that would arrive late"
    slow.arrive()
    await until(lambda: bool(slow.pieces))
    assert f"choice {list_.highlighted} " in slow.arrive()
    app.exit()
    await task


async def test_without_answers_the_queue_of_the_line_decides() -> None:
    slow = Slow()
    app = Desk(driver_class=slow.channel.driver_class())
    task = asyncio.create_task(app.run_async(mouse=False))
    await until(lambda: b"choice 9" in b"".join(slow.pieces))
    for number in range(3):
        app.query_one("#title", Static).update(f"title {number} " + "and more words " * 4)
        await until(lambda number=number: f"title {number}" in slow.sees())  # type: ignore[misc]
    before = len(slow.pieces)
    slow.waiting = 5000
    app.query_one("#title", Static).update("a queue")
    await asyncio.sleep(0.7)
    assert len(slow.pieces) == before
    slow.waiting = 0
    await until(lambda: "a queue" in slow.sees())
    app.exit()
    await task


async def test_a_fault_of_the_layer_ends_the_app_and_does_not_freeze_it(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder, app = Recorder(), Desk()

    def frame(_: Remote) -> bytes:
        raise ZeroDivisionError

    async def break_it() -> None:
        async with running(app, recorder):
            monkeypatch.setattr(Remote, "frame", frame)
            recorder.type("\x1b[B")
            await until(lambda: app._exception is not None)

    with pytest.raises(ZeroDivisionError):
        await break_it()


async def test_ctrl_l_sends_everything_again() -> None:
    recorder, app = Recorder(), Desk()
    async with running(app, recorder):
        before = len(recorder.frames)
        recorder.type("\x0c")
        await until(lambda: len(recorder.frames) > before)
        await settled(recorder)
        again = b"".join(recorder.frames[before:])
        assert again.startswith(b"\x1b[m\x1b[r\x1b[H\x1b[J")
        assert lines(replayed(again)) == lines(replayed(recorder.sent))


async def test_the_screen_is_blank_at_once() -> None:
    slow = Slow()
    app = Desk(driver_class=slow.channel.driver_class())
    task = asyncio.create_task(app.run_async(mouse=False))
    await until(lambda: b"choice 9" in b"".join(slow.pieces))
    assert slow.pieces[-1].endswith(ASK), "an answer is expected, and does not come"
    driver = app._driver
    assert isinstance(driver, FrameDriver)
    driver.blank()
    assert slow.pieces[-1] == b"\x1b[m\x1b[r\x1b[H\x1b[J"
    slow.channel.received(b"\x1b[B")
    await asyncio.sleep(0.1)
    assert "choice 9" not in slow.arrive()
    app.exit()
    await task
    driver.blank()
    assert b"choice 9" not in b"".join(slow.pieces)


async def test_another_size_is_drawn_at_once_and_whole() -> None:
    recorder, app = Recorder(), Desk()
    async with running(app, recorder):
        before = len(recorder.frames)
        recorder.resized(60, 12)
        await until(lambda: tuple(app.size) == (60, 12) and len(recorder.frames) > before)
        await settled(recorder)
        screen = replayed(b"".join(recorder.frames[before:]), (60, 12))
        assert lines(screen)[0] == "a desk"
        recorder.resized(60, 12)
        await settled(recorder)
        recorder.resized(0, 0)
        await settled(recorder)


async def test_a_lone_escape_is_a_key_even_while_an_answer_is_expected() -> None:
    pressed: list[str] = []

    class Keys(Desk):
        def on_key(self, event: events.Key) -> None:
            pressed.append(event.key)

    slow = Slow()
    app = Keys(driver_class=slow.channel.driver_class())
    task = asyncio.create_task(app.run_async(mouse=False))
    await until(lambda: b"choice 9" in b"".join(slow.pieces))
    slow.channel.received(b"\x1b")
    await until(lambda: "escape" in pressed)
    app.exit()
    await task


async def test_a_mouse_only_where_it_is_wished_for() -> None:
    recorder = Recorder()
    app = Desk(driver_class=recorder.driver_class())
    task = asyncio.create_task(app.run_async(mouse=True))
    await until(lambda: b"\x1b[?1000h" in recorder.sent)
    app.exit()
    await task
    assert b"\x1b[?1000l" in recorder.sent


async def test_a_line_that_is_gone_is_not_written_to() -> None:
    recorder, app = Recorder(), Desk()
    async with running(app, recorder):
        recorder.lost()
        before = len(recorder.frames)
        app.query_one("#title", Static).update("nobody sees this")
        await asyncio.sleep(0.1)
        assert recorder.queued() == 0
    assert len(recorder.frames) == before


async def test_after_the_end_nothing_happens() -> None:
    recorder, app = Recorder(), Desk()
    async with running(app, recorder):
        driver = app._driver
        assert isinstance(driver, FrameDriver)
        assert driver.capabilities.name == "xterm-256color"
    before = len(recorder.frames)
    driver.write("x")
    driver.flush()
    driver.resized(10, 10)
    driver.repaint()
    driver.stop_application_mode()
    recorder.received(b"typed too late")
    assert len(recorder.frames) == before


async def test_a_session_that_ended_leaves_memory() -> None:
    async def visit() -> tuple[weakref.ref[App[Any]], weakref.ref[Driver], weakref.ref[Recorder]]:
        recorder, app = Recorder(), Desk()
        async with running(app, recorder):
            recorder.type("\x1b[97;5u\x1b[Bx")
            await settled(recorder)
            driver = app._driver
            assert driver is not None
        return weakref.ref(app), weakref.ref(driver), weakref.ref(recorder)

    kept = await asyncio.create_task(visit())
    for _ in range(50):
        await asyncio.sleep(0.01)
        gc.collect()
        if all(one() is None for one in kept):
            break
    assert [one() for one in kept] == [None, None, None]


@pytest.mark.parametrize(
    "noise",
    [b"\xff\xfe\x80abc", b"\x1b[<99999999999999999999;1;1M", b"\x1b[M\xff\xff\xff", b"\x1b[1;999999999999999999999R",
     b"\x1b[" + b"9" * 500 + b"u", b"\x1b[1114112u", b"\x1b]52;c;AAAA\x07", b"\x00\x1b\x1b\x1b"],
)  # fmt: skip
def test_noise_on_the_line_ends_nothing(noise: bytes) -> None:
    keyboard = Keyboard()
    keyboard.feed(noise)
    keyboard.tick()
    found = keyboard.feed(b"~" * 40 + b"qq")
    assert any(isinstance(message, events.Key) and message.key == "q" for message in found)
    assert keyboard.feed("é".encode()[:1]) == []
