"""Boards: the places of a group. Every group has the first five; the sixth comes with the first guest session.

Who runs a group adds others, names them, closes and opens them again. None goes: what was written stays to be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from tuigroup import text
from tuigroup.wire import limits
from tuigroup.wire.ops import BoardIn
from tuigroup.wire.words import BoardPurpose
from tuigroup_server import rules
from tuigroup_server.service.refusals import Refusal
from tuigroup_server.storage import groups
from tuigroup_server.storage.groups import BoardRow

BOARDS: Final = (
    BoardRow(1, BoardPurpose.DISCUSSION, "Discussion"),
    BoardRow(2, BoardPurpose.CHECK_IN, "Check-in"),
    BoardRow(3, BoardPurpose.COPING, "Coping strategies"),
    BoardRow(4, BoardPurpose.STORIES, "Stories of hope"),
    BoardRow(5, BoardPurpose.ANNOUNCEMENTS, "Announcements"),
    BoardRow(6, BoardPurpose.GUEST_SESSION, "Guest sessions"),
)
_AT_FIRST: Final = 5


def make(connection: Connection, group: int) -> None:
    """The boards that a new group has; those that are there already stay."""
    there = {row.board for row in groups.boards(connection, group)}
    for board in BOARDS[:_AT_FIRST]:
        if board.board not in there:
            groups.add_board(connection, group, board)


def find(connection: Connection, group: int, board: int) -> BoardRow | None:
    """A board of the group, or one that it could have; None for any other number."""
    there = {row.board: row for row in groups.boards(connection, group)}
    return there.get(board) or next((row for row in BOARDS if row.board == board), None)


def to_write_on(connection: Connection, group: int, board: int) -> BoardRow:
    """A board on which something can be begun now. Raises Refusal."""
    found = find(connection, group, board)
    if found is None:
        raise Refusal("bad-field", "This group has no such board.", field="board")
    if found.closed:
        raise closed()
    return found


def closed() -> Refusal:
    return Refusal("board-closed", "This board is closed. What was written on it can still be read.")


def open_to_all(connection: Connection, group: int) -> list[int]:
    """Boards on which any member begins threads, and so may wait for an answer."""
    there = groups.boards(connection, group)
    return [row.board for row in there if row.purpose not in rules.LED_BOARDS and not row.closed]


def ensure(connection: Connection, group: int, board: BoardRow) -> None:
    """The board is there from now on; a new one changes the group's page."""
    if all(row.board != board.board for row in groups.boards(connection, group)):
        groups.add_board(connection, group, board)
        groups.advance_page(connection, group)


def set_up(connection: Connection, group: int, said: Sequence[BoardIn]) -> bool:
    """Adds boards (0), renames, closes and opens those that are there; whether anything changed. Raises Refusal."""
    if not said:
        return False
    before = groups.boards(connection, group)
    there = {row.board: row for row in before}
    for one in said:
        row = _new(one, there) if not one.board else _changed(one, there)
        names = {other.title.casefold() for other in there.values() if other.board != row.board}
        if row.title.casefold() in names:
            raise Refusal("bad-field", "There is a board of this name already.", field="boards")
        there[row.board] = row
    if list(there.values()) == before:
        return False
    if len(there) > limits.BOARDS or _open(list(there.values())) > max(limits.OPEN_BOARDS, _open(before)):
        raise Refusal("bad-field", "A group has 20 boards at most, and 9 that are open. Please close one first.")
    known = {row.board for row in before}
    for row in there.values():
        if row.board not in known:
            groups.add_board(connection, group, row)
        elif row not in before:
            groups.change_board(connection, group, row)
    return True


def _new(said: BoardIn, there: Mapping[int, BoardRow]) -> BoardRow:
    """Numbered above those that every group has or could have."""
    if said.purpose is BoardPurpose.GUEST_SESSION:
        raise Refusal("bad-field", "The board of guest sessions comes by itself with the first one.", field="boards")
    return BoardRow(max(len(BOARDS), *there) + 1, said.purpose.value, _title(said))


def _changed(said: BoardIn, there: Mapping[int, BoardRow]) -> BoardRow:
    row = there.get(said.board)
    if row is None:
        raise Refusal("bad-field", "This group has no such board.", field="boards")
    if said.closed and row.purpose == BoardPurpose.GUEST_SESSION:
        raise Refusal("bad-field", "The board of guest sessions stays open: a session ends by itself.", field="boards")
    return replace(row, title=_title(said), closed=said.closed)


def _title(said: BoardIn) -> str:
    title = text.line(said.title, limits.BOARD_TITLE)
    if not title:
        raise Refusal("bad-field", "A board needs a name.", field="boards")
    return title


def _open(rows: Sequence[BoardRow]) -> int:
    return sum(not row.closed for row in rows)
