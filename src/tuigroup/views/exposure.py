"""The exposure meter in words, for who runs a group and for nobody else: what is heavy, how much of it, and a break.

It never blocks anything, and nothing of it is told to anybody.
"""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.private_shift import MOST_LIMIT
from tuigroup.store.rows import PostRow
from tuigroup.views.boards import looks_after
from tuigroup.views.clean import shown_line
from tuigroup.views.times import clock
from tuigroup.wire import limits
from tuigroup.wire.cases import LEVELS, Case
from tuigroup.wire.records import MemberRecord
from tuigroup.wire.words import PostState, Review, Role

AMBER: Final = LEVELS.index("amber")
ENDED: Final = N_("Your shift is over. The count begins anew with the next heavy thing.")
HOW_MANY: Final = N_("After how many heavy things in a shift should a break be suggested? 0 is never.")
TO_WHOM: Final = N_("To whom? The open cases that are yours are given to them.")
WORD: Final = N_("A word for whoever takes over; it may be empty. Only those who run the group read it.")
NONE_YOURS: Final = N_("None of the open cases is with you, so there is nothing to give. A break needs no reason.")
NOBODY: Final = N_("Nobody else runs this group. A break needs no reason; the cases wait, and the operator can help.")
SETTING: Final = N_("Heavy things")
SETTING_HELP: Final = N_("How many you open in a shift until a break is suggested. Only you ever see the count.")


def heavy_case(case: Case) -> bool:
    """Whether what a case is about is heavy: more than green, held, or with a content note."""
    return case.level >= AMBER or bool(case.note) or case.review == Review.HELD


def heavy_post(store: Store, post: PostRow) -> bool:
    """Whether a post is: somebody's with a content note, or one that is held or hidden, for who runs the group."""
    if post.own or post.state is not PostState.SHOWN or not isinstance(post.ref, int):
        return False
    return bool(post.note or post.review) and looks_after(store.groups.membership(post.group))


def opened_post(t: Translator, store: Store, post: PostRow, zone: tzinfo | None) -> str:
    """A post was opened: counted where it is heavy. A suggestion where the limit is reached by it, else ''."""
    if not heavy_post(store, post) or not isinstance(post.ref, int):
        return ""
    return suggestion(t, store, zone) if store.exposure.note(post.group, post.ref) else ""


def opened_case(t: Translator, store: Store, group: int, case: Case, zone: tzinfo | None) -> str:
    """The same for what a case is about: the post, which counts once however it is opened."""
    if not heavy_case(case) or not case.post:
        return ""
    return suggestion(t, store, zone) if store.exposure.note(group, case.post) else ""


def meter(t: Translator, store: Store, zone: tzinfo | None) -> str:
    """How much it was in this shift; '' where nothing was opened."""
    count = store.exposure.count()
    if not count:
        return ""
    if store.exposure.limit() and count >= store.exposure.limit():
        return suggestion(t, store, zone)
    since = clock(t, store.exposure.since(), zone)
    return t.plural(
        "{count} heavy thing opened since {time}. Only you see this.",
        "{count} heavy things opened since {time}. Only you see this.",
        count,
        time=since,
    )


def suggestion(t: Translator, store: Store, zone: tzinfo | None) -> str:
    return t.plural(
        "{count} heavy thing since {time}: that is as much as you wanted. A break now, or somebody else for a while? "
        "Only you see this.",
        "{count} heavy things since {time}: that is as much as you wanted. A break now, or somebody else for a while? "
        "Only you see this.",
        store.exposure.count(),
        time=clock(t, store.exposure.since(), zone),
    )


def runs_any(store: Store) -> bool:
    return any(looks_after(mine) for mine in store.groups.memberships())


def setting(t: Translator, store: Store) -> str:
    """What is chosen, as the settings show it."""
    limit = store.exposure.limit()
    return t("a break after {count}", count=limit) if limit else t("no suggestion")


def check_limit(text: str) -> None:
    """Raises BadInput."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and int(typed) <= MOST_LIMIT):
        raise BadInput(N_("A whole number from {least} to {most} fits here.", least=0, most=MOST_LIMIT))


def others(store: Store, group: int) -> list[MemberRecord]:
    """The others who run a group, as far as they are known here."""
    mine = store.groups.membership(group)
    own = mine.member if mine is not None else 0
    return [one for one in store.groups.members(group) if one.role is not Role.MEMBER and one.member != own]


def mine(store: Store, group: int) -> list[Case]:
    """Open cases that are with the reader."""
    me = store.groups.membership(group)
    if me is None:
        return []
    return [one for one in store.casebook.cases(group).cases if one.state != "decided" and one.assigned == me.alias]


def handed(t: Translator, count: int, alias: str) -> str:
    whom = shown_line(alias, limits.ALIAS * 2)
    return t.plural(
        "On its way: {count} case goes to {alias}. Thank you for so much.",
        "On its way: {count} cases go to {alias}. Thank you for so much.",
        count,
        alias=whom,
    )
