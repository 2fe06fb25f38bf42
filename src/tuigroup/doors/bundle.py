"""`tuigroup open FILE`: a bundle on screens or in lines, from a store in memory and without any network."""

from __future__ import annotations

import asyncio
import gc
from dataclasses import replace

from tuigroup.config import Settings
from tuigroup.doors import line_mode
from tuigroup.doors.visit import Visit, keys_folder
from tuigroup.session.bundled import Bundles


def run(settings: Settings, file: str) -> int:
    """Until it is left; the exit code. Raises BadInput where it is no bundle, or one that was changed."""
    gc.enable()
    return asyncio.run(_run(replace(settings, server="", offline=True), file))


async def _run(settings: Settings, file: str) -> int:
    bundles = Bundles(keys_folder(settings))
    if not line_mode(settings):
        from tuigroup.doors import local

        local.need_terminal()
    visit = Visit(settings, bundles.open(file))
    visit.bundles = bundles
    if line_mode(settings):
        from tuigroup.doors import line

        return await line.show(visit)
    return await local.show(visit)
