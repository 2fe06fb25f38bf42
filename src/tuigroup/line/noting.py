"""Content notes on the post that was spoken last: wishing for one, putting one on, leaving it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.store.rows import PostRow
from tuigroup.views import wishes
from tuigroup.views.clean import shown_line
from tuigroup.views.posts import author
from tuigroup.wire import limits
from tuigroup.wire.words import Topic

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


async def wish(shell: Shell, post: PostRow, rest: str) -> None:
    t = shell.t
    found = wishes.choices(t)
    value = _named(found, rest) or await shell.asking.choose(t(wishes.ASK, author=author(t, post)), found)
    if value is not None:
        actions.wish_note(shell.store, post.group, post.ref, Topic(value))
        await _done(shell, t(wishes.TOLD))


async def put(shell: Shell, post: PostRow, rest: str) -> None:
    """A note that one person wishes for is put on at once; else it is asked which, or what was typed is it."""
    t, value = shell.t, post.wished[0] if len(post.wished) == 1 else None
    if rest and not post.own:
        await _put(shell, post, rest)
        return
    found = wishes.choices(t, post.wished)
    if not post.wished:
        found.append(("", t("other words"), wishes.OWN_WORDS))
    value = value or _named(found, rest) or await shell.asking.choose(t(wishes.WHICH), found)
    if value == wishes.OWN_WORDS:
        words = await shell.asking.prompt(t("A topic that some would rather not open, in a word or two."))
        if words:
            await _put(shell, post, words)
        return
    if value is None:
        return
    note = wishes.with_topic(t, post, value)
    if not note:
        note = wishes.topic(t, value)
        if not await shell.asking.yes(t(wishes.BOTH, topic=note, note=post.note)):
            return
    await _put(shell, post, note)


async def let_be(shell: Shell, post: PostRow) -> None:
    actions.set_note(shell.store, post.group, post.ref, None)
    await _done(shell, shell.t(wishes.LEFT))


async def _put(shell: Shell, post: PostRow, note: str) -> None:
    actions.set_note(shell.store, post.group, post.ref, note)
    await _done(shell, shell.t(wishes.PUT, note=shown_line(note, limits.NOTE)))


async def _done(shell: Shell, said: str) -> None:
    shell.engine.wake()
    shell.used_to()
    await shell.voice.say(said)


def _named(found: list[tuple[str, str, str]], rest: str) -> str | None:
    """The topic that was typed with the word."""
    said = rest.strip().casefold()
    return next((value for _, label, value in found if said in (label.casefold(), value)), None)
