"""Who answered: replies of others to one's own posts, and responses to them. Reads only."""

from __future__ import annotations

from sqlite3 import Row
from typing import Final

from tuigroup.store import topics
from tuigroup.store.database import Database
from tuigroup.store.rows import Answer
from tuigroup.text import line
from tuigroup.wire import limits
from tuigroup.wire.words import ResponseKind

_SNIPPET: Final = 80
_REPLIES: Final = """
SELECT posts.group_id, posts.thread, posts.number, posts.alias, posts.at, posts.body, posts.note, posts.unread,
    threads.title
FROM memberships
JOIN posts AS own ON own.group_id = memberships.group_id AND own.member IN (memberships.member, 0)
    AND (own.member > 0 OR own.unnamed = 2)
JOIN posts ON posts.group_id = own.group_id AND posts.parent = own.number AND posts.member != memberships.member
    AND posts.unnamed != 2
LEFT JOIN threads ON threads.group_id = posts.group_id AND threads.number = posts.thread
LEFT JOIN marks ON marks.group_id = posts.group_id AND marks.ref = posts.thread AND marks.mark = 'mute'
LEFT JOIN marks AS rest ON rest.group_id = posts.group_id AND rest.ref = 1 AND rest.mark = 'break'
LEFT JOIN marks AS hush ON hush.group_id = posts.group_id AND hush.ref = posts.member AND hush.mark = 'hush'
WHERE memberships.member > 0 AND posts.at >= ? AND posts.state = '' AND coalesce(marks.value, 0) = 0
    AND coalesce(rest.value, 0) = 0 AND coalesce(hush.value, 0) = 0
    AND (posts.number >= ? OR NOT (posts.note IN (SELECT value FROM json_each(?))
        OR coalesce(threads.note, '') IN (SELECT value FROM json_each(?)) AND threads.member != memberships.member))
ORDER BY posts.at DESC, posts.number DESC LIMIT ?
"""
_RESPONSES: Final = """
SELECT responses_seen.*, posts.thread, posts.body, posts.note, threads.title FROM responses_seen
JOIN posts ON posts.group_id = responses_seen.group_id AND posts.number = responses_seen.number
LEFT JOIN threads ON threads.group_id = posts.group_id AND threads.number = posts.thread
LEFT JOIN marks AS rest ON rest.group_id = posts.group_id AND rest.ref = 1 AND rest.mark = 'break'
WHERE responses_seen.at >= ? AND posts.state = '' AND coalesce(rest.value, 0) = 0
ORDER BY responses_seen.at DESC, responses_seen.id DESC LIMIT ?
"""


def answers(database: Database, since_min: int, limit: int = 20) -> list[Answer]:
    """Since that minute, the newest first; without what is muted, and groups one is on a break from."""
    notes = topics.muted_notes(database)
    found = [_reply(row) for row in database.rows(_REPLIES, (since_min, limits.APART, notes, notes, limit))]
    found += [_response(row) for row in database.rows(_RESPONSES, (since_min, limit))]
    return sorted(found, key=lambda answer: -answer.at)[:limit]


def _reply(row: Row) -> Answer:
    return Answer(
        row["group_id"], row["thread"], row["number"], "reply", row["at"], alias=row["alias"],
        title=row["title"] or "", snippet=line(row["body"], _SNIPPET), note=row["note"], unread=bool(row["unread"]),
    )  # fmt: skip


def _response(row: Row) -> Answer:
    return Answer(
        row["group_id"], row["thread"], row["number"], "response", row["at"], title=row["title"] or "",
        snippet=line(row["body"], _SNIPPET), note=row["note"], unread=not row["seen"],
        response=ResponseKind(row["kind"]), count=row["count"],
    )  # fmt: skip
