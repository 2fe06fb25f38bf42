"""export: everything of one's own to the output, as text or as JSON; or both as files into a folder."""

from __future__ import annotations

import argparse

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.line.oneshot.call import DONE, Call, one_line
from tuigroup.views import taking

NO_STICK = N_("There is no place here that is yours, so no file can be written. From your own machine it works.")


async def export(call: Call, words: argparse.Namespace) -> int:
    """Asks the server whatever is kept here: what it has of the member is more than what is here."""
    if words.to and not call.session.disk:
        raise taking.no_disk()
    document = await call.session.take_along()
    if words.to:
        place = taking.write(words.to, document, call.t, call.zone)
        call.tell({"folder": str(place)})
        call.say(taking.written(call.t, place))
        return DONE
    call.tell(document)
    if not call.as_json:
        call.write("\n".join(taking.readable(call.t, document, call.zone)) + "\n")
    return DONE


async def bundle(call: Call, words: argparse.Namespace) -> int:
    """What everybody may see on the server, signed by it, as a file for a stick; and that its signature is right."""
    if not call.session.disk:
        raise BadInput(NO_STICK)
    made = await call.session.take_bundle(words.file, words.texts)
    call.tell({"file": words.file, "key": made.key, "groups": len(made.groups), "texts": len(made.resources)})
    call.say(
        call.t("Written. Anybody opens it with tuigroup open FILE, without a network and without an account."),
        call.t("It is signed with the server's key: {key}", key=one_line(made.key)),
    )
    return DONE
