"""`ssh host read GROUP/THREAD`: the one-shot commands of the line mode, help now, and nothing else at all."""

from __future__ import annotations

import argparse
import shlex
from datetime import UTC, datetime
from typing import IO, Any, Final, NoReturn, cast

from tuigroup.doors.channel_lines import ChannelLines
from tuigroup.doors.far_end import FarEnd
from tuigroup.errors import BadInput
from tuigroup.helplines.words import plain
from tuigroup.i18n import N_, Translator
from tuigroup.line.console import Ended
from tuigroup.line.oneshot import arguments
from tuigroup.line.oneshot.call import USAGE, Call
from tuigroup.line.oneshot.parsing import Parser
from tuigroup.line.oneshot.run import run
from tuigroup.session import Session
from tuigroup.store import Store, given
from tuigroup.wire import limits

LINE: Final = "line"
HELP_NOW: Final = "help-now"
WORDS: Final = (*arguments.NAMES, HELP_NOW, LINE)
LONGEST: Final = 65_536  # characters of a command
WRITTEN: Final = limits.BODY * 2  # characters that are read of a text


class Told(Exception):
    """What was typed asks for words about itself; they are the message."""


def parse(command: str, t: Translator) -> argparse.Namespace:
    """The words of a command, ``door`` being its name. Raises BadInput, Told."""
    try:
        words = shlex.split(command) if len(command) <= LONGEST else []
    except ValueError:
        words = []
    if words[:1] == ["tuigroup"]:
        words = words[1:]
    if not words or (words[0] not in WORDS and words[0] not in ("help", "-h", "--help")):
        raise BadInput(
            N_("This is no place for commands but these: {words}.", words=", ".join(WORDS)),
            todo=N_("Without one, a terminal shows the screens: ssh -t."),
        )
    if words[0] == "help":
        words = ["--help"]
    found = _parser(t).parse_args(words)
    assert isinstance(found, argparse.Namespace)
    return found


def help_now(country: str, t: Translator, base: Store) -> str:
    """Crisis lines: nobody has to be anybody for them. ``base`` is what everybody may see of the server."""
    today = datetime.fromtimestamp(base.now_min() * 60, UTC).date()
    return "".join(f"{line}\n" for line in plain(t, given.facts(base), country, today))


async def call(session: Session, far: FarEnd, console: ChannelLines, words: argparse.Namespace, t: Translator) -> int:
    """The exit code. The store may be new, so the server is asked first of all."""
    text = ""
    if words.door in ("post", "reply") and not words.text:
        text = await _read(console)

    def write(said: str) -> None:
        far.send(said.replace("\n", "\r\n" if far.terminal else "\n").encode())

    made = Call(session, write, lambda: text, t, as_json=words.json)
    if session.account is not None:
        await made.ask()
    return await run(made, words)


async def _read(console: ChannelLines) -> str:
    lines: list[str] = []
    try:
        while sum(map(len, lines)) < WRITTEN:
            lines.append(await console.read(""))
    except Ended:
        pass
    return "\n".join(lines)


class _Parser(Parser):
    """Says nothing by itself and ends nothing: the process is everybody's."""

    def error(self, message: str) -> NoReturn:
        raise self.mistake(message)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        raise Told(message or "")

    def _print_message(self, message: str, file: IO[str] | Any = None) -> None:
        raise Told(message)


def _parser(t: Translator) -> argparse.ArgumentParser:
    top = _Parser(t=t, prog="ssh HOST", usage=t("ssh HOST COMMAND ..."))
    made = top.add_subparsers(dest="door", metavar=t("command"), required=True)
    doors = cast("argparse._SubParsersAction[argparse.ArgumentParser]", made)
    arguments.add(doors, t)
    now = doors.add_parser(HELP_NOW, help=t("crisis lines by country, from this machine"))
    now.add_argument("country", nargs="?", default="", help=t("a country's two letters, such as IE"))
    doors.add_parser(LINE, help=t("lines instead of screens: to listen to"))
    return top


__all__ = ["HELP_NOW", "LINE", "USAGE", "WORDS", "Told", "call", "help_now", "parse"]
