"""Saying until when one is there for a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.views import duty

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


async def say_here(shell: Shell, group: int) -> None:
    choices = duty.choices(shell.t, shell.store.now_min(), shell.zone)
    chosen = await shell.asking.choose(shell.t("Until when are you here for this group?"), choices)
    if chosen is not None:
        actions.say_here(shell.store, group, int(chosen))
        shell.engine.wake()
        shell.used_to()
        await shell.voice.say(duty.told(shell.t, int(chosen), shell.zone))
