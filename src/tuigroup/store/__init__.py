"""The member's own SQLite file: everything screens read, and the outbox. The only package of the client with SQL."""

from tuigroup.store.rows import (
    Answer,
    BoardRow,
    Draft,
    GroupDetail,
    JoinedGroup,
    NoticeRow,
    OutboxRow,
    Place,
    PostRow,
    Ref,
    SearchHit,
    StoreChanged,
    ThreadRow,
)
from tuigroup.store.store import Store

__all__ = [
    "Answer",
    "BoardRow",
    "Draft",
    "GroupDetail",
    "JoinedGroup",
    "NoticeRow",
    "OutboxRow",
    "Place",
    "PostRow",
    "Ref",
    "SearchHit",
    "Store",
    "StoreChanged",
    "ThreadRow",
]
