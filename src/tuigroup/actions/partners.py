"""Accountability partners: asking a member, agreeing, saying no, ending. Each one operation in the outbox."""

from __future__ import annotations

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store import Store
from tuigroup.wire.ops import AnswerPartner, AskPartner


def ask_partner(store: Store, group: int, member: int) -> str:
    """Asks another member. Raises BadInput where that is on its way already."""
    with store.transaction():
        for item in store.outbox.waiting(group):
            if isinstance(item.op, AskPartner) and item.op.member == member and item.state != "refused":
                raise BadInput(N_("This question is on its way already."))
        return store.outbox.add(AskPartner(k=store.new_key(), g=group, member=member))


def answer_partner(store: Store, group: int, thread: int, agree: bool) -> str:
    """Agrees, says no, or ends it. A no takes the question out of sight at once, on all of one's machines."""
    with store.transaction():
        row = store.threads.get(group, thread)
        if row is None or not row.pair:
            raise BadInput(N_("Nobody asked that here."))
        if not agree and row.pair == 1 and not row.mine:
            store.marks.mark_thread_read(group, thread)
            store.marks.mute(group, thread, True)
        return store.outbox.add(AnswerPartner(k=store.new_key(), g=group, thread=thread, agree=agree))
