"""The command line read by the library's parser, with its own words in the member's language, said as sentences.

Read at every start: imports little.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final, NoReturn

from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator

# What the library says in English, and what is said instead of what its parts are called here.
_SAID: Final[tuple[tuple[re.Pattern[str], Callable[..., str]], ...]] = (
    (
        re.compile(r"unrecognized arguments: (?P<words>.+)", re.DOTALL),
        lambda words: N_("This is not known here: {words}.", words=words),
    ),
    (
        re.compile(r"the following arguments are required: (?P<words>.+)", re.DOTALL),
        lambda words: N_("This is missing: {words}.", words=words),
    ),
    (
        re.compile(r"argument (?P<name>.+): expected .+", re.DOTALL),
        lambda name: N_("Something has to follow {name}.", name=name),
    ),
    (
        re.compile(r"argument (?P<name>.+): ignored explicit .+", re.DOTALL),
        lambda name: N_("Nothing can follow {name}.", name=name),
    ),
    (
        re.compile(r"argument (?P<name>.+): invalid int value: '(?P<value>.*)'", re.DOTALL),
        lambda name, value: N_("{name} is a number, which {value} is not.", name=name, value=value),
    ),
    (
        re.compile(
            r"argument (?P<name>.+): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.+)\)", re.DOTALL
        ),
        lambda name, value, choices: N_(
            "For {name} there is no {value}, only these: {choices}.", name=name, value=value, choices=choices
        ),
    ),
    (
        re.compile(r"ambiguous option: (?P<name>.+) could match (?P<choices>.+)", re.DOTALL),
        lambda name, choices: N_("{name} is the beginning of several: {choices}.", name=name, choices=choices),
    ),
)
_LONGEST: Final = 300  # characters of what was typed that are said again


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str, *, t: Translator) -> None:
        super().__init__(prog)
        self._t = t

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self._t("usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Speaks in ``t``; commands under it do too. A mistake ends the program with 2 and one sentence."""

    def __init__(self, *, t: Translator, **named: Any) -> None:
        named.setdefault("formatter_class", partial(_Formatter, t=t))
        super().__init__(add_help=False, **named)
        self.color = False  # later libraries paint their help
        self.t = t
        self._positionals.title = t("commands and what follows them")
        self._optionals.title = t("options")
        self.add_argument("-h", "--help", action="help", help=t("say this, and end"))

    def add_subparsers(self, **named: Any) -> Any:
        return super().add_subparsers(**{"parser_class": partial(type(self), t=self.t), **named})

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {self.mistake(message).sentence(self.t)}\n")

    def mistake(self, message: str) -> BadInput:
        """What the library says as one of our errors."""
        from tuigroup import text

        todo = N_("{command} says what there is.", command=f"{self.prog} --help")
        for pattern, said in _SAID:
            if (found := pattern.fullmatch(message)) is not None:
                named = {name: text.line(value, _LONGEST) for name, value in found.groupdict().items()}
                if "choices" in named:
                    named["choices"] = named["choices"].replace("'", "")
                return BadInput(said(**named), todo=todo)
        return BadInput(N_("The command can't be read."), todo=todo)
