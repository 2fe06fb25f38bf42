"""The last net: a crash shows one sentence and a report number, and keeps what a person wrote out of it.

Textual's own traceback prints local variables, and with them drafts and passphrases. The report on disk
holds the exception's type and the places in the code, never its message and never a value.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from tuigroup.errors import TuigroupError
from tuigroup.i18n import ENGLISH, Translator

EXIT_CRASH = 70
EXIT_REFUSED = 1


def outline(error: BaseException) -> str:
    """The types and places of an error and its causes: no message, no source line, no value."""
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(type(current).__module__ + "." + type(current).__qualname__)
        for frame in traceback.extract_tb(current.__traceback__):
            parts = Path(frame.filename).parts
            lines.append(f"  {'/'.join(parts[-3:])}:{frame.lineno} {frame.name}")
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


def report_number(text: str) -> str:
    """Six characters: the same fault gives the same number, so that two people can compare."""
    return hashlib.blake2b(text.encode(), digest_size=3).hexdigest().upper()


class CrashReports:
    """Writes reports into a folder of the member's own, readable by nobody else."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def write(self, error: BaseException) -> str:
        """Keep the outline of an error; returns its number even where nothing could be written."""
        text = outline(error)
        number = report_number(text)
        if self._folder is not None:
            import platform
            from importlib.metadata import version

            head = f"tuigroup {version('tuigroup')}, Python {platform.python_version()}, {sys.platform}\n"
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                path = self._folder / f"crash-{number}.txt"
                with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
                    out.write(head + text + "\n")
            except OSError:
                pass
        return number


def sentence(number: str, t: Translator = ENGLISH) -> str:
    return t(
        "tuigroup stopped unexpectedly (report {number}). Your drafts and what waits to be sent are kept. "
        "Please start it again; if it happens again, tell your operator this number.",
        number=number,
    )


def guarded(run: Callable[[], int], reports: CrashReports, t: Translator = ENGLISH) -> int:
    """Run a door; whatever happens, a person reads a sentence and the exit code tells a script."""
    _quiet(reports, t)
    try:
        return run()
    except TuigroupError as error:
        _say(error.sentence(t))
        return EXIT_REFUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except Exception as error:
        _say(sentence(reports.write(error), t))
        return EXIT_CRASH
    finally:
        _flush()


def _say(told: str) -> None:
    """To whoever is still there: a terminal can be gone."""
    with suppress(OSError):
        print(told, file=sys.stderr)


def _flush() -> None:
    """What can't be written any more is let go here: Python's own flush would complain and change the exit code."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def quiet_loop(loop: asyncio.AbstractEventLoop, reports: CrashReports) -> None:
    """A task that comes to grief unseen writes a report instead of a traceback across the screen."""

    def unseen(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, BaseException):
            reports.write(error)

    loop.set_exception_handler(unseen)


def _quiet(reports: CrashReports, t: Translator) -> None:
    """A crash in a thread, one while tidying up, or one outside everything writes a report instead of a traceback.

    Nor does any library write a warning across the screen: what it would say may hold anything.
    """

    def in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            reports.write(args.exc_value)

    def while_tidying(args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            reports.write(args.exc_value)

    def outside(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _say(sentence(reports.write(error), t))

    threading.excepthook = in_thread
    sys.unraisablehook = while_tidying
    logging.getLogger().addHandler(logging.NullHandler())
    sys.excepthook = outside
