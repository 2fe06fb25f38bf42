"""Every command of the table has a form in the line mode, and each does there what it says."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import tuigroup.line as package
from tests import sshkeys
from tests.line.desk import Desk, spoken
from tests.line.places import reading, thread
from tests.store.test_given import listed, row
from tests.ui.sample import NIGHT
from tests.ui.stubs import PHRASE
from tuigroup import actions
from tuigroup.commands import COMMANDS
from tuigroup.errors import Offline, SignInRefused
from tuigroup.line.shell import Leaving, Left
from tuigroup.store import Store, given
from tuigroup.wire.accounts import KeyRow


def forms() -> set[str]:
    """Names of commands that some place, or the shell, answers to."""
    found: set[str] = set()
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"tuigroup.line.{module.name}")
        for thing in vars(loaded).values():
            if isinstance(thing, type):
                found |= {name.removeprefix("do_") for name in dir(thing) if name.startswith("do_")}
    return found


def test_no_command_is_without_a_line_form() -> None:
    assert {command.name for command in COMMANDS} <= forms()


def test_each_command_has_a_test_here() -> None:
    texts = [path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    tests = {name for text in texts for name in re.findall(r"def test_(\w+)", text)}
    assert {command.name for command in COMMANDS} <= tests


# From everywhere


@pytest.mark.parametrize("typed", ["help-now", "help now", "Help-Now", "now"])
async def test_help_now_by_each_of_its_words(desk: Desk, typed: str) -> None:
    await desk.begin()
    assert "emergency number" in await desk.type(typed)


async def test_help_now_in_a_question(desk: Desk) -> None:
    await desk.begin()
    said = await desk.type("settings", "1", "help-now", "")
    assert "emergency number 999" in said


async def test_help_now(desk: Desk) -> None:
    await desk.begin()
    given.keep(desk.shell.store, "v1", listed(row()))
    said = await desk.type("now")
    assert "tuigroup is not a crisis service." in said
    assert said.index("United Kingdom: emergency number") < said.index("Our line") < said.index("Samaritans")


async def test_help(desk: Desk) -> None:
    await desk.begin()
    assert "directory: All groups." in await desk.type("help")
    assert "mute: Mute a thread" in await desk.type("help mute")


async def test_back(desk: Desk) -> None:
    await desk.begin()
    await desk.type("settings")
    assert "Ines answered you" in await desk.type("back")
    assert "This is the first page" in await desk.type("back")


async def test_leave(desk: Desk, store: Store) -> None:
    assert await desk.to_the_end("quit") is Leaving.PLAIN
    actions.reply(store, NIGHT, 2, "Still here.")
    assert await Desk(store).to_the_end("quit", "2") is Leaving.PLAIN


async def test_quick_exit(store: Store) -> None:
    desk = Desk(store, height=24)
    assert await desk.to_the_end("blank") is Leaving.QUICK
    assert desk.heard.endswith("\n" * 24)


# Moving


async def test_down(desk: Desk) -> None:
    await desk.begin()
    assert "\n1. " in await desk.type("down")
    assert "\n2. " in await desk.type("down")


async def test_up(desk: Desk) -> None:
    await desk.begin()
    assert "That was the first one." in await desk.type("down", "up")


async def test_open(desk: Desk) -> None:
    await desk.begin()
    await desk.type("directory")
    assert "Who runs it" in await desk.type("open 1")


async def test_page_down(store: Store) -> None:
    desk = Desk(store, height=10)
    await desk.begin()
    first = await desk.type("help")
    assert "now: Crisis lines" in first
    assert "library: Articles" not in first
    assert re.search(r"\n\(\d+ lines more: Enter\)", desk.heard + await desk.type("more"))
    while "lines more: Enter" in await desk.type(""):
        pass
    assert "library: Articles" in desk.heard, "Enter alone goes on, to the end"
    assert "That was all of it." in await desk.type("more")


async def test_page_up(desk: Desk) -> None:
    await desk.begin()
    assert "Night Shift Sleep Circle" in await desk.type("less")


async def test_first(desk: Desk) -> None:
    await desk.begin()
    assert "\n1. " in await desk.type("first")


async def test_last(desk: Desk) -> None:
    await desk.begin()
    assert re.search(r"\n[2-9]\. ", await desk.type("last"))


async def test_search(desk: Desk) -> None:
    await desk.begin()
    assert "find here" in await desk.type("search smallest")
    assert "smallest" not in (await desk.type("/smallest")).split("1.")[1], "its note hides it here as in its thread"
    desk.session.engine.refuse = Offline("The line is down.")
    assert "The line is down." in await desk.type("2")


async def test_filter(desk: Desk) -> None:
    await desk.begin()
    said = await desk.type("directory", "filter")
    number = re.search(r"(\d+)\. professional", said)
    assert number is not None
    assert "Chosen: professional" in await desk.type(number[1])
    assert "1 fits" in await desk.type("back")


async def test_sort(desk: Desk) -> None:
    await desk.begin()
    assert "by name" in await desk.type("directory", "sort")


# Reading


async def test_on(desk: Desk) -> None:
    await thread(desk)
    said = spoken(await desk.type("2", "on"))
    assert "Post 3 of 4, level 3, tealeaf answers heron" in said
    assert "Folded; open says it." in said
    assert "The smallest dose" in await desk.type("open")


async def test_next_unread(desk: Desk) -> None:
    await desk.begin()
    said = spoken(await desk.type("next"))
    assert "First week" in said
    assert "Post 1 of 1, tealeaf, 14:00, new." in said
    assert "Post 2 of 4, level 2, heron answers old_bicycle, 17:00, new." in spoken(await desk.type("next"))
    assert "Nothing is unread any more" in await desk.type("next", "next", "next")


async def test_parent(desk: Desk) -> None:
    await thread(desk)
    assert "Post 1 of 4" in await desk.type("2", "parent")


async def test_fold(desk: Desk) -> None:
    await thread(desk)
    assert "1 answer is folded." in await desk.type("2", "fold")
    assert "Post 4 of 4" in await desk.type("on")


async def test_mark_read(desk: Desk, store: Store) -> None:
    await thread(desk)
    await desk.type("seen")
    assert not any(post.unread for post in store.threads.posts(NIGHT, 1))


async def test_watch(desk: Desk, store: Store) -> None:
    await thread(desk)
    assert "comes first on your page" in await desk.type("watch")
    assert store.marks.is_watched(NIGHT, 1)


async def test_mute(desk: Desk, store: Store) -> None:
    await thread(desk)
    assert "counts as read" in await desk.type("mute")
    assert store.marks.is_muted(NIGHT, 1)


async def test_exact_time(desk: Desk) -> None:
    await thread(desk)
    assert "22 Nov 2026" in spoken(await desk.type("2", "when"))


async def test_outline(desk: Desk, store: Store) -> None:
    reading(store)
    await desk.begin()
    assert "2. Second" in await desk.type("library", "1", "outline")
    assert "Put the kettle on" not in await desk.type("2")


async def test_save(desk: Desk, store: Store) -> None:
    reading(store, here=False)
    await desk.begin()
    assert "900 B to download" in spoken(await desk.type("library"))
    await desk.type("save 1")
    assert desk.session.engine.fetched == ["tea"]


async def test_forget(desk: Desk, store: Store) -> None:
    reading(store)
    await desk.begin()
    await desk.type("library", "forget 1")
    assert store.resources.body("tea") is None


async def test_cancel(desk: Desk, store: Store) -> None:
    reading(store, here=False)
    desk.session.engine.running["tea"] = (100, 900)
    await desk.begin()
    assert "What has arrived is kept" in await desk.type("library", "stop 1")
    assert desk.session.engine.cancelled == ["tea"]


# Places


async def test_today(desk: Desk) -> None:
    await desk.begin()
    assert "Type a number" in spoken(await desk.type("today"))


async def test_directory(desk: Desk) -> None:
    await desk.begin()
    assert "Directory, 4 groups" in spoken(await desk.type("directory"))


async def test_library(desk: Desk) -> None:
    await desk.begin()
    assert "Library, 0 texts" in spoken(await desk.type("library"))


async def test_outbox(desk: Desk) -> None:
    await desk.begin()
    assert "Nothing waits" in spoken(await desk.type("outbox"))


async def test_settings(desk: Desk) -> None:
    await desk.begin()
    assert "Save data: off" in spoken(await desk.type("settings"))


async def test_account(desk: Desk) -> None:
    await desk.begin()
    assert "Signed in as moss" in spoken(await desk.type("account"))


async def test_a_recovery_phrase_that_was_not_written_down(desk: Desk) -> None:
    marks = desk.session.store.marks
    marks.set_phrase(written=False)
    assert "Your recovery phrase is not written down yet" in spoken(await desk.begin())
    said = await desk.type("account", "2", "four plain words", "back", "yes")
    assert desk.session.calls == [("new_phrase", "four plain words")]
    assert PHRASE.split()[0] in said
    assert marks.phrase_missing(), "nobody said that it is"
    said = spoken(await desk.type("account", "3"))
    assert "reminds you no more" in said
    assert not marks.phrase_missing()


async def test_ssh_keys(desk: Desk) -> None:
    await desk.begin()
    said = spoken(await desk.type("account", "keys"))
    assert "There are no keys yet" in said
    assert ("list_keys",) in desk.session.calls


async def test_add_key(desk: Desk) -> None:
    await desk.begin()
    line = sshkeys.ed25519("laptop", comment="moss@home")
    said = spoken(await desk.type("account", "keys", "add", "nonsense", line, "my laptop", "four plain words"))
    assert "This is not the line of a public key" in said
    assert ("add_key", line, "my laptop", "four plain words") in desk.session.calls
    assert f"The key is added: {sshkeys.fingerprint(line)}" in said
    assert "1. my laptop: ed25519, added 19:00, not used yet" in said


async def test_remove_key(desk: Desk) -> None:
    desk.session.keys.append(KeyRow(id=3, kind="ssh-rsa", label="old one", created=1_795_000_000))
    await desk.begin()
    await desk.type("account", "keys", "drop 1", "no")
    assert desk.session.keys
    said = spoken(await desk.type("drop 1", "yes"))
    assert "old one. This key opens nothing any more" in said
    assert not desk.session.keys


async def test_open_record(desk: Desk) -> None:
    desk.session.record_closed = True
    assert "Your private record is closed" in spoken(await desk.begin())
    desk.session.refuse = SignInRefused("Not this one.")
    assert "Not this one." in spoken(await desk.type("account", "unlock", "four plain wrongs"))
    desk.session.refuse = None
    assert "Your private record is open" in spoken(await desk.type("unlock", "four plain words"))
    assert not desk.session.record_closed


async def test_update(desk: Desk) -> None:
    await desk.begin()
    woken = desk.session.engine.woken
    await desk.type("update")
    assert desk.session.engine.woken > woken


async def test_fetch_rest(desk: Desk) -> None:
    await desk.begin()
    assert "It comes now" in await desk.type("rest")


async def test_leave_rest(desk: Desk) -> None:
    await desk.begin()
    assert "a text comes when you open it" in spoken(await desk.type("enough"))


async def test_offline(desk: Desk) -> None:
    await desk.begin()
    assert "What you write waits here." in await desk.type("line")
    assert "The line is used again." in await desk.type("line")


async def test_quitting_raises_to_the_door(desk: Desk) -> None:
    await desk.begin()
    with pytest.raises(Left):
        await desk.type("quit")
