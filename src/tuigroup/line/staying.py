"""What stays on this machine: the question, in lines."""

from __future__ import annotations

from tuigroup.commands import BY_NAME
from tuigroup.line.place import Place
from tuigroup.session.staying import Stays
from tuigroup.views import staying


async def choose_stays(place: Place) -> bool:
    """Whether it was answered. Raises as ``let_stay`` does."""
    t, session = place.t, place.shell.session
    value = await place.shell.asking.choose(t(staying.QUESTION), staying.choices(t))
    if not value:
        return False
    stays, before = Stays(value), session.stays
    session.let_stay(stays)
    await place.say(staying.chosen(t, session, stays, before))
    return True


async def say_stays(place: Place) -> None:
    """Where somebody signs in: what stays, and the word that changes it."""
    t, session = place.t, place.shell.session
    if session.choosable:
        so, word = staying.is_so(t, session), BY_NAME["stays"].word
        await place.say(
            t("On this machine: {so}. The word {word} changes that, here or in the settings.", so=so, word=word)
        )
