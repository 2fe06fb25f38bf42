"""The paper pass: what somebody writes down, or prints where the library lets them, to come in again anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.views.clean import shown_line

PUBLIC: Final = N_(
    "This screen is public. Look around first: whoever reads these words can sign in as you. Write them on paper, "
    "and take the paper with you."
)
PRINTED: Final = N_("The printer has it.")
NOT_PRINTED: Final = N_("The printer did not take it. Please write the words down.")
COLUMNS: Final = 3


@dataclass(frozen=True, slots=True)
class PaperPass:
    """``passphrase`` and ``name`` are '' where only the recovery words are new."""

    server: str
    phrase: str = field(repr=False)
    name: str = ""
    passphrase: str = field(default="", repr=False)

    def lines(self, t: Translator) -> Iterator[str]:
        """As it is printed, and said in the line mode."""
        yield t("tuigroup: your paper pass")
        yield ""
        yield t("Server: {address}", address=self.server)
        if self.name:
            yield t("Sign-in name: {name}", name=shown_line(self.name, 40))
        if self.passphrase:
            yield t("Passphrase: {words}", words=shown_line(self.passphrase, 200))
        yield t("Recovery words, if the passphrase is ever forgotten:")
        words = self.phrase.split()
        for start in range(0, len(words), 4):
            yield "  ".join(f"{number} {word}" for number, word in enumerate(words[start : start + 4], start + 1))
        yield ""
        yield t("Keep it where only you look. Whoever has it can sign in as you.")


def large(words: list[str], first: int = 1) -> Iterator[str]:
    """Numbered words in columns, their letters apart, so that they can be copied from a chair's distance."""
    rows = (len(words) + COLUMNS - 1) // COLUMNS
    for row in range(rows):
        parts = [f"{first + place:>3}  {' '.join(words[place]):<19}" for place in range(row, len(words), rows)]
        yield "".join(parts).rstrip()
