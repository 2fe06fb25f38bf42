"""The boards of a group as who runs it sets them: what they are for, their names, closed and open. Pure.

A board is never taken away: what people wrote stays to be read. One that is new and not sent yet has number 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.text import line as one_line
from tuigroup.views.clean import shown_line
from tuigroup.wire import limits
from tuigroup.wire.ops import BoardIn
from tuigroup.wire.records import BoardRecord
from tuigroup.wire.words import BoardPurpose

HEADING: Final = N_("Boards")
ADD: Final = N_("Add a board")
NAME: Final = N_("What is the board called?")
PURPOSE: Final = N_("What is it for? That can't be changed later.")
WHAT: Final = N_("What about this board?")
PURPOSES: Final = MappingProxyType(
    {
        BoardPurpose.DISCUSSION: ("d", N_("discussion")),
        BoardPurpose.CHECK_IN: ("c", N_("check-ins")),
        BoardPurpose.COPING: ("s", N_("coping strategies")),
        BoardPurpose.STORIES: ("h", N_("stories of hope")),
        BoardPurpose.ANNOUNCEMENTS: ("a", N_("announcements: only who runs the group begins threads")),
        BoardPurpose.GUEST_SESSION: ("g", N_("guest sessions")),
    }
)
Choices = list[tuple[str, str, str]]


def of(record: BoardRecord) -> BoardIn:
    return BoardIn(
        board=record.board, purpose=record.purpose, title=record.title[: limits.BOARD_TITLE], closed=record.closed
    )


def merged(known: Sequence[BoardIn], edits: Sequence[BoardIn]) -> list[BoardIn]:
    """All boards as they will be: changed ones in their places, new ones at the end."""
    changed = {one.board: one for one in edits if one.board}
    return [*(changed.get(one.board, one) if one.board else one for one in known), *(o for o in edits if not o.board)]


def words(t: Translator, board: BoardIn) -> str:
    """``Night walks: discussion, closed``."""
    said = t("{name}: {purpose}", name=shown_line(board.title, limits.TITLE), purpose=t(PURPOSES[board.purpose][1]))
    return f"{said}, {t('closed', context='board')}" if board.closed else said


def purposes(t: Translator) -> Choices:
    """What a new board can be for: the one for guest sessions comes by itself."""
    return [
        (key, t(label), purpose.value)
        for purpose, (key, label) in PURPOSES.items()
        if purpose is not BoardPurpose.GUEST_SESSION
    ]


def choices(t: Translator, board: BoardIn, *, edited: bool) -> Choices:
    """What can be done about a board."""
    out = [("r", t("give it another name"), "name")]
    if board.closed:
        out.append(("o", t("open it again"), "open"))
    elif board.board and board.purpose is not BoardPurpose.GUEST_SESSION:
        out.append(("c", t("close it: it can be read, and nobody writes on it"), "close"))
    if edited:
        out.append(("x", t("leave it as it was") if board.board else t("don't add it"), "out"))
    return out


def named(boards: Sequence[BoardIn], board: BoardIn, text: str) -> BoardIn:
    """With another name. Raises BadInput where there is none, or another board has it."""
    title = one_line(text, limits.BOARD_TITLE)
    if not title:
        raise BadInput(N_("A board needs a name."), field="title")
    if any(other != board and other.title.casefold() == title.casefold() for other in boards):
        raise BadInput(N_("There is a board of this name already."), field="title")
    return board.model_copy(update={"title": title})


def room(boards: Sequence[BoardIn]) -> bool:
    """Whether one more can be open."""
    return len(boards) < limits.BOARDS and sum(not board.closed for board in boards) < limits.OPEN_BOARDS
