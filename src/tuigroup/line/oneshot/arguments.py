"""The words of the one-shot commands. Imports nothing but argparse: it is read at every start."""

from __future__ import annotations

import argparse
from typing import Final

from tuigroup.i18n import Translator

NAMES: Final = (
    "sync", "groups", "threads", "read", "post", "reply", "library", "search", "outbox", "meetings", "export",
    "export-bundle",
)  # fmt: skip


def add(doors: argparse._SubParsersAction[argparse.ArgumentParser], t: Translator) -> None:
    """The one-shot commands among the others."""
    as_json = argparse.ArgumentParser(add_help=False)
    as_json.add_argument("--json", action="store_true", help=t("one JSON object instead of text"))
    parents = [as_json]
    group = t("a group: its number, its short name, or the beginning of its name")

    doors.add_parser("sync", parents=parents, help=t("send what waits, fetch what is new"))
    doors.add_parser("groups", parents=parents, help=t("your groups, with what is new in them"))
    threads = doors.add_parser("threads", parents=parents, help=t("the threads of a group"))
    threads.add_argument("group", metavar="GROUP", help=group)
    read = doors.add_parser("read", parents=parents, help=t("a thread, post by post"))
    read.add_argument("where", metavar="GROUP/THREAD", help=t("a group and the number of a thread in it"))
    read.add_argument("--unread", action="store_true", help=t("only what was not read yet"))
    post = doors.add_parser("post", parents=parents, help=t("begin a thread; the text comes from the input"))
    post.add_argument("group", metavar="GROUP", help=group)
    post.add_argument("--title", required=True, help=t("the thread's title"))
    post.add_argument("--board", type=int, default=0, metavar="N", help=t("the number of a board"))
    reply = doors.add_parser("reply", parents=parents, help=t("answer a post; the text comes from the input"))
    reply.add_argument("where", metavar="GROUP/POST", help=t("a group and the number of a post in it"))
    for written in (post, reply):
        written.add_argument("--note", default="", help=t("a topic that some would rather not open"))
        written.add_argument("--text", default="", help=t("the text, instead of the input"))
    library = doors.add_parser("library", parents=parents, help=t("what there is to read, or one text of it"))
    library.add_argument("slug", nargs="?", default="", metavar="TEXT", help=t("the short name of a text"))
    search = doors.add_parser("search", parents=parents, help=t("find words in what is kept here"))
    search.add_argument("words", nargs="+", metavar="WORD")
    search.add_argument("--group", default="", help=group)
    meetings = doors.add_parser("meetings", parents=parents, help=t("when your groups meet"))
    meetings.add_argument("group", nargs="?", default="", metavar="GROUP", help=group)
    meetings.add_argument("--ics", action="store_true", help=t("a calendar for another program"))
    meetings.add_argument("--plain", action="store_true", help=t("with --ics: no names and places, only when"))
    doors.add_parser("outbox", parents=parents, help=t("what waits to be sent"))
    stick = doors.add_parser("export-bundle", parents=parents, help=t("directory, crisis lines and texts as one file"))
    stick.add_argument("file", metavar="FILE", help=t("the file to write"))
    stick.add_argument(
        "--text", dest="texts", action="append", default=[], metavar="TEXT",
        help=t("a text to take along, by its short name; all of them without it"),
    )  # fmt: skip
    export = doors.add_parser("export", parents=parents, help=t("everything of your own, to the output or as files"))
    export.add_argument(
        "--to", default="", metavar="FOLDER", help=t("a new folder for both files, instead of the output")
    )
