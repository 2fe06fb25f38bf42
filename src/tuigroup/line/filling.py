"""Filling in a form by its fields: a list of them, each changed by its number and kept at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuigroup.line.place import Item, Place
from tuigroup.views.clean import shown_line
from tuigroup.views.sheet_field import SheetField
from tuigroup.views.sheets import Form

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell

SHOWN: Final = 3000  # characters of a field's value that are said


class FormPlace(Place):
    """A kind of it tells what else there is, and says what sending means."""

    form: Form

    def field(self, field: SheetField) -> Item:
        async def change() -> None:
            text = await fill_in(self.shell, field, self.form.typed(field.name))
            if text is not None:
                self.form.put(field.name, text)
                await self.say(self.put_in(field))

        return Item(self.as_it_is(field), change, field)

    def as_it_is(self, field: SheetField) -> str:
        value = shown_line(self.form.value(self.t, field.name), SHOWN)
        return f"{self.t(field.label)}: {value or self.t('empty')}"

    def put_in(self, field: SheetField) -> str:
        """What is said once a field has changed."""
        return self.as_it_is(field)


async def fill_in(shell: Shell, field: SheetField, typed: str) -> str | None:
    """What somebody makes of a field; None where it stays as it is."""
    question = shell.t(field.question)
    match field.kind:
        case "choice":
            choices = [(key, shell.t(label), value) for key, label, value in field.choices]
            return await shell.asking.choose(question, choices)
        case "text":
            return await long_text(shell, question, typed)
    return await shell.asking.prompt(question, value=typed, empty=True)


async def long_text(shell: Shell, question: str, typed: str) -> str | None:
    """Several lines; None where the text stays as it is."""
    t = shell.t
    await shell.voice.say(f"{question}.")
    if typed.strip():
        await shell.voice.say(t("Now:"), *typed.split("\n"))
    await shell.voice.say(t('Write it anew; a line with only a dot ends it, "back" leaves it as it is.'))
    lines: list[str] = []
    while (line := await shell.asking.line(prompt=". ")).rstrip() != ".":
        if line == "back":
            return None
        lines.append(line)
    return "\n".join(lines)
