"""What a facilitator can make of another member: who runs the group, a moderator, a member like others again."""

from __future__ import annotations

from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.views import group_words, standing
from tuigroup.views.boards import RUNNING
from tuigroup.wire.records import MemberRecord
from tuigroup.wire.words import Role

OVER, SHARE, MODERATE, MEMBER = "over", "share", "moderate", "member"
NAMED: Final = N_("On its way. They are told, and work on cases with you as soon as the server has it.")
NO_MORE: Final = N_("On its way. They are a member like others as soon as the server has it.")


def said(t: Translator, store: Store, group: int, one: MemberRecord) -> str:
    """What stands beside a member."""
    if standing.handing(store, group, one.member):
        return t("asked, waits to be sent")
    if standing.naming(store, group, one.member):
        return t("waits to be sent")
    return "" if one.role is Role.MEMBER else t(group_words.ROLE[one.role])


def choices(t: Translator, store: Store, group: int, one: MemberRecord) -> list[tuple[str, str, str]]:
    """(key, label, value). Who moderates is for a facilitator to say."""
    out = [
        ("h", t("hand over: they run it, and you are a member like others"), OVER),
        ("s", t("share: you both run it"), SHARE),
    ]
    mine = store.groups.membership(group)
    if mine is None or mine.role is not Role.FACILITATOR or one.role in RUNNING:
        return out
    if one.role is Role.MODERATOR:
        return [*out, ("m", t("a member like others again"), MEMBER)]
    return [*out, ("m", t("moderator: works on cases and held posts, and runs nothing"), MODERATE)]
