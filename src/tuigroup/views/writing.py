"""Words around something being written: what it is, what it answers, how much room is left. Pure."""

from __future__ import annotations

from typing import Final

from tuigroup.i18n import Translator
from tuigroup.store.rows import Draft, PostRow, ThreadRow
from tuigroup.text import clip
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.lines import wrap
from tuigroup.views.posts import author, called
from tuigroup.views.written_meetings import STEPS
from tuigroup.wire import limits
from tuigroup.wire.rounds import ROUNDS, Step
from tuigroup.wire.words import Audience, PostState

NEAR: Final = 500  # characters before the limit, from which on the rest is said
NEAR_TITLE: Final = 15


def heading(t: Translator, draft: Draft, target: PostRow | None) -> str:
    """``Reply to heron``, ``New thread``, ``A private word with the facilitators``, ``Change your post``."""
    if draft.kind == "thread":
        return t("New thread")
    if draft.kind == "private":
        return t("A private word with the facilitators")
    if draft.kind == "edit":
        return t("Change your post")
    if draft.board:  # of an answer the round in which it is a turn
        return t("Your turn: {step}", step=t(STEPS[Step(draft.board)]) if draft.board in ROUNDS else "")
    if target is None:
        return t("Reply")
    return t("Reply to yourself") if target.own else t("Reply to {author}", author=author(t, target))


def above(t: Translator, draft: Draft, target: PostRow | None, room: int, most: int) -> list[str]:
    """Lines above the text, at most ``most``: the quote that goes along, or the beginning of what is answered."""
    if draft.quote:
        lines = [f"> {of}" for part in shown(draft.quote).split("\n") for of in wrap(part, room - 2)]
    elif (
        draft.kind == "reply"
        and not draft.board
        and target is not None
        and target.state is PostState.SHOWN
        and not target.note
    ):
        lines = wrap(f"{author(t, target)}: {shown_line(target.body, limits.BODY)}", room)
    else:
        return []
    if len(lines) > most:
        lines = [*lines[: most - 1], clip(f"{lines[most - 1]} {lines[most]}", room)]
    return lines


def room_left(t: Translator, body: str, title: str = "") -> str:
    """How much may still be written, once it is worth saying."""
    left = limits.BODY - len(body)
    if left < 0:
        return t.plural(
            "This is {count} character longer than a post can be. It is kept; please shorten or divide it.",
            "This is {count} characters longer than a post can be. It is kept; please shorten or divide it.",
            -left,
        )
    if left < NEAR:
        return t.plural("{count} character left for this post.", "{count} characters left for this post.", left)
    rest = limits.TITLE - len(title)
    return (
        t.plural("{count} character left for the title.", "{count} characters left for the title.", rest)
        if rest < NEAR_TITLE
        else ""
    )


def seen_by(t: Translator, draft: Draft, thread: ThreadRow | None) -> str:
    """Who will see it where that is not the whole group; '' where it is."""
    if draft.kind != "private" and (thread is None or not thread.audience):
        return ""
    if thread is not None and thread.audience is Audience.PARTNERS:
        return t("only the two of you see it")
    if thread is None or thread.mine:
        return t("only the facilitators and you see it")
    return t("only the facilitators and {alias} see it", alias=called(t, thread.alias))
