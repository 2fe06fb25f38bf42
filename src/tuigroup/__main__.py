"""`tuigroup`: reads the command line and opens a door. Doors are imported only when they are opened."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tuigroup import config
from tuigroup.errors import TuigroupError
from tuigroup.i18n import ENGLISH, N_, Translator, locale_of, translator
from tuigroup.line.oneshot import arguments
from tuigroup.line.oneshot.parsing import Parser

# What one types, and what it does.
EXAMPLES = (
    ("tuigroup --server https://groups.example.org", N_("go to your groups")),
    ("tuigroup", N_("the same, once the address is known")),
    ("tuigroup --leave-nothing", N_("on a machine that is not yours alone")),
    ("tuigroup --line", N_("lines instead of screens, for listening")),
    ("tuigroup help-now", N_("crisis lines, no network needed")),
    ("tuigroup status", N_("one line for a shell prompt")),
    ("tuigroup demo", N_("a sample community on this machine")),
)


class _Version(argparse.Action):
    """Looked up where somebody asks for it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"tuigroup {version('tuigroup')}")
        parser.exit()


def parser(t: Translator = ENGLISH) -> argparse.ArgumentParser:
    examples = [f"  {typed:<44}   {t(does)}" for typed, does in EXAMPLES]
    made = Parser(
        t=t,
        prog="tuigroup",
        description=t("Support groups in a terminal, for slow lines."),
        epilog="\n".join([t("examples:"), *examples]),
    )
    made.add_argument("--version", action=_Version, nargs=0, help=t("say which version this is, and end"))
    made.add_argument("--server", metavar="URL", help=t("the server's address"))
    made.add_argument("--pin", metavar="FINGERPRINT", help=t("the fingerprint of the server's key: sha256:..."))
    made.add_argument("--settings", metavar="FILE", help=t("another settings file"))
    made.add_argument("--data", metavar="DIR", help=t("another folder for what is kept on this machine"))
    made.add_argument("--theme", choices=config.THEMES[1:], help=t("how it looks"))
    rich = t("a bar, colours and a scrollbar, whatever they cost the line")
    made.add_argument("--rich", action="store_const", const="always", default=None, help=rich)
    made.add_argument("--offline", action="store_true", default=None, help=t("do not use the line until asked to"))
    lines = t("lines instead of screens: to listen to")
    made.add_argument("--line", dest="line_mode", action="store_true", default=None, help=lines)
    made.add_argument("--leave-nothing", action="store_true", default=None, help=t("keep everything in memory only"))
    keep = t("what stays on this machine: all, all but locked, nothing after leaving, nothing at any time")
    made.add_argument("--keep", choices=config.KEEP[1:], help=keep)
    made.add_argument("--wire-log", metavar="FILE", help=t("write every exchange, readable, without your token"))
    doors = made.add_subparsers(dest="door", metavar=t("command"))
    doors.add_parser("demo", help=t("a sample community, signed in as a sample member"))
    status = doors.add_parser("status", help=t("one line without anybody's words: 2 answers, 14 new"))
    status.add_argument("--silent", action="store_true", help=t("say nothing, whatever there is"))
    now = doors.add_parser("help-now", help=t("crisis lines by country, from this machine"))
    now.add_argument("country", nargs="?", default="", help=t("a country's two letters, such as IE"))
    kiosk = doors.add_parser("kiosk", help=t("a shared terminal in a library: docs/kiosk.md"))
    kiosk.add_argument("--server", metavar="URL", default=argparse.SUPPRESS, help=t("the server's address"))
    kiosk.add_argument("--settings", metavar="FILE", default=argparse.SUPPRESS, help=t("another settings file"))
    kiosk.add_argument("--door", dest="credential", metavar="FILE", help=t("the file with this kiosk's credential"))
    lines = t("lines instead of screens: to listen to")
    kiosk.add_argument("--line", dest="line_mode", action="store_true", default=argparse.SUPPRESS, help=lines)
    kiosk.add_argument(
        "doing",
        nargs="?",
        choices=("hash-code", "check"),
        metavar=t("what"),
        help=t("hash-code makes the staff's code fit for the settings; check reads them and ends"),
    )
    wire = doors.add_parser("wire", help=t("what goes over the line, readable"))
    doing = wire.add_subparsers(dest="doing", metavar=t("what"), required=True)
    decode = doing.add_parser("decode", help=t("a --wire-log file, or the body of one request or answer"))
    decode.add_argument("file", metavar="FILE")
    verify = doors.add_parser("verify-slip", help=t("what an attendance slip says, and whether it is right"))
    verify.add_argument("--key", required=True, help=t("the operator's public key for slips"))
    verify.add_argument("code", nargs="+", metavar="CODE", help=t("the slip's letters and digits"))
    stick = doors.add_parser("open", help=t("a bundle from a stick: no network, nothing kept"))
    stick.add_argument("file", metavar="FILE")
    stick.add_argument("--line", dest="line_mode", action="store_true", default=argparse.SUPPRESS, help=lines)
    arguments.add(doors, t)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run a door; the exit code for the shell."""
    t = translator(locale_of(os.environ))
    words = parser(t).parse_args(argv)
    if words.door == "kiosk":
        from tuigroup.doors.kiosk import run

        return run(words, t)
    try:
        file = Path(words.settings) if words.settings else config.settings_file()
        settings = config.load(file, os.environ, vars(words))
    except TuigroupError as error:
        print(error.sentence(t), file=sys.stderr)
        if words.door != "help-now":
            return 2
        settings = config.Settings()  # help now asks for nothing, least of all for settings in order
    from tuigroup.doors.crash import CrashReports, guarded

    t = translator(settings.language)
    return guarded(lambda: _open(words, settings, t), CrashReports(config.crash_folder(settings)), t)


def _open(words: argparse.Namespace, settings: config.Settings, t: Translator) -> int:
    if words.door == "help-now":
        from tuigroup.doors import help_now

        return help_now.run(words.country or settings.country, t, settings)
    if words.door == "wire":
        from tuigroup.doors import wire

        return wire.run(words.file)
    if words.door == "verify-slip":
        from tuigroup.doors import verify_slip

        return verify_slip.run(words.key, " ".join(words.code), t)
    if words.door == "open":
        from tuigroup.doors import bundle

        return bundle.run(settings, words.file)
    if words.door == "status":
        from tuigroup.doors import status

        return status.run(settings, t, silent=words.silent)
    if words.door == "demo":
        from tuigroup.doors import demo

        return demo.run(settings, t)
    gc.disable()  # looking for garbage among what is imported is a sixth of the start; the door looks again once open
    if words.door in arguments.NAMES:
        from tuigroup.doors import oneshot

        return oneshot.run(settings, t, words)
    from tuigroup.doors import line_mode

    if line_mode(settings):
        from tuigroup.doors import line

        return line.run(settings)
    from tuigroup.doors import local

    return local.run(settings)


if __name__ == "__main__":
    raise SystemExit(main())
