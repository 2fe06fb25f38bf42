"""What a stranger might write to take over a terminal, put into every field that a stranger fills.

It goes straight into the files, past every check on the way in. ``MARK`` stands only inside sequences that a
terminal would swallow or act on, so it must never be seen.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

MARK: Final = "PWNED"
WORD: Final = "friday"  # in every text, to be searched for
GROUP: Final = "Group05"  # where the sample member is, and runs it
STRANGE: Final = "Group01"  # where the sample member is not
LISTED: Final = "Group02"  # a listing

ATTACKS: Final = (
    f"\x1b]52;c;{MARK}\x07",
    f"\x1b]0;{MARK}\x1b\\",
    f"\x1b]8;;https://{MARK}.example.org\x1b\\link\x1b]8;;\x1b\\",
    f"\x1bP$q{MARK}\x1b\\",
    f"\x1b_{MARK}\x1b\\",
    "\x1b[?1049l\x1b[2J\x1b[H\x1b[?1003h",
    "\x1b[6n\x1b[5n\x1b[c\x1b[?2048$p",
    "\x1bc\x1b(0\x0e\x0f\x07\x08\x00",
    f"\u009d52;c;{MARK}\u009c",
    f"\u0090{MARK}\u009c\u009f{MARK}\u009c",
    "\u009b2J\u009b?1003h\u0085\u008d",
    f"\u200b\x1b\u200b]52;c;A{MARK.lower()}",
    "[@click=app.quit]x[/]",
    "[/oops]",
    "[bold][red]",
    "[link=https://example.org]y[/link]",
    "![p](https://example.org/p) <script>*_`",
    "\u202egnp.exe\u202c\u2066\u2067\u2069\u061c",
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u3164",
    "\U000e0041\U000e0042\ue000\ufff9\ufffb",
    "e" + "\u0301" * 60,
    "漢字カナ" * 4,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f1e6\U0001f1fa\u2764\ufe0f",
    "\r\n\x0b\x0c\u2028\u2029\t",
    "W" * 200,
    f"\x1b]2;{MARK}",  # never ended: takes the rest of its line along
)

Text = Callable[[], str]


def attacks() -> Text:
    """A text with all of them each time it is called; another one stands first each time."""
    count = iter(range(10**9))

    def text() -> str:
        turn = (next(count) * 5) % len(ATTACKS)
        return " ".join((*ATTACKS[turn:-1], *ATTACKS[:turn], WORD, ATTACKS[-1]))

    return text


# The server's file: table, columns, how its rows are told apart, rows that it is about.
_SERVER: Final = (
    ("groups", "name about welcome guidelines place url source timezone language country", "id"),
    ("memberships", "alias credentials asked_word answer_word", "group_id, member"),
    ("boards", "title", "group_id, board"),
    ("meetings", "name place url notes timezone", "id"),
    ("threads", "title", "group_id, number"),
    ("posts", "body note", "group_id, number"),
    ("resources", "title body source licence", "slug"),
)
_STORE: Final = (
    ("groups", "name about welcome guidelines place url source timezone language country", "id"),
    ("boards", "title", "group_id, board"),
    ("facilitators", "alias credentials", "group_id, place"),
    ("meetings", "name at_place url notes timezone", "group_id, place"),
    ("memberships", "alias word", "group_id"),
    ("threads", "title alias credentials", "group_id, number"),
    ("posts", "alias credentials body note", "group_id, number"),
    ("resources", "title source licence reviewed", "slug"),
    ("bodies", "text", "slug"),
    ("words", "title body", "rowid"),
)


def into_server(folder: Path, member: str, text: Text) -> None:
    """Every field of the sample community, and its server's own name. ``member`` runs GROUP afterwards."""
    name = (WORD + " " + ATTACKS[0] + ATTACKS[8] + ATTACKS[12])[:64] if MARK in text() else "plain words"
    (folder / "settings.toml").write_text(f"name = {_quoted(name)}\nabout = {_quoted(text())}\n", "utf-8")
    file = sqlite3.connect(folder / "tuigroup.sqlite3")
    _fill(file, _SERVER, text)
    _names(file)
    file.execute("UPDATE groups SET state = 'listing' WHERE id = 2")
    file.execute("UPDATE groups SET topics = ?", (json.dumps([text(), text()]),))
    file.execute("UPDATE resources SET topics = ?, sections = ?", (json.dumps([text()]), json.dumps([text(), text()])))
    file.execute("UPDATE resources SET body = '## ' || body || char(10, 10) || '## ' || title")
    file.execute("UPDATE memberships SET professional = 1, confirmed = 1 WHERE role != 'member'")
    (account,) = file.execute("SELECT id FROM accounts WHERE name = ?", (member,)).fetchone()
    file.execute("UPDATE memberships SET role = 'facilitator' WHERE group_id = 5 AND account_id = ?", (account,))
    for place in range(2):
        file.execute(
            "INSERT INTO memberships (group_id, member, account_id, alias, skeleton, role, standing, professional, "
            "credentials, confirmed, asked_word, answer_word, since_min, seq) "
            "VALUES (5, ?, NULL, ?, ?, 'member', 'requested', 0, '', 0, ?, '', ?, 1)",
            (900 + place, text(), f"asks{place}", text(), int(time.time() // 60)),
        )
    for account_id in (account, None):
        file.execute(
            "INSERT INTO notices (account_id, type, group_id, detail, created, seq) VALUES (?, 'notice', 5, ?, ?, 9)",
            (account_id, text(), int(time.time())),
        )
    file.execute(
        "INSERT INTO claims (group_id, account_id, alias, word, created, state) VALUES (2, ?, ?, ?, ?, 'open')",
        (account, text(), text(), int(time.time())),
    )
    file.execute("UPDATE groups SET state = 'proposed' WHERE id = 16")
    file.commit()
    file.close()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def into_store(path: Path, text: Text) -> None:
    """Every field of a member's own store that somebody else may have filled."""
    file = sqlite3.connect(path)
    file.executemany(
        "INSERT INTO bodies (slug, text, etag, rev) VALUES (?, 'x', '', 1)",
        file.execute("SELECT slug FROM resources").fetchall(),
    )
    _fill(file, _STORE, text)
    _names(file)
    file.execute("UPDATE groups SET paged = 1, topics = ?", (json.dumps([text(), text()]),))
    file.execute("UPDATE groups SET state = 'listing' WHERE id = 2")
    file.execute("UPDATE resources SET topics = ?, sections = ?", (json.dumps([text()]), json.dumps([text(), text()])))
    file.execute("UPDATE bodies SET text = '## ' || text || char(10, 10) || '## ' || text")
    file.execute("UPDATE memberships SET role = 'facilitator' WHERE group_id = 5")
    for place in range(2):
        file.execute(
            "INSERT INTO join_requests VALUES (5, ?, ?, 1, ?, 'requested')",
            (900 + place, text(), text()),
        )
        file.execute("INSERT INTO members VALUES (5, ?, ?, 'member')", (700 + place, text()))
    file.execute("INSERT INTO notices (type, group_id, text, at) VALUES ('admitted', 5, ?, 1)", (text(),))
    file.execute(
        "INSERT INTO drafts (id, kind, group_id, board, target, title, body, note, intent, quote, saved_at, stamp) "
        "VALUES ('d1', 'thread', 5, 1, NULL, ?, ?, ?, '', ?, 1, 1)",
        (text(), text(), text(), text()),
    )
    op = {"op": "thread", "k": "k" * 24, "g": 5, "d": 1, "title": "a title", "body": "a body"}
    file.execute(
        "INSERT INTO outbox (key, op, group_id, thread, target, body, state, created, problem, detail) "
        "VALUES (?, 'thread', 5, ?, ?, ?, 'refused', 1, 'bad-field', ?)",
        ("k" * 24, "k" * 24, "k" * 24, json.dumps(op), text()),
    )
    (info,) = file.execute("SELECT value FROM settings WHERE name = 'server.info'").fetchone()
    told = json.dumps({**json.loads(info), "name": text(), "about": text()})
    file.execute("UPDATE settings SET value = ? WHERE name = 'server.info'", (told,))
    file.commit()
    file.close()


def _names(file: sqlite3.Connection) -> None:
    """Groups can be found by a number in front; everything else of the name stays as it is."""
    file.execute("UPDATE groups SET name = printf('Group%02d ', id) || name")


def _fill(file: sqlite3.Connection, fields: tuple[tuple[str, str, str], ...], text: Text) -> None:
    for table, columns, key in fields:
        rows = file.execute(f"SELECT {key} FROM {table}").fetchall()
        given = ", ".join(f"{column} = ?" for column in columns.split())
        which = " AND ".join(f"{part.strip()} = ?" for part in key.split(","))
        for row in rows:
            values = [text() for _ in columns.split()]
            file.execute(f"UPDATE {table} SET {given} WHERE {which}", (*values, *row))
