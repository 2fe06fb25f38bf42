"""Guest sessions line by line: asking, announcing one, its code, its transcript; and coming as a guest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.line.filling import long_text
from tuigroup.line.given import TextPlace
from tuigroup.views import drafting, guests, visitors
from tuigroup.wire.guests import GuestSession

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


async def menu(shell: Shell, group: int, found: GuestSession) -> None:
    t, store = shell.t, shell.store
    question = f"{visitors.who(found)}; {visitors.window(t, found, shell.place.now, shell.zone)}."
    match await shell.asking.choose(question, guests.choices(t, store, group, found)):
        case None:
            return
        case "ask":
            from tuigroup.line.compose import compose

            first = store.threads.post(group, found.thread)
            if first is not None:
                await compose(shell, drafting.for_post(store, "reply", first))
        case "unnamed":
            await _ask(shell, group, found)
        case "read":
            from tuigroup.line.library import Resource

            await shell.go(Resource(shell, found.slug))
        case "code":
            await shell.voice.say(guests.code(t, store, group, found))
        case "transcript":
            await shell.go(Transcript(shell, group, found))
        case "out":
            actions.transcribe(store, group, found.thread, "", "")
            await told(shell, guests.OUT)
        case _:
            if await shell.asking.yes(t(guests.END)):
                actions.end_session(store, group, found.thread)
                await told(shell, guests.ENDED)


async def _ask(shell: Shell, group: int, found: GuestSession) -> None:
    text = await long_text(shell, shell.t(guests.WRITE), guests.draft(shell.store, group, found.thread))
    if text is None or not text.strip():
        return
    guests.keep(shell.store, group, found.thread, text)
    if await shell.asking.yes(f"{shell.t(guests.SEND)} {shell.t(guests.UNNAMED)}"):
        actions.ask_unnamed(shell.store, group, found.thread, text)
        guests.keep(shell.store, group, found.thread, "")
        await told(shell, guests.ASKED)


async def come_in(shell: Shell, group: int) -> None:
    """As a guest, with a code."""
    code = await shell.asking.prompt(shell.t(guests.CODE))
    if code:
        actions.join(shell.store, group, "guest", "", code)
        await told(shell, guests.COMES)


async def told(shell: Shell, said: str) -> None:
    shell.engine.wake()
    shell.used_to()
    await shell.voice.say(shell.t(said))


class Announce(TextPlace):
    form: guests.Announcing

    def __init__(self, shell: Shell, group: int) -> None:
        super().__init__(shell)
        self.form = guests.Announcing(shell.store, group, shell.zone)

    def head(self) -> list[str]:
        return [self.t(guests.WORDS)]

    async def do_send(self, rest: str) -> None:
        self.form.send()
        await self.sent(guests.ANNOUNCED)


class Transcript(TextPlace):
    form: guests.Transcript

    def __init__(self, shell: Shell, group: int, found: GuestSession) -> None:
        super().__init__(shell)
        self.form = guests.Transcript(shell.store, shell.t, group, found)

    def head(self) -> list[str]:
        return [self.t(guests.TRANSCRIPT)]

    async def do_send(self, rest: str) -> None:
        self.form.send()
        await self.sent(guests.TRANSCRIBED)
