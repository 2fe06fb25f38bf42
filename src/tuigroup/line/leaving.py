"""Taking everything along, leaving for good, and staying after all, in lines."""

from __future__ import annotations

from tuigroup.line.place import Place
from tuigroup.views import account, farewell, taking
from tuigroup.wire.leaving import PostsFate


async def take_along(place: Place, folder: str) -> None:
    """``folder`` is where, '' to be asked."""
    t, session = place.t, place.shell.session
    if not session.disk:
        raise taking.no_disk()
    await place.say(t(taking.ABOUT), t(taking.READABLE))
    if session.record_closed:
        await place.say(t(taking.CLOSED))
    zone = place.shell.zone
    where = folder or await place.shell.asking.prompt(t(taking.WHERE), value=taking.proposed(place.now, zone))
    if where:
        document = await session.take_along()
        await place.say(taking.written(t, taking.write(where, document, t, zone)))


async def leave_for_good(place: Place) -> None:
    """What it means, the choice, and the passphrase; nothing happens before that."""
    t, shell = place.t, place.shell
    await place.say(*farewell.words(t, shell.session, place.now, shell.zone))
    choices = [
        ("x", t(farewell.EXPORT_FIRST), "export"),
        ("e", t(farewell.ERASE), "erase"),
        ("k", t(farewell.KEEP), "keep"),
    ]
    how = await shell.asking.choose(t("What would you like?"), choices)
    if how == "export":
        await take_along(place, "")
        return
    passphrase = how and await shell.asking.secret(t(farewell.PASSPHRASE))
    if not how or not passphrase:
        await place.say(t("Nothing was done."))
        return
    await place.say(t(account.MOMENT))
    said = await shell.session.leave_for_good(passphrase, PostsFate(how))
    shell.used_to()
    await place.say(farewell.asked(t, said, shell.zone))
    await shell.signed_out()


async def ask_to_stay(place: Place) -> bool:
    """To who came to an account that is to be erased; whether they stay."""
    t, shell = place.t, place.shell
    said = shell.session.leaving
    if said is None:
        return False
    if await shell.asking.yes(farewell.question(t, said, shell.zone)):
        await shell.session.stay()
        await place.say(t(farewell.STAYED))
        return True
    await shell.session.let_go()
    await place.say(farewell.gone(t, said, shell.zone))
    return False
