"""What one offered for the library, and for who runs a group what waits there; as it came last, cleaned.

What one gave stays here when one is no longer in the group, since it can be taken out all the same; what waits goes
with the duty. Kept beside the cases, in the same table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuigroup.late import Late
from tuigroup.store import cleaning, overlay
from tuigroup.store.database import Database
from tuigroup.text import clean, line
from tuigroup.wire import limits

if TYPE_CHECKING:
    import pydantic

    from tuigroup.wire import offers, ops
    from tuigroup.wire.offers import Offers, OwnOffer, Waiting
else:
    pydantic = Late("pydantic")
    offers = Late("tuigroup.wire.offers")
    ops = Late("tuigroup.wire.ops")

_WORD: Final = 40  # a plain word, such as how it stands
_SLUG: Final = 80


class Offered:
    def __init__(self, database: Database) -> None:
        self._db = database

    # What screens read

    def own(self, g: int) -> list[OwnOffer]:
        """What one offered in a group, or was asked for."""
        return self._read(g, "given").own

    def queue(self, g: int) -> list[Waiting]:
        """What is offered in a group that one runs."""
        return self._read(g, "queue").queue

    def groups(self) -> list[int]:
        """Groups of which anything was told, by number."""
        kinds = "SELECT DISTINCT group_id FROM casebook WHERE kind IN ('given', 'queue') ORDER BY group_id"
        return [row[0] for row in self._db.rows(kinds)]

    def of_post(self, g: int, post: int) -> OwnOffer | None:
        return next((one for one in self.own(g) if one.post == post), None)

    def waits(self, g: int, post: int) -> Waiting | None:
        return next((one for one in self.queue(g) if one.post == post), None)

    def waiting(self, g: int) -> int:
        """How many wait for a review, without those that are answered here and on their way."""
        found = self._db.rows(  # the first screen counts, and must not wait for what one is read with
            "SELECT json_extract(value, '$.post') AS post FROM casebook, json_each(body, '$.queue')"
            " WHERE group_id = ? AND kind = 'queue'"
            " AND coalesce(json_extract(value, '$.stand'), 'offered') = 'offered'",
            (g,),
        )
        return sum(not self.unsent(g, row["post"]) for row in found)

    def unsent(self, g: int, post: int) -> ops.AnyOp | None:
        """The last that one did about a post and that waits to be sent."""
        found = overlay.effective(overlay.waiting(self._db, g))
        kinds = (ops.Offer, ops.AskOffer, ops.TakeOut, ops.Shelve)
        return next((item.op for item in reversed(found) if isinstance(item.op, kinds) and item.op.post == post), None)

    # What sync writes

    def put(self, g: int, told: Offers) -> None:
        with self._db.transaction():
            self._write(g, "given", offers.Offers(own=[_own(one) for one in told.own]))
            self._write(g, "queue", offers.Offers(queue=[_waiting(one) for one in told.queue]))
            self._db.touch("offers", group=g)

    # Inside

    def _read(self, g: int, kind: str) -> Offers:
        body = self._db.value("SELECT body FROM casebook WHERE group_id = ? AND kind = ?", (g, kind))
        try:
            return offers.Offers() if body is None else offers.Offers.model_validate_json(body)
        except pydantic.ValidationError:
            return offers.Offers()  # of another version: it is asked for again

    def _write(self, g: int, kind: str, kept: Offers) -> None:
        if kept == offers.Offers():
            self._db.run("DELETE FROM casebook WHERE group_id = ? AND kind = ?", (g, kind))
            return
        body = kept.model_dump_json(exclude_defaults=True)
        self._db.run("REPLACE INTO casebook (group_id, kind, body) VALUES (?, ?, ?)", (g, kind, body))


def _own(one: OwnOffer) -> OwnOffer:
    changes = {
        "title": line(one.title, limits.TITLE * 2),
        "stand": line(one.stand, _WORD),
        "licence": line(one.licence, _WORD),
        "slug": line(one.slug, _SLUG),
        "word": clean(one.word, limits.WORD),
    }
    return one.model_copy(update=changes)


def _waiting(one: Waiting) -> Waiting:
    changes = {
        "title": line(one.title, limits.TITLE * 2),
        "body": clean(one.body, limits.BODY),
        "alias": line(one.alias, limits.ALIAS * 2) or cleaning.NAMELESS,
        "stand": line(one.stand, _WORD),
        "licence": line(one.licence, _WORD),
        "slug": line(one.slug, _SLUG),
        "mark": line(one.mark, offers.MARK),
    }
    return one.model_copy(update=changes)
