"""What a command of the operator is, and what it is given. Each command is declared once, in a table of its file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TextIO

from tuigroup import text
from tuigroup.errors import ConfigError
from tuigroup.layered import PREFIX
from tuigroup_server.service.context import Context, open_context
from tuigroup_server.settings import FILE_NAME, Settings, load

LINE: Final = 4_000


@dataclass(frozen=True, slots=True)
class Shell:
    """A command's surroundings: its arguments, the environment, and where it writes."""

    args: argparse.Namespace
    environ: Mapping[str, str]
    out: TextIO
    err: TextIO

    def say(self, line: str = "") -> None:
        """One line, harmless whatever members wrote in it."""
        told = line.lstrip(" ")
        print(" " * (len(line) - len(told)) + text.clean(told, LINE).replace("\n", " "), file=self.out, flush=True)

    def warn(self, line: str) -> None:
        print(line, file=self.err, flush=True)

    def folder(self) -> Path:
        """The data folder, from --data or TUIGROUP_DATA. Raises ConfigError."""
        named = self.args.data or self.environ.get(PREFIX + "DATA", "")
        if not named:
            raise ConfigError("No data folder is named.", todo="Please add --data DIR.")
        return Path(named)

    def settings(self) -> Settings:
        """Settings of the folder, the environment and the flags. Raises ConfigError."""
        return load(self.folder() / FILE_NAME, self.environ, vars(self.args))

    @contextmanager
    def context(self) -> Iterator[Context]:
        """The context over the data folder, closed afterwards. Works beside a running server."""
        context = open_context(self.folder(), self.settings())
        try:
            yield context
        finally:
            context.database.close()


def day(seconds: int) -> str:
    """A time as the operator reads it, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Command:
    """A word of the command line. ``run`` answers the exit code; ``example`` is shown by --help."""

    name: str
    help: str
    example: str
    run: Callable[[Shell], int]
    arguments: Callable[[argparse.ArgumentParser], None] = lambda parser: None
    needs_data: bool = True


def group_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("group", metavar="GROUP", help="a group's number or slug, as groups shows them")
