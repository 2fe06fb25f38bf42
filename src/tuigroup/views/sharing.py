"""Sharing a check-in or a goal: the beginning of an ordinary post, which the member changes and sends, or does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.check_ins import CheckIn
from tuigroup.store.goals import Goal
from tuigroup.store.rows import Draft, JoinedGroup
from tuigroup.views import boards, partners
from tuigroup.views import check_ins as words
from tuigroup.views.clean import shown_line
from tuigroup.wire import limits
from tuigroup.wire.records import BoardRecord
from tuigroup.wire.words import BoardPurpose

GROUP, PAIR = "g", "p"


def places(t: Translator, store: Store) -> list[tuple[str, str]]:
    """Whom one can share with: the words for it, and its name for ``placed``."""
    found = [
        (t("only {both}", both=shown_line(row.title, 60)), f"{PAIR} {row.group} {row.ref}")
        for row in store.threads.pairs(partners.AGREED)
    ]
    return [*((shown_line(one.group.name, 48), f"{GROUP} {one.group.group}") for one in groups(store)), *found]


def placed(store: Store, name: str, make: Callable[[int], Draft]) -> Draft:
    """The beginning of a post for one of ``places``: a thread in a group, or words in the thread of two.

    It is a draft on disk from now on, so that it can be sent as it is.
    """
    kind, group, *thread = name.split()
    draft = make(int(group))
    if kind == PAIR:
        draft = replace(draft, kind="reply", board=0, title="", target=int(thread[0]))
    return store.drafts.save(draft)


def groups(store: Store) -> list[JoinedGroup]:
    """Groups one can share with."""
    return [joined for joined in store.groups.joined() if board(store, joined.group.group) is not None]


def board(store: Store, group: int) -> BoardRecord | None:
    """The group's board for check-ins, its discussion where it has none, or any that one can write on."""
    if not boards.is_member(store.groups.membership(group)):
        return None
    found = boards.writable(store, group)
    for purpose in (BoardPurpose.CHECK_IN, BoardPurpose.DISCUSSION):
        for one in found:
            if one.purpose is purpose:
                return one
    return found[0] if found else None


def check_in(t: Translator, store: Store, group: int, one: CheckIn) -> Draft:
    """What a post about it begins with; nothing is sent yet."""
    lines = [t("Today: {mood}.", mood=words.mood(t, one.mood)), one.note]
    if said := words.helped(t, one.helped):
        lines.append(f"{said[:1].upper()}{said[1:]}.")
    title = t("Check-in: {mood}", mood=words.mood(t, one.mood))
    return _draft(store, group, title, "\n\n".join(part for part in lines if part))


def goal(t: Translator, store: Store, group: int, one: Goal, now: int) -> Draft:
    lines = [
        t("What I would like to do: {words}, {rhythm}.", words=shown_line(one.words), rhythm=words.rhythm(t, one.times))
    ]
    if one.steps:
        lines.append("\n".join(f"- {shown_line(step.words)}" for step in one.steps))
    lines.append(f"{words.this_week(t, one, now)[:1].upper()}{words.this_week(t, one, now)[1:]}.")
    return _draft(store, group, t("A goal: {words}", words=shown_line(one.words)), "\n\n".join(lines))


def _draft(store: Store, group: int, title: str, body: str) -> Draft:
    found = board(store, group)
    return Draft("", "thread", group, found.board if found is not None else 1, title=title[: limits.TITLE], body=body)
