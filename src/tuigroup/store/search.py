"""The words of everything held here, and finding them again. No query can break it.

Every word of a query becomes a quoted prefix; all have to be there. What is unsent is looked through as it is.
"""

from __future__ import annotations

from sqlite3 import Row
from typing import Literal

from tuigroup.store.database import Database
from tuigroup.store.rows import Ref, SearchHit
from tuigroup.text import line
from tuigroup.wire import limits

IndexKind = Literal["post", "resource", "group"]
SNIPPET = 12  # words


class Index:
    """Keeps the index in step with what is stored; used by the other parts of the store inside their transactions."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, kind: IndexKind, group: int, ref: Ref, *, title: str | None = None, body: str | None = None) -> None:
        """The words of one thing; None leaves that part as it is."""
        known = self._db.value("SELECT id FROM found WHERE kind = ? AND group_id = ? AND ref = ?", (kind, group, ref))
        if known is None:
            self._db.run("INSERT INTO found (kind, group_id, ref) VALUES (?, ?, ?)", (kind, group, ref))
            known = self._db.value("SELECT last_insert_rowid()")
            self._db.run("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", (known, title or "", body or ""))
            return
        before = self._db.rows("SELECT title, body FROM words WHERE rowid = ?", (known,))[0]
        after = (before["title"] if title is None else title, before["body"] if body is None else body)
        if after != (before["title"], before["body"]):
            self._db.run("UPDATE words SET title = ?, body = ? WHERE rowid = ?", (*after, known))

    def drop(self, kind: IndexKind, group: int, ref: Ref) -> None:
        self._forget("kind = ? AND group_id = ? AND ref = ?", (kind, group, ref))

    def drop_posts(self, group: int) -> None:
        self._forget("kind = 'post' AND group_id = ?", (group,))

    def _forget(self, where: str, values: tuple[Ref, ...]) -> None:
        self._db.run(f"DELETE FROM words WHERE rowid IN (SELECT id FROM found WHERE {where})", values)
        self._db.run(f"DELETE FROM found WHERE {where}", values)


def fts_query(text: str) -> str:
    """Words as quoted prefixes, '' where nothing can be searched for."""
    words = [word for word in line(text, limits.SEARCH).split(" ") if any(map(str.isalnum, word))]
    return " ".join('"' + word.replace('"', '""') + '"*' for word in words)


class Search:
    """What the search screen reads."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def find(self, text: str, g: int = 0, limit: int = 50) -> list[SearchHit]:
        """What holds all these words (or words beginning so), best first; ``g`` 0 means everywhere."""
        query = fts_query(text)
        if not query:
            return []
        unsent = self._unsent(line(text, limits.SEARCH), g)
        found = self._db.rows(
            """SELECT found.kind, found.group_id, found.ref, words.title,
                snippet(words, -1, '', '', '...', ?) AS snippet
            FROM words JOIN found ON found.id = words.rowid
            WHERE words MATCH ? AND (? = 0 OR found.group_id = ?) ORDER BY words.rank LIMIT ?""",
            (SNIPPET, query, g, g, limit),
        )
        return (unsent + [self._hit(row) for row in found])[:limit]

    def _hit(self, row: Row) -> SearchHit:
        snippet = line(row["snippet"], limits.ABOUT)
        if row["kind"] == "group":
            return SearchHit("group", row["title"], snippet, group=row["group_id"])
        if row["kind"] == "resource":
            return SearchHit("resource", row["title"], snippet, slug=row["ref"])
        post = self._db.row(
            """SELECT posts.thread, posts.alias, posts.at, threads.title FROM posts
            LEFT JOIN threads ON threads.group_id = posts.group_id AND threads.number = posts.thread
            WHERE posts.group_id = ? AND posts.number = ?
            UNION ALL SELECT number, alias, at, title FROM threads WHERE group_id = ? AND number = ?""",
            (row["group_id"], row["ref"], row["group_id"], row["ref"]),
        )
        thread, alias, at, title = tuple(post) if post else (row["ref"], "", 0, row["title"])
        return SearchHit(
            "post", title or "", snippet, group=row["group_id"], thread=thread, ref=row["ref"], alias=alias, at=at
        )

    def _unsent(self, text: str, group: int) -> list[SearchHit]:
        words = text.casefold().split(" ")
        rows = self._db.rows(
            """SELECT key, group_id, thread, created, json_extract(body, '$.body') AS body,
                coalesce(json_extract(body, '$.title'), '') AS title
            FROM outbox WHERE op IN ('thread', 'private', 'reply') AND (? = 0 OR group_id = ?) ORDER BY id DESC""",
            (group, group),
        )
        hits = []
        for row in rows:
            folded = f"{row['title']} {row['body']}".casefold()
            if all(word in folded for word in words):
                snippet = line(row["body"], 80)
                hits.append(
                    SearchHit(
                        "post",
                        row["title"],
                        snippet,
                        group=row["group_id"],
                        thread=row["thread"],
                        ref=row["key"],
                        at=row["created"],
                    )
                )
        return hits
