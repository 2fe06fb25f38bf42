"""Joining a group: its guidelines first, then an alias, and a word or a code where the group asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.views import fetching, group_page, group_words
from tuigroup.views.boards import is_member
from tuigroup.views.standing import ALIAS_HINT, FULL, WORD_HINT, coming_back, refusal, used_elsewhere
from tuigroup.wire.sync import WantBoard, WantGroup
from tuigroup.wire.words import Access

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


async def join_group(shell: Shell, group: int) -> None:
    """The way in, or what is needed first. Nothing is sent before the guidelines were said."""
    t, store, asking = shell.t, shell.store, shell.asking
    if shell.session.account is None:
        await shell.voice.say(
            t("Joining needs an account. Making one takes a minute and asks for no name and no address.")
        )
        if await asking.yes(t("Make one, or sign in, now?")):
            await shell.always.welcome(group)
        return
    if store.groups.page(group) is None:
        await shell.arrives(WantGroup(g=group))
    detail = store.groups.page(group)
    if detail is None:
        said = t("This group's guidelines are not here yet, and you should see them before you join.")
        await shell.voice.say(said, t(shell.engine.status().sentence))
        return
    await shell.voice.say(group_words.name(detail.group))
    if detail.group.full:
        await shell.voice.say(t(FULL))
    guidelines = group_page.guidelines(t, detail)
    if guidelines:
        await shell.voice.read(guidelines)
    else:
        await shell.voice.say(t("This group has written no guidelines."))
    if guidelines and not await asking.yes(t("Will you keep to them?")):
        return
    await _ask_alias(shell, group, detail.group.access)


async def _ask_alias(shell: Shell, group: int, access: Access) -> None:
    t, store, asking = shell.t, shell.store, shell.asking
    question = t(ALIAS_HINT)
    if told := coming_back(t, store, group):
        await shell.voice.say(told)
    while True:
        alias = await asking.prompt(question)
        if alias is None:
            return
        elsewhere = used_elsewhere(t, store, group, alias)
        if elsewhere:
            await shell.voice.say(
                t(
                    "You have this alias, or one like it, in {group} too. Who is in both could guess that it is you.",
                    group=elsewhere,
                )
            )
            if not await asking.yes(t("Keep it all the same?")):
                continue
        word, code = "", ""
        if access is Access.REQUEST:
            word = await asking.prompt(t(WORD_HINT), empty=True) or ""
        elif access is Access.INVITE:
            code = await asking.prompt(t("The code that you were given.")) or ""
            if not code:
                return
        try:
            actions.join(store, group, alias, word, code)
        except BadInput as problem:
            await shell.voice.say(problem.sentence(t))
            continue
        break
    shell.engine.wake()
    if fetching.offline(shell.engine):
        await shell.voice.say(t("It waits here and goes out when the line is back."))
        return
    await shell.until(lambda: not store.outbox.waiting(group))
    shell.used_to()
    await _joined(shell, group, access)


async def _joined(shell: Shell, group: int, access: Access) -> None:
    from tuigroup.line.board import Board

    t, store = shell.t, shell.store
    refused = [row for row in store.outbox.rows() if row.group == group and row.state == "refused"]
    if refused:
        await shell.voice.say(refusal(t, refused[0]), t("join lets you try again."))
    elif is_member(store.groups.membership(group)):
        await shell.voice.say(t("You are in."))
        await shell.arrives(WantBoard(g=group))
        await shell.replace(Board(shell, group)) if len(shell.stack) > 1 else await shell.go(Board(shell, group))
    elif access is Access.REQUEST:
        await shell.voice.say(t("You asked to join. A facilitator reads it and answers you here."))
    else:
        await shell.voice.say(t("It is on its way."))
