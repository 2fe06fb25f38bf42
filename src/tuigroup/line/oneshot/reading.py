"""sync, groups, threads, read, library, search: what is new, what there is, and what it says."""

from __future__ import annotations

import argparse

from tuigroup import actions
from tuigroup.i18n import N_
from tuigroup.line import speech
from tuigroup.line.oneshot.call import DONE, NOBODY, WAITS, Call, NotHere, one_line, whole
from tuigroup.store.rows import PostRow
from tuigroup.views import farewell, fetching, hits, library, markdown
from tuigroup.views.lines import WIDEST, plain
from tuigroup.views.times import ago
from tuigroup.wire.sync import WantBoard, WantLibrary, WantThread
from tuigroup.wire.words import PostState


async def sync(call: Call, words: argparse.Namespace) -> int:
    t, store = call.t, call.store
    before = sum(joined.unread for joined in store.groups.joined())
    waiting = store.outbox.count()
    answered = await call.ask()
    new = max(0, sum(joined.unread for joined in store.groups.joined()) - before)
    left = store.outbox.count()
    call.tell({"online": answered, "new": new, "sent": max(0, waiting - left), "waiting": left})
    call.say(
        t("{new} new, {sent} sent, {waiting} to send.", new=new, sent=max(0, waiting - left), waiting=left)
        if answered
        else t(call.session.engine.status().sentence)
    )
    return DONE if answered else WAITS


async def groups(call: Call, words: argparse.Namespace) -> int:
    found = call.store.groups.joined()
    call.tell(
        {
            "groups": [
                {
                    "group": one.group.group, "slug": one.group.slug, "name": one_line(one.group.name),
                    "alias": one_line(one.membership.alias), "standing": one.membership.standing.value,
                    "unread": one.unread,
                }
                for one in found
            ]
        }
    )  # fmt: skip
    for one in found:
        new = call.t.plural("{count} new", "{count} new", one.unread) if one.unread else call.t("nothing new")
        call.say(f"{one.group.group}  {one_line(one.group.name)}, {new}")
    if not found:
        call.say(call.t("You are in no group yet."))
    return DONE


async def threads(call: Call, words: argparse.Namespace) -> int:
    group, t = call.group(words.group), call.t
    call.session.engine.want(WantBoard(g=group.group))
    await call.ask()
    rows = call.store.threads.list(group.group)
    call.tell(
        {
            "group": group.group,
            "threads": [
                {
                    "thread": row.ref, "title": one_line(row.title), "by": one_line(row.alias), "board": row.board,
                    "posts": row.posts, "unread": row.unread, "last_at": row.last_at * 60, "note": one_line(row.note),
                    "sent": not row.unsent,
                }
                for row in rows
            ],
        }
    )  # fmt: skip
    for row in rows:
        parts = [
            t.plural("{count} post", "{count} posts", row.posts),
            t.plural("{count} new", "{count} new", row.unread) if row.unread else "",
            ago(t, row.last_at, call.store.now_min()),
        ]
        name = f"{group.group}/{row.ref}" if isinstance(row.ref, int) else t("not sent yet")
        call.say(f"{name}  {one_line(row.title)}, {', '.join(part for part in parts if part)}")
    return DONE


async def read(call: Call, words: argparse.Namespace) -> int:
    group, number = call.pair(words.where)
    store = call.store
    if store.threads.missing(group.group, number):
        call.session.engine.want(WantThread(g=group.group, n=number))
        await call.ask()
    thread, posts = store.threads.get(group.group, number), store.threads.posts(group.group, number)
    if not posts:
        raise NotHere(N_("There is no such thread here."), todo=N_("tuigroup threads GROUP lists them."))
    shown = [post for post in posts if post.unread] if words.unread else posts
    title = one_line(thread.title) if thread is not None else ""
    call.tell({"group": group.group, "thread": number, "title": title, "posts": [_post(post) for post in shown]})
    reader = speech.Reader(call.t, store.now_min(), call.zone)
    if thread is not None:
        call.say(speech.heading(reader, thread, len(posts)))
    places = {post.ref: place for place, post in enumerate(posts, 1)}
    for post in shown:
        head = speech.post_heading(reader, post, places[post.ref], len(posts), new=post.unread)
        call.say(f"{post.ref}  {head}" if isinstance(post.ref, int) else head)
        if post.note:
            call.say(call.t("Note: {note}.", note=one_line(post.note)))
        if post.state is PostState.REMOVED:
            call.say(call.t("Taken back by its author."))
        call.say(*(plain(line) for line in markdown.render(post.body, WIDEST)))
        call.say(*(said for said in (speech.responses(reader, post),) if said))
    actions.mark_read(store, group.group, [post.ref for post in shown])
    return DONE


def _post(post: PostRow) -> dict[str, object]:
    return {
        "post": post.ref, "answers": post.parent, "by": one_line(post.alias), "own": post.own, "at": post.at * 60,
        "text": whole(post.body), "note": one_line(post.note), "new": post.unread, "sent": not post.sending,
        "removed": post.state is PostState.REMOVED,
    }  # fmt: skip


async def library_(call: Call, words: argparse.Namespace) -> int:
    store, t = call.store, call.t
    if not words.slug:
        call.session.engine.want(WantLibrary(since=store.resources.rev()))
        await call.ask()
        heads, here = store.resources.heads(), store.resources.saved()
        call.tell(
            {
                "texts": [
                    {"text": head.slug, "title": library.title(head), "kind": head.kind.value, "minutes": head.minutes,
                     "bytes": head.packed, "here": head.slug in here}
                    for head in heads
                ]
            }
        )  # fmt: skip
        for head in heads:
            size = t("kept here") if head.slug in here else fetching.to_download(t, head, 0)
            call.say(f"{head.slug}  {library.title(head)}, {size}")
        return DONE
    found = store.resources.head(words.slug)
    if found is None:
        raise NotHere(N_("There is no such text here."), todo=N_("tuigroup library lists them."))
    if store.resources.body(words.slug) is None and not call.offline:
        await _fetched(call, words.slug)
    body = store.resources.body(words.slug)
    call.tell({"text": words.slug, "title": library.title(found), "body": None if body is None else body})
    if body is None:
        call.say(t("This text is not here yet. It can be fetched when the line is back."))
        return WAITS
    call.say(library.title(found), "")
    call.say(*(plain(line) for line in markdown.wrapped(markdown.resource(body).paragraphs, WIDEST)))
    return DONE


async def _fetched(call: Call, slug: str) -> None:
    """Until the text is here, or the download has stopped, or it takes too long."""
    import asyncio
    from contextlib import suppress

    from tuigroup.line.oneshot.call import PATIENCE

    changed = asyncio.Event()
    stop = call.session.engine.subscribe(lambda *_: changed.set())
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                call.session.engine.fetch_resource(slug)
                while slug in call.session.engine.downloads():
                    await changed.wait()
                    changed.clear()
    finally:
        stop()


async def search(call: Call, words: argparse.Namespace) -> int:
    store, t = call.store, call.t
    group = call.group(words.group).group if words.group else 0
    found = store.search.find(" ".join(words.words), group)
    call.tell(
        {
            "found": [
                {"kind": hit.kind, "group": hit.group, "thread": hit.thread, "post": hit.ref, "text": hit.slug,
                 "title": one_line(hits.title(t, store, hit)), "snippet": "" if hits.veil(store, hit) else hit.snippet}
                for hit in found
            ]
        }
    )  # fmt: skip
    for hit in found:
        where = hit.slug if hit.kind == "resource" else f"{hit.group}/{hit.thread}" if hit.thread else str(hit.group)
        note = hits.veil(store, hit)
        snippet = t("note: {note}", note=note) if note else one_line(hit.snippet)
        call.say(f"{where}  {one_line(hits.title(t, store, hit))}: {snippet}")
    if not found:
        raise NotHere(N_("Nothing here has these words."))
    return DONE


def signed_in(call: Call) -> int:
    """DONE, or NOBODY with a sentence."""
    if call.session.account is not None:
        return DONE
    call.tell({"error": "nobody is signed in here"})
    said = call.session.leaving
    if said is not None:
        question = farewell.question(call.t, said, call.zone)
        call.say(question, call.t("tuigroup, or ssh without a command, takes the answer."))
    else:
        call.say(call.t("Nobody is signed in here. tuigroup, or tuigroup --line, signs in."))
    return NOBODY
