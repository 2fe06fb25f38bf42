"""The operator's own crisis lines: DIR/helplines.toml, in the form of the packaged list, looked at when it changes.

A list that is not in order is left out, with one line in the log; one that was in order before stays until the file is
in order again or gone. Nothing here ever stops the server.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from tuigroup import helplines
from tuigroup.wire import limits
from tuigroup.wire.helplines import GivenLines
from tuigroup_server.service.helpline_faults import Fault, faults

FILE: Final = "helplines.toml"
MOST_BYTES: Final = limits.HELPLINES_BYTES // 2  # JSON takes more room than TOML for it
EXAMPLE: Final = """\
# Crisis lines near you, as helplines.toml in the data folder of your server. Help now shows them above the packaged
# ones. Please look at each one, and write down which (source) and when (seen). Then: tuigroup-server check-helplines

[[line]]
id = "ie-our-line"
country = "IE"
name = "Our listening line"
about = "somebody to talk to"
website = "https://www.example.org/"
source = "https://www.example.org/contact"
seen = {today}

[[line.contact]]
by = "phone"                # or text, and then often keyword = "HELLO"
show = "01 555 0100"        # as people read it
dial = "+35315550100"       # as a telephone dials it
languages = ["en", "ga"]
hours = "daily 18:00 to 23:00 Europe/Dublin"    # or 24/7
free = false
cost = "local rate"         # in words, or usual rate, or charged; please leave it out where you do not know
anonymous = true

# A country that the packaged list has no emergency number for needs one, and a line may then be of it:
#
# [[country]]
# code = "XX"
# name = "Examplia"
# emergency = "112"
# source = "https://www.example.org/emergency"
"""


@dataclass(frozen=True, slots=True)
class Given:
    """What clients are told; ``version`` is another one whenever something of it is."""

    lines: GivenLines
    version: str

    def dump(self) -> dict[str, Any]:
        """As JSON values."""
        return self.lines.model_dump(mode="json")


class Shelf:
    """The list in a folder, for all threads. ``today`` is asked when the file is read."""

    def __init__(self, folder: Path, today: Callable[[], date]) -> None:
        self._file = folder / FILE
        self._today = today
        self._lock = threading.Lock()
        self._stamp: tuple[int, ...] | None = None
        self._given: Given | None = None

    def current(self) -> Given | None:
        """None where there is none, or none in order."""
        with self._lock:
            stamp = self._look()
            if stamp != self._stamp:
                self._stamp = stamp
                self._given = self._read() if stamp is not None else None
            return self._given

    def _look(self) -> tuple[int, ...] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> Given | None:
        found, raw = check(self._file, self._today())
        grave = [fault for fault in found if fault.grave]
        if not grave:
            return _given(raw)
        more = f" (and {len(grave) - 1} more)" if len(grave) > 1 else ""
        kept = "the one from before is kept" if self._given is not None else "it is left out"
        logging.getLogger("tuigroup").warning(
            "%s is not in order, so %s: %s%s See: tuigroup-server check-helplines", FILE, kept, grave[0], more
        )
        return self._given


def check(file: Path, today: date) -> tuple[list[Fault], Mapping[str, Any]]:
    """What is wrong with a file, and what is in it as far as it can be read."""
    try:
        with file.open("rb") as opened:
            body = opened.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            return [Fault("the file", f"it is larger than {MOST_BYTES // 1024} KB.")], {}
        raw = tomllib.loads(body.decode("utf-8"))
    except OSError as error:
        return [Fault("the file", f"it can't be read: {error.strerror}.")], {}
    except UnicodeDecodeError:
        return [Fault("the file", "it is not in UTF-8.")], {}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return [Fault("the file", f"it is no TOML: {str(error) or 'too deep'}.")], {}
    return faults(raw, helplines.load(), today), raw


def _given(raw: Mapping[str, Any]) -> Given | None:
    """Of a file without grave faults; None where nothing is in it."""
    known = {country.code for country in helplines.load().countries}
    listed = {row["code"]: row for row in raw.get("country", []) if row["code"] not in known}
    countries: dict[str, dict[str, Any]] = {code: {**row, "lines": []} for code, row in listed.items()}
    for row in raw.get("line", []):
        country = countries.setdefault(row["country"], {"code": row["country"], "lines": []})
        country["lines"].append({"about": "", "website": "", **row, "contacts": row["contact"]})
    if not countries:
        return None
    lines = GivenLines.model_validate({"countries": list(countries.values())})
    digest = hashlib.blake2b(lines.model_dump_json().encode(), digest_size=6)
    return Given(lines, digest.hexdigest())
