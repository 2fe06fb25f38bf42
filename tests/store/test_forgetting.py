"""Signing out leaves nothing of an account, and leaves alone what belongs to the machine."""

from __future__ import annotations

from pathlib import Path

from tests.store.community import a_store, a_thread, reply
from tuigroup.store.forgetting import forget_account
from tuigroup.store.rows import Draft
from tuigroup.wire.records import ResourceRecord
from tuigroup.wire.words import ResourceKind


def test_nothing_of_an_account_stays_in_the_file(tmp_path: Path) -> None:
    store = a_store(tmp_path / "s")
    a_thread(store)
    reply(store, 1, "lighthouse in the outbox")
    store.drafts.save(Draft("", "thread", 1, body="lighthouse in a draft"))
    store.resources.put_heads([ResourceRecord("what", 1, ResourceKind.ARTICLE, "What a group is")], 1)
    store.resources.put_body("what", "lighthouse in a text", "e")
    store.settings.set("theme", "dark")
    store.settings.set("account.token", "lighthouse-token")
    store.settings.set("appeal.1.7", "lighthouse in an appeal that was begun")
    store.settings.set("form.ask.1.12", "lighthouse in a question without a name")
    store.set_cursor("lighthouse-cursor")
    forget_account(store)
    assert (store.threads.list(1), store.groups.directory(), store.drafts.all(), store.outbox.rows()) == (
        [],
        [],
        [],
        [],
    )
    assert (store.cursor(), store.settings.get("account.token"), store.settings.get("theme")) == (None, "", "dark")
    assert [hit.slug for hit in store.search.find("group")] == ["what"]
    assert store.search.find("lighthouse") == []
    store.close()
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"lighthouse" not in left
    assert b"Words of post" not in left


def test_another_program_that_reads_is_no_hindrance(tmp_path: Path) -> None:
    store, reader = a_store(tmp_path / "s"), a_store(tmp_path / "s", empty=True)
    store._db.run("PRAGMA busy_timeout = 0")
    with reader.transaction():
        reader.threads.list(1)
    forget_account(store)
    assert reader.groups.directory() == []
    reader.close()
    store.close()
