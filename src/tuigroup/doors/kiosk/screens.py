"""A visit on screens: the app at a shared terminal, on a driver that nothing typed can stop."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from tuigroup.doors.kiosk.signals import leave_on_signals
from tuigroup.session.ending import Became
from tuigroup.terminal.drivers.pty import PtyDriver
from tuigroup.ui.app import Leaving
from tuigroup.ui.kiosk import Kiosk, KioskApp

if TYPE_CHECKING:
    from tuigroup.doors.kiosk.visit import AtKiosk


class KioskDriver(PtyDriver):
    """No way down: a request to stop is not heard."""

    @property
    def can_suspend(self) -> bool:
        return False

    def catches_stop(self) -> bool:
        return False


async def show(here: AtKiosk) -> tuple[str, Became]:
    """Until the visit ends; why, and what became of unsent writing where that was decided. Raises a fault."""
    settings = here.settings
    kiosk = Kiosk(
        here.clock,
        settings.minutes,
        here.begin,
        staff=here.staff if settings.staff_code else None,
        printing=here.printed if settings.printer else None,
        ended=here.ended,
    )
    app = KioskApp(here.visit.session, here.visit.settings, kiosk, driver_class=KioskDriver)
    here.visit.fault = app.crash
    here.on_renew = app.renew
    undo = leave_on_signals(lambda: app.end_now("signal"))
    gc.freeze()
    gc.enable()
    try:
        await app.run_async(mouse=False)
    finally:
        undo()
    if app.crashed is not None:
        raise app.crashed
    return app.over or ("quick" if app.return_value is Leaving.QUICK else "key"), app.became
