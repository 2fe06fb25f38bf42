"""New guidelines of a group, line by line: said once by themselves, and again where something waits for a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.views import agreement

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


async def ask(shell: Shell, group: int) -> bool:
    """Whether the member has agreed now, or was not asked to."""
    version = agreement.asked(shell.store, group)
    if not version:
        return True
    await shell.voice.read(agreement.paragraphs(shell.t, shell.store, group))
    if not await shell.asking.yes(shell.t("Will you keep to them?")):
        return False
    actions.agree(shell.store, group, version)
    shell.engine.wake()
    shell.used_to()
    await shell.voice.say(shell.t(agreement.THANKS))
    return True
