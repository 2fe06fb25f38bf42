"""The guided tour as text: the same store, actions and engine as the screens, and a reply that really goes out."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import AsyncIterator, Iterator
from typing import Final

from tuigroup import actions
from tuigroup.errors import Offline
from tuigroup.i18n import N_, Translator
from tuigroup.session import Session
from tuigroup.store import PostRow, Store
from tuigroup.text import clean, clip, line
from tuigroup.views.group_words import FORMAT, KIND
from tuigroup.wire import limits
from tuigroup.wire.records import GroupRecord
from tuigroup.wire.sync import WantThread

WIDTH: Final = 76
SHOWN_GROUPS: Final = 6
SHOWN_POSTS: Final = 4
SHOWN_LINES: Final = 12
ANSWER: Final = N_("Thank you for writing this down. I read it twice, slowly.")
SENDING: Final = 20.0  # seconds for the reply to be taken


async def tour(session: Session, t: Translator, help_key: str) -> AsyncIterator[str]:
    """Lines of text, no control characters; ``help_key`` is that of help now on screens.

    Raises Offline where the server does not take the reply.
    """
    store = session.store
    for said in _directory(store, t):
        yield said
    group = max((joined.group for joined in store.groups.joined()), key=lambda found: found.posts_week)
    for said in _group(store, group, t):
        yield said
    thread = max(store.threads.list(group.group), key=lambda found: found.posts)
    session.engine.want(WantThread(g=group.group, n=int(thread.ref)))
    while await session.engine.round():
        pass
    posts = store.threads.posts(group.group, thread.ref)
    yield _heading(
        t("A thread"),
        t.plural("{title}, {count} post", "{title}, {count} posts", len(posts), title=line(thread.title, limits.TITLE)),
    )
    for post in posts[:SHOWN_POSTS]:
        for said in _post(post, t):
            yield said
    key = actions.reply(store, group.group, posts[0].ref, t(ANSWER))
    yield _heading(t("A reply"), t("written here first, then sent"))
    yield f"  {t(ANSWER)}"
    yield "  " + t("waits to be sent: {count}", count=store.outbox.count())
    if not await session.engine.flush(SENDING):
        raise Offline(N_("The sample server did not take the reply."))
    number = store.threads.find(group.group, key)
    waiting = store.outbox.count()
    yield "  " + t(
        "the server took it: it is post {number} of the group, and {count} things wait",
        number=str(number),
        count=waiting,
    )
    async for said in _resource(session, t):
        yield said
    yield ""
    yield t(
        "That was the tour. In a terminal, tuigroup demo opens the same on screens; {key} there is help now.",
        key=help_key,
    )


def _heading(title: str, rest: str) -> str:
    return f"\n== {title}: {rest}"


def _directory(store: Store, t: Translator) -> Iterator[str]:
    groups = store.groups.directory()
    yield _heading(t("The directory"), t.plural("{count} group", "{count} groups", len(groups)))
    for group in groups[:SHOWN_GROUPS]:
        yield f"  {clip(line(group.name, limits.GROUP_NAME), 30):<30} {t(KIND[group.kind])}, {t(FORMAT[group.format])}"
    if len(groups) > SHOWN_GROUPS:
        yield "  " + t("and {count} more", count=len(groups) - SHOWN_GROUPS)


def _group(store: Store, group: GroupRecord, t: Translator) -> Iterator[str]:
    yield _heading(t("A group"), line(group.name, limits.GROUP_NAME))
    yield from _wrapped(group.about, "  ")
    page = store.groups.page(group.group)
    if page is not None:
        run_by = ", ".join(line(person.alias, limits.ALIAS) for person in page.facilitators)
        yield "  " + t.plural(
            "{count} member, run by {people}", "{count} members, run by {people}", group.members, people=run_by
        )
    mine = store.groups.membership(group.group)
    if mine is not None:
        alias = line(mine.alias, limits.ALIAS)
        yield "  " + t("you are {alias} here, and somebody else in every other group", alias=alias)


def _post(post: PostRow, t: Translator) -> Iterator[str]:
    indent = "  " + "  " * min(post.depth, 4)
    alias = line(post.alias, limits.ALIAS)
    if post.answers:
        alias = t("{alias}, answers {whom}", alias=alias, whom=line(post.answers, limits.ALIAS))
    yield f"{indent}{alias}"
    yield from _wrapped(post.body, indent + "  ")


async def _resource(session: Session, t: Translator) -> AsyncIterator[str]:
    store = session.store
    heads = store.resources.heads()
    head = next((found for found in heads if "support-group" in found.slug), heads[0])
    yield _heading(
        t("The library"),
        t("{count} texts; one of them, {size} to fetch", count=len(heads), size=t.size(head.packed)),
    )
    await _fetched(session, head.slug)
    yield f"  {line(head.title, limits.TITLE)}, {t('{minutes} min', minutes=head.minutes)}"
    body = store.resources.body(head.slug) or ""
    for said in list(_wrapped(body, "  "))[:SHOWN_LINES]:
        yield said
    yield "  ..."


async def _fetched(session: Session, slug: str) -> None:
    """Until the text is here, or the download has stopped."""
    changed = asyncio.Event()
    stop = session.engine.subscribe(lambda *_: changed.set())
    try:
        session.engine.fetch_resource(slug)
        while slug in session.engine.downloads():
            await changed.wait()
            changed.clear()
    finally:
        stop()


def _wrapped(text: str, indent: str) -> Iterator[str]:
    for paragraph in clean(text, limits.BODY).split("\n"):
        yield from textwrap.wrap(paragraph, WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]
