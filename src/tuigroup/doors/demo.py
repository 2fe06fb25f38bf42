"""`tuigroup demo`: the sample community on this machine, signed in as a sample member; nothing stays behind.

Without a terminal it is a short guided tour in text.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import replace

from tuigroup.config import Settings
from tuigroup.doors import line_mode
from tuigroup.doors.embedded import Sample, sample_server
from tuigroup.doors.signals import ended_in_order
from tuigroup.doors.visit import Visit
from tuigroup.i18n import Translator
from tuigroup.wire.sync import WantDirectory, WantLibrary

FIRST_SYNC = 20.0  # seconds to wait for the first answer before showing what there is


def run(settings: Settings, t: Translator) -> int:
    """Until the visitor leaves; the exit code."""
    drawn = sys.stdin.isatty() and sys.stdout.isatty()
    if drawn or settings.line_mode:
        print(t("Starting the sample community..."), flush=True)
    with ended_in_order() as heed, sample_server() as sample:
        own = replace(settings, server=sample.url, pin="", data=str(sample.folder / "member"), offline=False)
        return asyncio.run(_visit(own, sample, t, heed, drawn=drawn))


async def _visit(settings: Settings, sample: Sample, t: Translator, heed: Callable[[], None], *, drawn: bool) -> int:
    """``heed`` ends it where somebody asked for that meanwhile."""
    visit = Visit(settings)
    visit.session.passing, visit.session.lasting = True, False
    visit.session.choosable = False  # what is here goes with the demo, whatever is chosen
    await visit.session.sign_in(sample.name, sample.passphrase)
    visit.session.store.marks.set_phrase(written=True)  # nobody needs the sample member's
    for want in (WantDirectory(), WantLibrary()):
        visit.session.engine.want(want)
    async with asyncio.timeout(FIRST_SYNC):
        while await visit.session.engine.round():
            pass
    heed()
    if settings.line_mode or (drawn and line_mode(settings)):
        from tuigroup.doors.line import show as speak

        return await speak(visit)
    if drawn:
        from tuigroup.doors import local

        return await local.show(visit)
    from tuigroup.doors.tour import tour
    from tuigroup.views.edges import help_key

    try:
        async for line in tour(visit.session, t, t(help_key(settings.keys, letters=False))):
            print(line, flush=True)
    finally:
        await visit.end()
    return 0
