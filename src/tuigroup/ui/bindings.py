"""Bindings made from the table of commands; no key is named anywhere else.

A binding's action is the command's name, and so is its id, which lets the configuration change its keys.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tuigroup.commands import BY_NAME, Command


def bindings(*names: str) -> list[BindingType]:
    """Textual bindings for these commands. Raises KeyError for a name that is not in the table."""
    return [_binding(BY_NAME[name]) for name in names]


def _binding(command: Command, *, action: str = "", priority: bool = False) -> Binding:
    return Binding(
        command.key,
        action or command.name,
        command.label,
        show=True,
        priority=priority,
        id=command.name,
    )


def always() -> list[BindingType]:
    """What the app itself answers to, on every screen.

    Function and control keys work inside text fields too; letters do not, since they are typed there.
    """
    made: list[BindingType] = []
    for name in ("help_now", "help", "leave", "quick_exit"):
        command = BY_NAME[name]
        for key in command.keys:
            priority = key.startswith("ctrl+") or (key[0] == "f" and key[1:].isdigit())
            made.append(
                # The configuration changes a command's first key; the others stay.
                Binding(key, name, command.label, priority=priority, id=name if key == command.keys[0] else None)
            )
    return made
