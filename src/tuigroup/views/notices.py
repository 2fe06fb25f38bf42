"""What the server tells a member, in the member's language: by its kind, since its own sentence is English. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from types import MappingProxyType
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store.changing import KINDS
from tuigroup.store.rows import NoticeRow
from tuigroup.views import changed_dates
from tuigroup.views.clean import shown_line

_LONGEST: Final = 400
_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "admitted": N_("You are in: {group} has let you in."),
        "declined": N_("{group} could not let you in this time."),
        "facilitator": N_("You are a facilitator of {group} now."),
        "co-facilitator": N_("You are a co-facilitator of {group} now."),
        "moderator": N_("You are a moderator of {group} now: you look after what is written there."),
        "moderator-no-more": N_("You are a member of {group} like others again. Thank you for looking after it."),
        "confirmed": N_("The operator confirmed your credentials. {group} sees them now."),
        "unconfirmed": N_("The operator no longer confirms your credentials. {group} does not see them any more."),
        "group-opened": N_("{group} is open. You run it."),
        "group-declined": N_("{group} could not be opened here."),
        "claim-confirmed": N_("{group} is yours to run: your claim is confirmed."),
        "claim-declined": N_("Your claim to {group} could not be confirmed."),
        "case": N_("A report or a newcomer's post waits for you in {group}."),
        "case-back": N_("Somebody whom a case is about has come back to {group}."),
        "appeal": N_("Somebody asks you to look again at a case in {group}."),
        "held": N_("{group} keeps a post of yours back until somebody who runs it has looked at it."),
        "hidden": N_("{group} has hidden a post of yours."),
        "restored": N_("{group} has looked at your post: everybody there can read it again."),
        "released": N_("{group} has looked at your first post: everybody there can read it now."),
        "warned": N_("Those who run {group} have a word for you about a post of yours."),
        "suspended": N_("{group} has suspended you for some time. You can read why, and appeal."),
        "ended": N_("{group} has ended your membership. You can read why, and appeal."),
        "may-return": N_("Your suspension from {group} is over. You can join again."),
        "returned": N_("Your suspension from {group} is over. You are in again."),
        "turn-late": N_(
            "Your turn in a written meeting of {group} came after its time. It stands there as a late turn."
        ),
        "decided": N_("{group} has looked again, and leaves it as it was decided."),
        "noted": N_("Those who run {group} have put a content note on a post of yours. You can change it."),
        "offer": N_("A post is offered for the library in {group}."),
        "offer-asked": N_("Those who run {group} ask whether a post of yours may go to the library."),
        "offer-taken": N_("A post of yours is in the library now: those who run {group} have taken it."),
        "offer-back": N_("Those who run {group} give you back a post that you offered for the library."),
        "session-over": N_("The guest session in {group} is over. Its transcript can go to the library."),
        "key-added": N_(
            "A key for SSH was added to your account. If that was not you, please change your passphrase: "
            "that removes every key and ends every other session."
        ),
    }
)


_OPENS: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(("case", "case-back", "appeal"), "cases")
    | dict.fromkeys(("offer", "offer-asked", "offer-taken", "offer-back"), "given")
    | dict.fromkeys(("held", "hidden", "restored", "warned", "suspended", "ended", "decided"), "decisions")
)


def opens(notice: NoticeRow) -> str:
    """The place of a group that a notice is about, '' for the group itself."""
    return _OPENS.get(notice.type, "")


def words(t: Translator, notice: NoticeRow, group: str, zone: tzinfo | None = None) -> str:
    """One sentence; ``group`` is its clean name, '' where it is not known here. In English it is the server's own."""
    if notice.type in KINDS:
        return changed_dates.notice(t, notice.type, notice.text, group or t("a group"), zone)
    wording = _KINDS.get(notice.type, "")
    if notice.type == "turn-late":  # the program's own, with no words of the server
        return t(wording, group=group or t("a group"))
    if t.language == "en" or not wording or ("{group}" in wording and not group):
        return shown_line(t(notice.text), _LONGEST)
    return t(wording, group=group)
