"""The library: heads of everything, bodies of what was saved, parts of what is under way, and where reading stopped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tuigroup.store import cleaning, rowmaps
from tuigroup.store.database import Database
from tuigroup.store.search import Index
from tuigroup.store.settings import Settings
from tuigroup.text import clean
from tuigroup.wire.records import ResourceRecord

_REV: Final = "library.rev"
_COLUMNS: Final = (
    "slug", "rev", "kind", "title", "topics", "language", "source", "licence", "reviewed", "size", "packed", "minutes",
    "sections", "given",
)  # fmt: skip
_PUT: Final = f"REPLACE INTO resources ({', '.join(_COLUMNS)}) VALUES ({', '.join(':' + name for name in _COLUMNS)})"


class Resources:
    def __init__(self, database: Database, settings: Settings, index: Index) -> None:
        self._db = database
        self._settings = settings
        self._index = index

    def heads(self, kind: str = "", topic: str = "") -> list[ResourceRecord]:
        """By title; '' means all kinds or topics."""
        rows = self._db.rows("SELECT * FROM resources WHERE ? IN ('', kind) ORDER BY title COLLATE NOCASE", (kind,))
        records = [rowmaps.resource_record(row) for row in rows]
        return [record for record in records if not topic or topic in record.topics]

    def head(self, slug: str) -> ResourceRecord | None:
        row = self._db.row("SELECT * FROM resources WHERE slug = ?", (slug,))
        return None if row is None else rowmaps.resource_record(row)

    def body(self, slug: str) -> str | None:
        """The text, None while it is not saved here."""
        found: str | None = self._db.value("SELECT text FROM bodies WHERE slug = ?", (slug,))
        return found

    def etag(self, slug: str) -> str:
        return str(self._db.value("SELECT etag FROM bodies WHERE slug = ?", (slug,), ""))

    def saved(self) -> set[str]:
        return {row[0] for row in self._db.rows("SELECT slug FROM bodies")}

    def outdated(self, slug: str) -> bool:
        """Whether the library has a newer text than the one saved here."""
        return bool(
            self._db.value(
                "SELECT resources.rev > bodies.rev FROM bodies JOIN resources ON resources.slug = bodies.slug "
                "WHERE bodies.slug = ?",
                (slug,),
                0,
            )
        )

    def rev(self) -> int:
        return self._settings.number(_REV)

    def keeps_given(self) -> bool:
        """Whether a text is kept here, whole or in part, that a member gave and may have taken out again."""
        sql = "SELECT 1 FROM resources WHERE given != '' AND slug IN (SELECT slug FROM {} ) LIMIT 1"
        return any(self._db.value(sql.format(table)) for table in ("bodies", "partials"))

    def lists_given(self) -> bool:
        """Whether there is such a text in the list."""
        return bool(self._db.value("SELECT 1 FROM resources WHERE given != '' LIMIT 1"))

    def forget_rev(self) -> None:
        """The whole list is asked for again next time."""
        self._settings.remove(_REV)

    def put_heads(self, records: Iterable[ResourceRecord], rev: int = 0) -> None:
        """New or changed ones; a removed one is forgotten with its text. ``rev`` 0 leaves ``rev()``."""
        with self._db.transaction():
            for record in map(cleaning.resource, records):
                if record.removed:
                    for table in ("resources", "bodies", "partials", "reading"):
                        self._db.run(f"DELETE FROM {table} WHERE slug = ?", (record.slug,))
                    self._index.drop("resource", 0, record.slug)
                elif record.slug:
                    self._db.run(_PUT, rowmaps.resource_values(record))
                    self._index_words(record)
            if rev:
                self._settings.set(_REV, str(cleaning.number(rev)))
            self._db.touch("resources")

    def put_body(self, slug: str, text: str, etag: str = "") -> None:
        """The whole text, cleaned; what was under way is done."""
        with self._db.transaction():
            text = clean(text, cleaning.RESOURCE_BODY)
            rev = self._db.value("SELECT rev FROM resources WHERE slug = ?", (slug,), 0)
            self._db.run("REPLACE INTO bodies (slug, text, etag, rev) VALUES (?, ?, ?, ?)", (slug, text, etag, rev))
            self._db.run("DELETE FROM partials WHERE slug = ?", (slug,))
            self._reindex(slug)
            self._db.touch("resources")

    def partial(self, slug: str) -> tuple[bytes, str]:
        """What came so far of the packed form, and of which version (its etag)."""
        row = self._db.row("SELECT bytes, etag FROM partials WHERE slug = ?", (slug,))
        return (b"", "") if row is None else (bytes(row["bytes"]), row["etag"])

    def put_partial(self, slug: str, got: bytes, etag: str) -> None:
        """All that came so far."""
        with self._db.transaction():
            self._db.run("REPLACE INTO partials (slug, bytes, etag) VALUES (?, ?, ?)", (slug, got, etag))

    def forget(self, slug: str) -> None:
        """Takes a saved text from this machine; it stays in the list."""
        with self._db.transaction():
            for table in ("bodies", "partials"):
                self._db.run(f"DELETE FROM {table} WHERE slug = ?", (slug,))
            self._reindex(slug)
            self._db.touch("resources")

    def position(self, slug: str) -> int:
        """The line where reading stopped."""
        return int(self._db.value("SELECT line FROM reading WHERE slug = ?", (slug,), 0))

    def set_position(self, slug: str, line: int) -> None:
        with self._db.transaction():
            if self.position(slug) != line:
                self._db.run("REPLACE INTO reading (slug, line) VALUES (?, ?)", (slug, line))

    def _reindex(self, slug: str) -> None:
        head = self.head(slug)
        if head is not None:
            self._index_words(head)

    def _index_words(self, head: ResourceRecord) -> None:
        words = "\n".join((" ".join(head.topics), " ".join(head.sections), self.body(head.slug) or ""))
        self._index.put("resource", 0, head.slug, title=head.title, body=words)
