"""What was decided about oneself, in words: what happened, why, how long it usually takes, how to appeal. Pure."""

from __future__ import annotations

from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import PostRow
from tuigroup.views.casework import Teller, step
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.times import stamp, within
from tuigroup.wire import limits
from tuigroup.wire.cases import OwnCase
from tuigroup.wire.words import PostState, Review

NOTHING: Final = N_("Nothing was decided about you here.")
TOLD: Final = N_("What those who run the group decided about you, and only you and they can read it.")
WRITE: Final = N_("Your appeal: what should they know when they look again?")
SENT: Final = N_("Your appeal is on its way. Only those who run the group read it, and their answer stands here.")
SEND: Final = N_("Send your appeal?")
KEPT: Final = N_("Kept here. Ask for it again to go on.")


def usual(t: Translator, wait: int) -> str:
    """``Looking at a post usually takes about 3 h here.``; '' where that is not known."""
    return t("Looking at a post usually takes {time} here.", time=within(t, wait)) if wait else ""


def sentences(teller: Teller, case: OwnCase, *, appealing: bool) -> list[str]:
    """One case, a paragraph each: the post, what was done, and the appeal."""
    t = teller.t
    out = [step(teller, one) for one in case.steps]
    if body := shown_line(case.body, 200):
        out.append(t('Your post: "{body}"', body=body))
    if case.state == "open" and case.review == Review.HELD:
        out.append(t("It is not decided yet. You and those who run the group can read it, and nobody else."))
    for said in case.talk:
        who = t("you") if said.mine else shown_line(said.by, limits.ALIAS * 2)
        out.append(f"{who}, {stamp(t, said.at, teller.now, teller.zone)}: {shown(said.body, limits.BODY)}")
    if appealing:
        out.append(t("Your appeal waits to be sent."))
    elif case.state == "appealed":
        out.append(t("They are asked to look again."))
    return out


def of_post(t: Translator, post: PostRow, wait: int, more: str) -> str:
    """What is said under a post that is held or hidden, in a sentence; '' for any other.

    ``more`` is the key or the word that says more.
    """
    away = post.state is PostState.REMOVED
    match post.review:
        case Review.RELEASED:
            return t("It is published in the group.")
        case Review.HELD if away:
            return t("Kept back until those who run the group have looked at it.")
        case Review.HIDDEN if away:
            return t("Hidden by those who run the group.")
        case Review.HELD if post.own:
            first = isinstance(post.ref, int) and post.ref >= limits.APART
            why = t("it is your first post here") if first else t("three members reported it")
            long = t(", usually {time}", time=within(t, wait)) if wait else ""
            return t(
                "Held until those who run the group have looked{long}, because {why}. Nobody else can read it. "
                "{more} says more, and how to appeal.",
                more=more,
                long=long,
                why=why,
            )
        case Review.HIDDEN if post.own:
            return t("Hidden by those who run the group. {more} says why, and how to appeal.", more=more)
        case Review.HELD | Review.HIDDEN:
            return t("Only its author and you who run the group can read it.")
    return ""


def draft(store: Store, group: int, case: int) -> str:
    """An appeal that was begun and not sent."""
    return store.settings.get(_name(group, case))


def keep(store: Store, group: int, case: int, text: str) -> None:
    store.settings.set(_name(group, case), text)


def _name(group: int, case: int) -> str:
    return f"appeal.{group}.{case}"
