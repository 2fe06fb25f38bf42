"""Accountability partners in words: who asked, what there is to answer, who sees a thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import PostRow, ThreadRow
from tuigroup.views.clean import shown_line
from tuigroup.wire import limits
from tuigroup.wire.words import Audience

ASKED, AGREED, ENDED = 1, 2, 3
QUESTION: Final = N_("Shall we be accountability partners?")  # as the server writes it
ASK: Final = N_(
    "Ask {alias} to be accountability partners? If they agree, there is a thread that only the two of you see. If not, "
    "you hear nothing."
)
SENT: Final = N_("Asked. If they agree, it opens; the answer is theirs to give, and may take its time.")
AGREED_TO: Final = N_("You agreed. As soon as the server has it, only the two of you write and read here.")
DECLINED: Final = N_("No it is. They are told nothing.")
OVER: Final = N_("It has ended. Both of you can still read what is here.")
END: Final = N_("End being partners? Both of you can still read what is here; no reason is given.")


def audience(t: Translator, whose: Audience) -> str:
    """Who sees a thread besides who began it, in two words; '' for the whole group."""
    if whose is Audience.PARTNERS:
        return t("only you two")
    return t("private word") if whose else ""


def asked(store: Store) -> list[ThreadRow]:
    """What others asked and one has not answered yet."""
    return [row for row in store.threads.pairs(ASKED) if not row.mine]


def asks(t: Translator, row: ThreadRow) -> str:
    alias = shown_line(row.alias, limits.ALIAS * 2)
    return t("{alias} asks whether you want to be accountability partners", alias=alias)


def stands(t: Translator, row: ThreadRow, agree: str, part: str) -> str:
    """Below what is here, while there is something to do or to wait for; by the keys or words that do it."""
    if row.pair == ASKED and row.mine:
        return t("You asked. The answer is theirs to give. {part} takes the question back.", part=part)
    if row.pair == ASKED:
        return t(
            "{alias} asks. {agree} agrees, and then only you two write here; {part} says no, which nobody is told.",
            alias=shown_line(row.alias, limits.ALIAS * 2),
            agree=agree,
            part=part,
        )
    return ""


def worded(t: Translator, posts: Iterable[PostRow], row: ThreadRow | None) -> list[PostRow]:
    """The server's own sentence in the reader's language."""
    if row is None or not row.pair:
        return list(posts)
    return [replace(post, body=t(QUESTION)) if post.body == QUESTION else post for post in posts]
