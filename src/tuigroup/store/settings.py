"""Small named texts: theme, silent status, the session's token, the sync cursor, when the last visit was."""

from __future__ import annotations

from typing import Final

from tuigroup.store.database import Database

# Who is here: their sign-in name, their token, the key of their private record, and whether a quick exit has locked it.
NAME: Final = "account.name"
TOKEN: Final = "account.token"
KEY: Final = "account.record_key"
LOCKED: Final = "account.locked"
OPERATOR: Final = "account.operator"  # whether they run the server

# What is being filled in and was not sent: sheets, questions without a name, appeals.
BEGUN: Final = ("form.", "appeal.")
_PART: Final = ".alias"  # of a sheet that has a name of its own


class Settings:
    """Names are dotted; values are text. An unchanged value is not written again."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, name: str, default: str = "") -> str:
        return str(self._db.value("SELECT value FROM settings WHERE name = ?", (name,), default))

    def set(self, name: str, value: str) -> None:
        with self._db.transaction():
            if self._db.value("SELECT value FROM settings WHERE name = ?", (name,)) != value:
                self._db.run("REPLACE INTO settings (name, value) VALUES (?, ?)", (name, value))
                self._db.touch("settings")

    def remove(self, name: str) -> None:
        with self._db.transaction():
            if self._db.run("DELETE FROM settings WHERE name = ?", (name,)):
                self._db.touch("settings")

    def all(self) -> dict[str, str]:
        """Every one, by name."""
        return {row["name"]: row["value"] for row in self._db.rows("SELECT name, value FROM settings ORDER BY name")}

    def begun(self) -> int:
        """How many forms were begun and not sent."""
        return len({name.removesuffix(_PART) for name in self.begun_texts()})

    def begun_texts(self) -> dict[str, str]:
        """What stands in them, by name."""
        return {name: value for name, value in self.all().items() if value and name.startswith(BEGUN)}

    def forget_begun(self) -> None:
        with self._db.transaction():
            for name in self.begun_texts():
                self.remove(name)

    def number(self, name: str, default: int = 0) -> int:
        """A whole number, ``default`` where the value is none."""
        value = self.get(name)
        return int(value) if value.removeprefix("-").isdecimal() and value.isascii() else default
