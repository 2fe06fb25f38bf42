"""The tables, as ordered migrations. Each runs in one transaction together with the note that it ran.

``ref`` columns have no type on purpose: they hold a number, or the outbox key (text) of what is unsent, and
SQLite keeps the two apart. Times are whole minutes since 1970 UTC but where a name says otherwise.
A released migration is never changed, only followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

APPLICATION_ID: Final = 0x74756967  # "tuig"


@dataclass(frozen=True, slots=True)
class Migration:
    version: int
    statements: tuple[str, ...]


_FIRST: Final = (
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # paged: the whole page is here; welcome, guidelines and facilitators come with it.
    """CREATE TABLE groups (
        id INTEGER PRIMARY KEY, rev INTEGER NOT NULL, slug TEXT NOT NULL, name TEXT NOT NULL, about TEXT NOT NULL,
        kind TEXT NOT NULL, format TEXT NOT NULL, access TEXT NOT NULL, state TEXT NOT NULL, language TEXT NOT NULL,
        timezone TEXT NOT NULL, country TEXT NOT NULL, place TEXT NOT NULL, url TEXT NOT NULL, topics TEXT NOT NULL,
        members INTEGER NOT NULL, posts_week INTEGER NOT NULL, first_reply INTEGER NOT NULL, source TEXT NOT NULL,
        updated INTEGER NOT NULL,
        paged INTEGER NOT NULL DEFAULT 0, welcome TEXT NOT NULL DEFAULT '', guidelines TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX groups_state ON groups (state, name)",
    """CREATE TABLE boards (group_id INTEGER, board INTEGER, purpose TEXT NOT NULL, title TEXT NOT NULL,
        place INTEGER NOT NULL, PRIMARY KEY (group_id, board)) WITHOUT ROWID""",
    """CREATE TABLE facilitators (group_id INTEGER, place INTEGER, alias TEXT NOT NULL, role TEXT NOT NULL,
        professional INTEGER NOT NULL, credentials TEXT NOT NULL, PRIMARY KEY (group_id, place)) WITHOUT ROWID""",
    """CREATE TABLE meetings (group_id INTEGER, place INTEGER, weekday INTEGER NOT NULL, start INTEGER NOT NULL,
        duration INTEGER NOT NULL, timezone TEXT NOT NULL, name TEXT NOT NULL, at_place TEXT NOT NULL,
        url TEXT NOT NULL, online INTEGER NOT NULL, notes TEXT NOT NULL,
        PRIMARY KEY (group_id, place)) WITHOUT ROWID""",
    """CREATE TABLE memberships (group_id INTEGER PRIMARY KEY, member INTEGER NOT NULL, alias TEXT NOT NULL,
        role TEXT NOT NULL, standing TEXT NOT NULL, word TEXT NOT NULL)""",
    """CREATE TABLE join_requests (group_id INTEGER, member INTEGER, alias TEXT NOT NULL, at INTEGER NOT NULL,
        word TEXT NOT NULL, standing TEXT NOT NULL, PRIMARY KEY (group_id, member)) WITHOUT ROWID""",
    """CREATE TABLE members (group_id INTEGER, member INTEGER, alias TEXT NOT NULL, role TEXT NOT NULL,
        PRIMARY KEY (group_id, member)) WITHOUT ROWID""",
    # headed: the server's head is here; else the row stands for a thread known by its posts alone.
    # upto: every post of the thread up to this number is here.
    """CREATE TABLE threads (
        group_id INTEGER, number INTEGER, headed INTEGER NOT NULL DEFAULT 0, board INTEGER NOT NULL DEFAULT 0,
        title TEXT NOT NULL DEFAULT '', member INTEGER NOT NULL DEFAULT 0, alias TEXT NOT NULL DEFAULT '',
        role TEXT NOT NULL DEFAULT 'member', credentials TEXT NOT NULL DEFAULT '', at INTEGER NOT NULL DEFAULT 0,
        last_at INTEGER NOT NULL DEFAULT 0, posts INTEGER NOT NULL DEFAULT 0, last INTEGER NOT NULL DEFAULT 0,
        intent TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '', locked INTEGER NOT NULL DEFAULT 0,
        upto INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (group_id, number)) WITHOUT ROWID""",
    "CREATE INDEX threads_recent ON threads (group_id, last_at DESC)",
    # unread mirrors marks_read for quick counting. parent_key: answers an own post whose number is not known yet.
    """CREATE TABLE posts (
        group_id INTEGER, number INTEGER, thread INTEGER NOT NULL, parent INTEGER NOT NULL,
        parent_key TEXT NOT NULL DEFAULT '', member INTEGER NOT NULL, alias TEXT NOT NULL, role TEXT NOT NULL,
        credentials TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, note TEXT NOT NULL, intent TEXT NOT NULL,
        edited INTEGER NOT NULL, state TEXT NOT NULL, with_you INTEGER NOT NULL, me_too INTEGER NOT NULL,
        thank_you INTEGER NOT NULL, this_helped INTEGER NOT NULL, mine TEXT NOT NULL,
        unread INTEGER NOT NULL, stale INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (group_id, number)) WITHOUT ROWID""",
    "CREATE INDEX posts_thread ON posts (group_id, thread, number)",
    "CREATE INDEX posts_unread ON posts (group_id, thread) WHERE unread",
    "CREATE INDEX posts_member ON posts (group_id, member, number)",
    "CREATE INDEX posts_parent ON posts (group_id, parent)",
    # Responses that came to one's own posts, noted when their count rose.
    """CREATE TABLE responses_seen (id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, number INTEGER NOT NULL,
        kind TEXT NOT NULL, count INTEGER NOT NULL, at INTEGER NOT NULL, seen INTEGER NOT NULL DEFAULT 0)""",
    # thread: the ref of the thread a post belongs to. sent: how often it may have reached the server.
    # arrived: the number of the post that came back as a change before its ack did.
    # edits: what the server was told to change in it before it is published; body stays as it was sent.
    """CREATE TABLE outbox (
        id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, op TEXT NOT NULL, group_id INTEGER NOT NULL,
        thread, target, body TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'queued', created INTEGER NOT NULL,
        due INTEGER NOT NULL DEFAULT 0, sent INTEGER NOT NULL DEFAULT 0, arrived INTEGER NOT NULL DEFAULT 0,
        edits TEXT NOT NULL DEFAULT '{}',
        problem TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX outbox_group ON outbox (group_id)",
    # What became of keys: a number, or the key that took over. Whoever still holds a key finds the post by it.
    "CREATE TABLE keys (key TEXT PRIMARY KEY, ref NOT NULL, group_id INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE drafts (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, group_id INTEGER NOT NULL, board INTEGER NOT NULL, target,
        title TEXT NOT NULL, body TEXT NOT NULL, note TEXT NOT NULL, intent TEXT NOT NULL, quote TEXT NOT NULL,
        saved_at INTEGER NOT NULL, stamp INTEGER NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE drafts_gone (id TEXT PRIMARY KEY, stamp INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE marks_read (group_id INTEGER PRIMARY KEY, spans TEXT NOT NULL)",
    """CREATE TABLE marks (group_id INTEGER, ref, mark TEXT, value INTEGER NOT NULL, stamp INTEGER NOT NULL,
        PRIMARY KEY (group_id, ref, mark))""",
    """CREATE TABLE positions (group_id INTEGER, thread, ref NOT NULL, stamp INTEGER NOT NULL,
        PRIMARY KEY (group_id, thread))""",
    "CREATE TABLE folds (group_id INTEGER, ref, PRIMARY KEY (group_id, ref))",
    """CREATE TABLE resources (slug TEXT PRIMARY KEY, rev INTEGER NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
        topics TEXT NOT NULL, language TEXT NOT NULL, source TEXT NOT NULL, licence TEXT NOT NULL,
        reviewed TEXT NOT NULL, size INTEGER NOT NULL, packed INTEGER NOT NULL, minutes INTEGER NOT NULL,
        sections TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE bodies (slug TEXT PRIMARY KEY, text TEXT NOT NULL, etag TEXT NOT NULL, rev INTEGER NOT NULL)",
    "CREATE TABLE partials (slug TEXT PRIMARY KEY, bytes BLOB NOT NULL, etag TEXT NOT NULL)",
    "CREATE TABLE reading (slug TEXT PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE notices (id INTEGER PRIMARY KEY, type TEXT NOT NULL, group_id INTEGER NOT NULL,
        text TEXT NOT NULL, at INTEGER NOT NULL, dismissed INTEGER NOT NULL DEFAULT 0,
        UNIQUE (type, group_id, text, at))""",
    """CREATE TABLE usage (day INTEGER, kind TEXT, up INTEGER NOT NULL, down INTEGER NOT NULL,
        PRIMARY KEY (day, kind)) WITHOUT ROWID""",
    # The words of everything held here; ``found`` says where each row of the index came from.
    """CREATE TABLE found (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, group_id INTEGER NOT NULL, ref NOT NULL,
        UNIQUE (kind, group_id, ref))""",
    "CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 2')",
)

_VERSIONS: Final = (
    # also: a second version of a draft, written on another machine at the same time.
    "ALTER TABLE drafts ADD COLUMN also INTEGER NOT NULL DEFAULT 0",
    # Versions of a draft that what is here follows. sure: the server has had it, else it may have.
    """CREATE TABLE drafts_seen (id TEXT, stamp INTEGER, sure INTEGER NOT NULL,
        PRIMARY KEY (id, stamp)) WITHOUT ROWID""",
)

_AUDIENCES: Final = (
    # audience: who sees a thread besides who began it; '' is the whole group.
    "ALTER TABLE threads ADD COLUMN audience TEXT NOT NULL DEFAULT ''",
)

_VOICES: Final = (
    # voices: of others in a thread, as the server counts them; -1 where it never told.
    "ALTER TABLE threads ADD COLUMN voices INTEGER NOT NULL DEFAULT -1",
    "ALTER TABLE facilitators ADD COLUMN until INTEGER NOT NULL DEFAULT 0",
    # figures: what a group sees of itself, as it came.
    "ALTER TABLE groups ADD COLUMN figures TEXT NOT NULL DEFAULT ''",
)

_MEETINGS: Final = (
    # How often, and the dates that are otherwise, a line each: wire.occurrences.
    "ALTER TABLE meetings ADD COLUMN rule TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE meetings ADD COLUMN since INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE meetings ADD COLUMN changes TEXT NOT NULL DEFAULT ''",
    # What a third party can be shown: that somebody of the group was at a meeting, and not who.
    """CREATE TABLE slips (group_id INTEGER, slot INTEGER, code TEXT NOT NULL,
        PRIMARY KEY (group_id, slot)) WITHOUT ROWID""",
)

# What store.private_journal describes. sent: 0 of an entry that no push offered yet, 1 offered, 2 the server has it.
_CHECK_INS: Final = (
    """CREATE TABLE journal (id TEXT PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, fields TEXT NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
    "CREATE INDEX journal_at ON journal (kind, at)",
    "CREATE TABLE journal_gone (id TEXT PRIMARY KEY, day INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE journal_marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL, stamp INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE journal_weeks (week TEXT PRIMARY KEY, days TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE journal_spans (goal TEXT PRIMARY KEY, spans TEXT NOT NULL) WITHOUT ROWID",
)

_PAIRS: Final = (
    # pair: how it stands between two accountability partners, 0 for any other thread.
    "ALTER TABLE threads ADD COLUMN pair INTEGER NOT NULL DEFAULT 0",
)

_CARE: Final = (
    # review: what those who run the group have to do with a post; until: the minute at which a suspension ends.
    "ALTER TABLE posts ADD COLUMN review TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE memberships ADD COLUMN until INTEGER NOT NULL DEFAULT 0",
    # care: how a group looks after itself, as it came, for who runs it.
    "ALTER TABLE groups ADD COLUMN care TEXT NOT NULL DEFAULT ''",
    # kind: cases of a group that one runs, or decisions about oneself; as they came last, cleaned.
    "CREATE TABLE casebook (group_id INTEGER, kind TEXT, body TEXT NOT NULL, PRIMARY KEY (group_id, kind))",
)

_WRITTEN: Final = (
    # meeting: how a written one stands that this thread is, as wire.rounds.text has it; '' for any other.
    "ALTER TABLE threads ADD COLUMN meeting TEXT NOT NULL DEFAULT ''",
    # turn: which one in a written meeting a post is, as wire.rounds.mark has it; 0 for any other.
    "ALTER TABLE posts ADD COLUMN turn INTEGER NOT NULL DEFAULT 0",
)

_WISHES: Final = (
    # wished: topics that somebody wishes were in the post's note, for its author and who runs the group.
    "ALTER TABLE posts ADD COLUMN wished TEXT NOT NULL DEFAULT ''",
    # asked: the topic that the reader wished here; nobody else is told whose wish it was.
    "ALTER TABLE posts ADD COLUMN asked TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX posts_wished ON posts (group_id) WHERE wished != ''",
)

_GIVEN: Final = (
    # given: whether a member gave a text of the library; the casebook also keeps what one offered, and what waits.
    "ALTER TABLE resources ADD COLUMN given TEXT NOT NULL DEFAULT ''",
)

_GUESTS: Final = (
    # sessions: the guest sessions of a group, as they came; guest: the thread of the one whose guest one is.
    "ALTER TABLE groups ADD COLUMN sessions TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE memberships ADD COLUMN guest INTEGER NOT NULL DEFAULT 0",
    # unnamed: 1 for a post without a name, 2 where it is one's own.
    "ALTER TABLE posts ADD COLUMN unnamed INTEGER NOT NULL DEFAULT 0",
)

_TOLD_APART: Final = (
    # words: a hash of a version's texts, '' for a deletion, since two machines can give one stamp to two texts. What
    # was seen before is not known any more: the drafts themselves are here and in the record.
    "DROP TABLE drafts_seen",
    """CREATE TABLE drafts_seen (id TEXT, stamp INTEGER, words TEXT, sure INTEGER NOT NULL,
        PRIMARY KEY (id, stamp, words)) WITHOUT ROWID""",
)

_AGREED: Final = (
    # version: of a group's guidelines; agreed: which one the member agreed to.
    "ALTER TABLE groups ADD COLUMN version INTEGER NOT NULL DEFAULT 1",
    "ALTER TABLE memberships ADD COLUMN agreed INTEGER NOT NULL DEFAULT 1",
)

_PLACES: Final = (
    # no_room: whether all places of a group are taken; quiet: when its people
    # usually don't read, two minutes after its midnight; closed: whether nobody writes on a board any more.
    "ALTER TABLE groups ADD COLUMN no_room INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE groups ADD COLUMN quiet TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE boards ADD COLUMN closed INTEGER NOT NULL DEFAULT 0",
)

MIGRATIONS: Final = (
    Migration(1, _FIRST),
    Migration(2, _VERSIONS),
    Migration(3, _AUDIENCES),
    Migration(4, _VOICES),
    Migration(5, _MEETINGS),
    Migration(6, _CHECK_INS),
    Migration(7, _PAIRS),
    Migration(8, _CARE),
    Migration(9, _WRITTEN),
    Migration(10, _WISHES),
    Migration(11, _GIVEN),
    Migration(12, _GUESTS),
    Migration(13, _TOLD_APART),
    Migration(14, _AGREED),
    Migration(15, _PLACES),
)
LATEST: Final = MIGRATIONS[-1].version
