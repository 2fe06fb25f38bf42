"""Leaving, over real processes: everything taken along, erasing asked for, thought over, called off; and then for good.

The days go by for whoever erases what is due; the server, the clients and the other member are as ever.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import time
from pathlib import Path

import pytest

from tests.journeys.conftest import MEMBER, PASSPHRASE, Open
from tests.journeys.ssh import Client, DoorProcess, register
from tests.journeys.steps import DOWN, ENTER, ESCAPE, go_home
from tests.journeys.test_line_mode import Pipe
from tests.journeys.test_one_shots import run, told
from tests.processes import ServerProcess
from tests.terminal import Terminal
from tuigroup import actions
from tuigroup.config import Settings
from tuigroup.session import Session
from tuigroup.store import Store
from tuigroup.sync.client import Client as Line
from tuigroup.wire.leaving import PostsFate
from tuigroup.wire.sync import WantThread
from tuigroup_server.service import leaving
from tuigroup_server.service.context import open_context
from tuigroup_server.settings import FILE_NAME, load

OURS = "The kettle has a word of its own tonight: quillwort."
ALIAS = "quiet_fern"
DAY = 86_400


def days_later(server: ServerProcess, days: int) -> int:
    """What is due so many days from now is erased, beside the running server; how much that was."""
    context = open_context(server.folder, load(server.folder / FILE_NAME), clock=lambda: time.time() + days * DAY)
    try:
        return leaving.erase_due(context)
    finally:
        context.database.close()


def files_of(server: ServerProcess) -> bytes:
    return b"".join(path.read_bytes() for path in server.folder.glob("tuigroup.sqlite3*"))


def join_and_write(screen: Terminal) -> None:
    """From today into the first thread of a group, with a reply."""
    screen.press("d", "Third Floor Kettle")
    screen.press("/third floor", "1 fits|, 1 fit")
    screen.press(ENTER, "J join")
    screen.press(ENTER, "Silent study table")
    screen.press("J", "Enter says that you will keep")
    screen.press(ENTER, "Alias")
    screen.press(ALIAS + ENTER, "What did you eat today")
    screen.press(ENTER, "the fridge")
    screen.press("r" + OURS, "Reply to")
    screen.press("\x13", "sent|Sent|quillwort")
    go_home(screen)


def sign_in_again(screen: Terminal, name: str, passphrase: str, then: str) -> str:
    screen.wait("I have an account")
    screen.press(DOWN + ENTER, "Your sign-in name and your passphrase")
    screen.send(name + ENTER)
    screen.send(passphrase)
    return screen.press(ENTER, then)


def ask_to_be_erased(screen: Terminal, passphrase: str, choice: int) -> str:
    """From today to the welcome screen."""
    screen.press("a", "Leave for good")
    screen.press("X", "For 14 days nothing changes")
    screen.press(DOWN * choice + ENTER, "From then on the 14 days")
    screen.send(passphrase)
    return screen.press(ENTER, "Your account is erased on")


def new_passphrase(screen: Terminal) -> tuple[str, str]:
    """An account made from the welcome screen, with the passphrase that is proposed."""
    seen = screen.press(ENTER, r"Passphrase +\S+")
    name = re.search(r"Sign-in name +(\S+)", seen)
    words = re.search(r"Passphrase +(\S.*\S)", seen)
    assert name is not None
    assert words is not None
    screen.press("\x13", r"12 [a-z]+")
    screen.press(ESCAPE, "g  go on without")
    screen.press("g", "Find a group that feels right")
    return name[1], words[1].strip()


def test_leaving_on_screens(server: ServerProcess, open_client: Open, signed_in: Path, tmp_path: Path) -> None:
    with (server.folder / FILE_NAME).open("a") as settings:
        settings.write("backups_days = 30\n")
    server.stop()
    server.start()
    screen = open_client("--server", server.url, home="leaves")
    screen.wait("I am new here")
    name, passphrase = new_passphrase(screen)
    join_and_write(screen)
    # Everything along.
    screen.press("a", "Take everything along")
    screen.press("E", "Two files are written")
    screen.press("\x15" + str(tmp_path / "mine") + ENTER, "Everything of yours is in")
    taken = json.loads((tmp_path / "mine" / "everything.json").read_text("utf-8"))
    assert [post["text"] for post in taken["memberships"][0]["posts"]] == [OURS]
    assert OURS[:40] in (tmp_path / "mine" / "everything.txt").read_text("utf-8")
    go_home(screen)
    # Asked for, called off.
    seen = screen.press("a", "Leave for good")
    seen = screen.press("X", "For 14 days nothing changes")
    assert "for 30 days more" in " ".join(seen.split())
    screen.press(ESCAPE, "Sign out here")
    go_home(screen)
    ask_to_be_erased(screen, passphrase, 1)
    sign_in_again(screen, name, passphrase, "Do you want to stay")
    screen.press("s", "Nothing was erased")
    assert days_later(server, 30) == 0
    # And again, for good.
    go_home(screen)
    ask_to_be_erased(screen, passphrase, 1)
    screen.send("q")
    screen.wait_exit()
    home = signed_in.parent.parent
    assert told(home, "sync")[0] == 0
    assert OURS.encode() in files_of(server)
    assert days_later(server, 13) == 0
    assert days_later(server, 14 + 8) >= 1
    assert days_later(server, 14 + 8) == 0
    for secret in (OURS, "quillwort", ALIAS, name):
        assert secret.encode() not in files_of(server), secret
    again = open_client("--server", server.url, home="elsewhere")
    sign_in_again(again, name, passphrase, "do not match")
    assert again.wait("I have an account|Your sign-in name")


def test_leaving_in_lines_and_what_another_member_sees(server: ServerProcess, signed_in: Path, tmp_path: Path) -> None:
    reader = tmp_path / "reader"
    reader.mkdir()
    lines = Pipe(["--server", server.url], reader)
    try:
        lines.wait("I am new here")
        said = lines.press("1\n", "A passphrase is proposed|Sign-in name")
        said += lines.press("\n", "A passphrase is proposed: .* own")
        name = re.search(r"Now: (\S+)\. Enter", said)
        words = re.search(r"A passphrase is proposed: (.+?) Which one", said)
        assert name is not None
        assert words is not None
        lines.press("1\n", "Which is word number")
        lines.press("back\n", "yes or no")
        lines.press("yes\n", "Find a group|Today|You are in no group")
        assert "Leave for good" in lines.press("account\n", "Leave for good")
        said = lines.press("erase\n", "What would you like")
        assert "nobody has said how long" in said
        lines.press("3\n", "From then on the 14 days")
        lines.press(words[1] + "\n", "Your account is erased on .* Welcome to tuigroup")
        lines.press("2\n", "Sign-in name")
        lines.press(name[1] + "\n", "Passphrase")
        said = lines.press(words[1] + "\n", "Do you want to stay")
        assert "what you wrote stays without your alias" in said
        lines.press("no\n", "Until .* you can sign in and stay after all")
        assert days_later(server, 15) >= 1
        lines.press("2\n", "Sign-in name")
        lines.press(name[1] + "\n", "Passphrase")
        lines.press(words[1] + "\n", "do not match")
    finally:
        lines.process.kill()
        lines.process.wait()


class Reader:
    """Another member, whose machine keeps what they read."""

    def __init__(self, server: ServerProcess) -> None:
        self.store = Store.open(None)
        self.session = Session.open(Settings(server=server.url), self.store, Line(server.url))

    async def __aenter__(self) -> Reader:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.session.close()
        self.store.close()

    async def sync(self) -> None:
        self.session.engine.wake()
        while await self.session.engine.round():
            pass

    async def join_and_read(self, group: int, thread: int) -> None:
        await self.session.create_account("bystander-77", PASSPHRASE)
        actions.join(self.store, group, "bystander")
        await self.sync()
        self.session.engine.want(WantThread(g=group, n=thread))
        await self.sync()

    def by(self, group: int, thread: int, numbers: set[int]) -> set[tuple[str, bool]]:
        """Whose posts these are, and whether they still say something."""
        posts = self.store.threads.posts(group, thread)
        return {(post.alias, bool(post.body)) for post in posts if post.ref in numbers}


def leave_in_lines(home: Path, choice: int) -> None:
    lines = Pipe([], home)
    try:
        lines.wait("answered you|Type a number|new")
        lines.press("account\n", "Leave for good")
        lines.press("erase\n", "What would you like")
        lines.press(f"{choice}\n", "From then on the 14 days")
        lines.press(PASSPHRASE + "\n", "Your account is erased on")
    finally:
        lines.process.kill()
        lines.process.wait()


@pytest.mark.parametrize(("choice", "left"), [(2, ("", False)), (3, ("", True))], ids=["erased", "kept without alias"])
def test_what_others_have_here_follows(
    server: ServerProcess, signed_in: Path, tmp_path: Path, choice: int, left: tuple[str, bool]
) -> None:
    """A member of four groups, whose posts another member has on their own machine."""
    home = signed_in.parent.parent
    code, said = run(home, "export")
    assert code == 0
    assert f"Everything of {MEMBER}" in said
    code, document = told(home, "export")
    assert len(document["memberships"]) == 4
    assert told(home, "export", "--to", str(tmp_path / "taken"))[0] == 0
    assert run(home, "export", "--to", str(tmp_path / "taken"))[0] == 1, "nothing is written over"
    mine = next(group for group in document["memberships"] if group["group"] == 16)
    thread = mine["posts"][0]["thread"]
    numbers = {post["number"] for post in mine["posts"] if post["thread"] == thread}

    async def journey() -> None:
        async with Reader(server) as reader:
            await reader.join_and_read(16, thread)
            assert reader.by(16, thread, numbers) == {("overdue_book", True)}
            await asyncio.to_thread(leave_in_lines, home, choice)
            assert days_later(server, 13) == 0, "the last day is not over"
            await reader.sync()
            assert reader.by(16, thread, numbers) == {("overdue_book", True)}
            gone = [days_later(server, 15), days_later(server, 15 + 8)]
            assert sum(gone) == 1 + 4
            await reader.sync()
            assert reader.by(16, thread, numbers) == {left}
            reader.session.engine.want(WantThread(g=16, n=thread))
            await reader.sync()
            assert reader.by(16, thread, numbers) == {left}

    asyncio.run(journey())
    for alias in {group["alias"] for group in document["memberships"]} - {"old_bicycle"}:  # whom somebody greets by it
        assert alias.encode() not in files_of(server), alias
    text = max((post["text"] for post in mine["posts"]), key=len)[:60]
    assert (text.encode() in files_of(server)) is (left[1])


async def ask_elsewhere(server: ServerProcess) -> None:
    """The member asks to be erased, at some other machine."""
    async with Reader(server) as there:
        await there.session.sign_in(MEMBER, PASSPHRASE)
        await there.session.leave_for_good(PASSPHRASE, PostsFate.ERASE)


@pytest.mark.machine
def test_by_a_key_over_ssh(server: ServerProcess, tmp_path: Path) -> None:
    """Everything comes over the output; and within the days the door asks before anything else is shown."""
    door = DoorProcess(server)
    client = Client(tmp_path / "ssh", door.port)
    try:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(client.home / "id")], check=True)
        register(server, (client.home / "id.pub").read_text())
        taken = client.run(f"{MEMBER}@127.0.0.1", "export", "--json")
        assert taken.returncode == 0, taken.stderr
        document = json.loads(taken.stdout)
        assert len(document["memberships"]) == 4
        assert document["private"]["complete"] is False
        refused = client.run(f"{MEMBER}@127.0.0.1", "export", "--to", "/tmp/anywhere")
        assert refused.returncode == 1
        assert "no file can be written" in " ".join(refused.stdout.split())
        asyncio.run(ask_elsewhere(server))
        told_so = client.run(f"{MEMBER}@127.0.0.1", "groups")
        assert told_so.returncode == 5
        assert "Do you want to stay?" in " ".join(told_so.stdout.split())
        screen = client.screen("-t", f"{MEMBER}@127.0.0.1")
        try:
            screen.wait("s  stay: nothing is erased")
            screen.press("s", "Nothing was erased")
            screen.wait("q leave")
        finally:
            screen.close()
        assert client.run(f"{MEMBER}@127.0.0.1", "groups").returncode == 0
    finally:
        door.process.kill()
        door.process.wait()
