"""Arguments to a command, and whatever it raises to one sentence. The table of all commands is here."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Final, NoReturn, TextIO

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from tuigroup.errors import BadInput, TuigroupError
from tuigroup_server.cli import (
    backups,
    bundles,
    certificate,
    content,
    decisions,
    doors,
    helplines,
    leaving,
    openssh,
    operator,
    safety,
    slips,
    ssh,
    start,
)
from tuigroup_server.cli.command import Command, Shell

COMMANDS: Final[tuple[Command, ...]] = (
    *start.COMMANDS,
    *ssh.COMMANDS,
    *openssh.COMMANDS,
    *certificate.COMMANDS,
    *doors.COMMANDS,
    *operator.COMMANDS,
    *decisions.COMMANDS,
    *leaving.COMMANDS,
    *backups.COMMANDS,
    *safety.COMMANDS,
    *content.COMMANDS,
    *slips.COMMANDS,
    *bundles.COMMANDS,
    *helplines.COMMANDS,
)
MISUSED: Final = 2
INTERRUPTED: Final = 130


class _Parser(argparse.ArgumentParser):
    """One sentence instead of a usage block."""

    def error(self, message: str) -> NoReturn:
        raise BadInput(f"{message[:1].upper()}{message[1:]}.", todo=f"See {self.prog} --help.")


def parser() -> argparse.ArgumentParser:
    examples = "\n".join(f"  tuigroup-server {command.example}" for command in COMMANDS)
    top = _Parser(
        prog="tuigroup-server",
        description="The server of tuigroup: support groups in a terminal, for slow links.",
        epilog=f"examples:\n{examples}\n\nDIR can also be named once, in TUIGROUP_DATA. Settings come from\n"
        "DIR/settings.toml, then TUIGROUP_... of the environment, then flags.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"tuigroup-server {version('tuigroup')}")
    words = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for command in COMMANDS:
        word = words.add_parser(
            command.name,
            help=command.help,
            description=command.help[:1].upper() + command.help[1:] + ".",
            epilog=f"example:\n  tuigroup-server {command.example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if command.needs_data:
            word.add_argument("--data", metavar="DIR", help="the data folder made by init")
        word.add_argument("--database", metavar="URL", help="a PostgreSQL database instead of the file in DIR")
        command.arguments(word)
        word.set_defaults(run=command.run)
    return top


def run(argv: Sequence[str], environ: Mapping[str, str], out: TextIO, err: TextIO) -> int:
    """Exit code: 0, 2 with one sentence on ``err``, or 130 when interrupted."""
    try:
        args = parser().parse_args(argv)
        code: int = args.run(Shell(args, environ, out, err))
        out.flush()
        return code
    except TuigroupError as error:
        print(error.sentence(), file=err)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output went away. Nothing more can be said there, also not by Python's own flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except ValidationError as error:
        fields = ", ".join(dict.fromkeys(str(one["loc"][0]) for one in error.errors() if one["loc"]))
        print(f"This can't be used as it is: {fields}.", file=err)
    except SQLAlchemyError as error:
        print(f"The database could not do this ({type(error).__name__}). Nothing was changed.", file=err)
    except OSError as error:
        print(f"The system said no: {error.strerror or type(error).__name__}.", file=err)
    except Exception as error:
        print(f"Something happened that tuigroup-server did not expect ({type(error).__name__}).", file=err)
    return MISUSED
