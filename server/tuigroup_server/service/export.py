"""Everything of one's own that the server has, for the account itself and for nobody else, as one JSON document.

Read and handed out a part at a time, however much it is. What the server can't read, the private record, is not in it:
the client adds that. The form is described in docs/leaving.md; times are RFC 3339 in UTC, those of posts whole minutes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection

from tuigroup.wire.cases import Act
from tuigroup_server.service import caselog
from tuigroup_server.service.accounts import account_of
from tuigroup_server.service.context import Actor, Context
from tuigroup_server.storage import (
    account_keys,
    accounts,
    cases,
    chain,
    groups,
    guests,
    invites,
    kept,
    memberships,
    notices,
    offers,
    operations,
    posts,
    responses,
    server,
    threads,
    wishes,
)
from tuigroup_server.storage.kept import Kept
from tuigroup_server.storage.memberships import MembershipRow
from tuigroup_server.storage.posts import KINDS, PostRow

FORM: Final = 1
PAGE: Final = 200  # posts read at a time


def pieces(context: Context, actor: Actor) -> Iterator[str]:
    """The document in pieces of text. Raises Refusal ``not-signed-in`` before the first."""
    account = account_of(actor)
    with context.database.read() as connection:
        head = _head(context, connection, account)
        mine = [joined.membership for joined in memberships.of_account(connection, account)]
    return _document(context, head, mine)


def _document(context: Context, head: dict[str, Any], mine: list[MembershipRow]) -> Iterator[str]:
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "memberships": ['
    for place, row in enumerate(mine):
        with context.database.read() as connection:
            told = _membership(connection, row)
        yield ("," if place else "") + "\n" + json.dumps(told, ensure_ascii=False)[:-1] + ', "posts": ['
        yield from _posts(context.database.read, row)
        yield "]}"
    yield "]}\n"


def _head(context: Context, connection: Connection, account: int) -> dict[str, Any]:
    row = accounts.by_id(connection, account)
    assert row is not None
    return {
        "form": FORM,
        "made": time(context.now()),
        "server": {"name": context.settings.name, "id": server.get(connection, server.ID)},
        "account": {
            "sign_in_name": row.name,
            "made": time(row.created),
            "operator": row.operator,
            "to_be_erased": time(row.leaving) if row.leaving else "",
        },
        "ssh_keys": [
            {"label": key.label, "kind": key.kind, "added": time(key.created), "last_used": time(key.used or 0)[:10]}
            for key in account_keys.of_account(connection, account)
        ],
        "notices": [
            {"at": time(notice.created), "group": notice.group_id, "text": notice.detail}
            for notice in notices.of_account(connection, account)
        ],
        "claims": [
            {"group": claim.group_id, "alias": claim.alias, "word": claim.word, "state": claim.state}
            for claim in invites.claims_of(connection, account)
        ],
        "to_be_published": [
            {"at": time(waiting.due or 0), **{name: value for name, value in waiting.body["op"].items() if name != "k"}}
            for waiting in operations.waiting_of(connection, account)
            if waiting.body is not None
        ],
    }


def _membership(connection: Connection, row: MembershipRow) -> dict[str, Any]:
    group = groups.by_id(connection, row.group_id)
    return {
        "group": row.group_id,
        "group_name": "" if group is None else group.name,
        "member": row.member,
        "alias": row.alias,
        "role": row.role,
        "standing": row.standing,
        "since": time(row.since_min * 60),
        "credentials": row.credentials,
        "guidelines_agreed": row.agreed,
        "your_word_on_joining": row.asked_word,
        "their_word_back": row.answer_word,
        "responses": [
            {"post": number, "kind": kind}
            for number, kind in responses.of_member(connection, row.group_id, row.member).items()
        ],
        "wished_notes_for": wishes.of_member(connection, row.group_id, row.member),
        "suspended_until": time(row.until_min * 60),
        "reports": [
            {"case": said.case, "post": post, "at": time(said.at_min * 60), "about": said.category, "note": said.note}
            for said, post in cases.reported_by(connection, row.group_id, row.member)
        ],
        "decisions": _decisions(connection, row),
        "guest_in": row.guest,
        "questions_without_name": _unnamed(connection, row),
        "given": [
            {
                "post": one.post,
                "at": time(one.at_min * 60),
                "stands": one.stands,
                "under_alias": one.named,
                "licence": one.licence,
                "in_the_library": one.slug,
                "their_word_back": one.word,
            }
            for one in offers.of_member(connection, row.group_id, row.member)
        ],
    }


def _unnamed(connection: Connection, row: MembershipRow) -> list[dict[str, Any]]:
    found = posts.several(connection, row.group_id, guests.own_unnamed(connection, row.group_id, row.member))
    return [
        {"number": post.number, "thread": post.thread, "at": time(post.at_min * 60), "text": post.body}
        for post, _nobody in found.values()
    ]


def _decisions(connection: Connection, row: MembershipRow) -> list[dict[str, Any]]:
    """What was decided about oneself, with the words that came with it; not who decided."""
    about = [case.number for case in cases.about(connection, row.group_id, [row.member])]
    return [
        {
            "case": written.entry.case,
            "post": written.entry.post,
            "at": time(written.entry.at_min * 60),
            "what": written.entry.act,
            "days": written.entry.detail if written.entry.act == Act.SUSPEND else 0,
            "word": written.word,
        }
        for written in chain.of_cases(connection, row.group_id, about)
        if written.entry.act in caselog.TOLD
    ]


def _posts(read: Callable[[], Any], row: MembershipRow) -> Iterator[str]:
    after, first = 0, True
    while True:
        with read() as connection:
            found = posts.by_member(connection, row.group_id, row.member, after, PAGE)
            back = kept.several(connection, row.group_id, [post.number for post in found])
            told = [_post(connection, post, back.get(post.number)) for post in found]
        if not told:
            return
        yield ("" if first else ",") + "\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in told)
        after, first = found[-1].number, False


def _post(connection: Connection, post: PostRow, back: Kept | None) -> dict[str, Any]:
    """``back`` is what is kept of a post that others don't see now; two partners' thread is called after both."""
    thread = threads.get(connection, post.group_id, post.thread)
    title = "" if thread is None or thread.pair else thread.title
    return {
        "number": post.number,
        "thread": post.thread,
        "thread_title": title if back is None else back.title or title,
        "audience": "" if thread is None else thread.audience,
        "answers": post.parent,
        "at": time(post.at_min * 60),
        "changed": time(post.edited_min * 60),
        "content_note": post.note if back is None else back.note,
        "wished_notes": wishes.of_posts(connection, post.group_id, [post.number]).get(post.number, ()),
        "hopes_for": post.intent if back is None else back.intent,
        "state": post.state,
        "review": post.review,
        "text": post.body if back is None else back.body,
        "responses": {kind: getattr(post, kind) for kind in KINDS},
    }


def time(seconds: int) -> str:
    """RFC 3339 in UTC; '' for 0, which is never."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds else ""
