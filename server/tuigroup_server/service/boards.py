"""Boards: the places of a group. Every group has the first five; the sixth comes with the first guest session."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from tuigroup.wire.words import BoardPurpose
from tuigroup_server import rules
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


def open_to_all(connection: Connection, group: int) -> list[int]:
    """Boards on which any member begins threads, and so may wait for an answer."""
    return [row.board for row in groups.boards(connection, group) if row.purpose not in rules.LED_BOARDS]


def ensure(connection: Connection, group: int, board: BoardRow) -> None:
    """The board is there from now on; a new one changes the group's page."""
    if all(row.board != board.board for row in groups.boards(connection, group)):
        groups.add_board(connection, group, board)
        groups.advance_page(connection, group)
