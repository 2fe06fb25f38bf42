"""Accountability partners, line by line: asking who wrote a post, agreeing, saying no, ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.commands import BY_NAME
from tuigroup.i18n import Translator
from tuigroup.store.rows import PostRow, ThreadRow
from tuigroup.views import partners
from tuigroup.views.clean import shown_line
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


def works(name: str, head: ThreadRow | None, post: PostRow | None) -> bool:
    pair = head.pair if head is not None else 0
    if name == "partner":
        return not pair and post is not None and not post.own and bool(post.member)
    if name == "agree":
        return pair == partners.ASKED and head is not None and not head.mine
    return pair in (partners.ASKED, partners.AGREED)


def tail(t: Translator, head: ThreadRow | None) -> list[str]:
    """After the last post: what there is to answer."""
    said = partners.stands(t, head, BY_NAME["agree"].word, BY_NAME["part"].word) if head is not None else ""
    return [said] if said else []


async def ask(shell: Shell, post: PostRow | None) -> None:
    if post is None or not post.member:
        return
    if await shell.asking.yes(shell.t(partners.ASK, alias=shown_line(post.alias, limits.ALIAS * 2))):
        actions.ask_partner(shell.store, post.group, post.member)
        shell.engine.wake()
        shell.used_to()
        await shell.voice.say(shell.t(partners.SENT))


async def agree(shell: Shell, head: ThreadRow | None) -> None:
    if head is not None:
        await _answer(shell, head, partners.AGREED_TO, agree=True)


async def part(shell: Shell, head: ThreadRow | None) -> None:
    if head is None:
        return
    if head.pair == partners.AGREED and not await shell.asking.yes(shell.t(partners.END)):
        return
    said_no = head.pair == partners.ASKED and not head.mine
    await _answer(shell, head, partners.DECLINED if said_no else partners.OVER, agree=False)
    if said_no and len(shell.stack) > 1:
        await shell.always.do_back("")


async def _answer(shell: Shell, head: ThreadRow, said: str, *, agree: bool) -> None:
    assert isinstance(head.ref, int)
    actions.answer_partner(shell.store, head.group, head.ref, agree)
    shell.engine.wake()
    shell.used_to()
    await shell.voice.say(shell.t(said))
