"""post, reply, outbox: written here first, then sent; what is not sent waits and nothing is lost."""

from __future__ import annotations

import argparse

from tuigroup import actions
from tuigroup.i18n import N_
from tuigroup.line.oneshot.call import DONE, REFUSED, WAITS, Call, NotHere, one_line
from tuigroup.views import boards

SENDING = 20.0  # seconds for what was written to be taken


async def post(call: Call, words: argparse.Namespace) -> int:
    group = call.group(words.group).group
    writable = boards.writable(call.store, group)
    if words.board and words.board not in {board.board for board in writable}:
        raise NotHere(N_("There is no such board in this group, or it is not yours to write on."))
    board = words.board or (writable[0].board if writable else 1)
    return await _sent(
        call, actions.start_thread(call.store, group, board, words.title, _text(call, words), words.note)
    )


async def reply(call: Call, words: argparse.Namespace) -> int:
    group, number = call.pair(words.where)
    if call.store.threads.post(group.group, number) is None:
        raise NotHere(N_("There is no such post here."), todo=N_("tuigroup read GROUP/THREAD shows their numbers."))
    return await _sent(call, actions.reply(call.store, group.group, number, _text(call, words), words.note))


def _text(call: Call, words: argparse.Namespace) -> str:
    return str(words.text) or call.text()


async def _sent(call: Call, key: str) -> int:
    """Send what was just written, and say how far it got."""
    if not call.offline:
        await call.session.engine.flush(SENDING)
    row = next((row for row in call.store.outbox.rows() if row.key == key), None)
    number = call.store.threads.find(row.group, key) if row is not None else None
    state = "sent" if row is None else row.state
    call.tell({"state": state, "key": key, "post": number if isinstance(number, int) else None})
    if row is None:
        call.say(call.t("Sent."))
        return DONE
    if row.state == "refused":
        call.say(one_line(call.t(row.detail)) or call.t("The server did not take it."), call.t("Your words are kept."))
        return REFUSED
    if row.state == "scheduled":
        call.say(call.t("The server has it, and publishes it a little later."))
        return DONE
    call.say(call.t("It waits here and goes out when the line is back."))
    return WAITS


async def outbox(call: Call, words: argparse.Namespace) -> int:
    rows = call.store.outbox.rows()
    call.tell(
        {
            "waiting": [
                {"key": row.key, "group": row.group, "what": one_line(row.label), "state": row.state,
                 "since": row.created * 60, "problem": one_line(row.detail)}
                for row in rows
            ]
        }
    )  # fmt: skip
    for row in rows:
        problem = f". {one_line(call.t(row.detail))}" if row.detail else ""
        call.say(f"{one_line(call.t(row.label))}: {row.state}{problem}")
    if not rows:
        call.say(call.t("Nothing waits to be sent."))
    return DONE
