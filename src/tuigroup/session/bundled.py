"""A visit to a bundle: its content in a store in memory, no network, and keys of servers known from before.

What is known of keys is one small file in the member's folder: by server the public key that its first bundle had.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.late import Late
from tuigroup.session.session import Session
from tuigroup.store import Store
from tuigroup.store.bundled import ADDRESS, CHANGED, KEY, KNOWN, LINES, MADE, NAME, NEW, SERVER, STANDS
from tuigroup.sync.no_line import NoLine
from tuigroup.sync.status import BUNDLE
from tuigroup.text import line
from tuigroup.wire import limits

if TYPE_CHECKING:
    from tuigroup.wire import bundles, frames
    from tuigroup.wire.bundles import Bundle
else:
    bundles = Late("tuigroup.wire.bundles")
    frames = Late("tuigroup.wire.frames")

FILE: Final = "bundle-keys.json"
_MOST: Final = 200  # servers whose keys are remembered
_TEXT: Final = 60


@dataclass(frozen=True, slots=True)
class _Alone:
    """What a session asks of the settings, where there is no line."""

    sync_minutes: int = 0
    offline: bool = True
    at_once: bool = False
    ask_above_kb: int = 0


@dataclass(frozen=True, slots=True)
class Bundles:
    """``folder`` is where keys are remembered, None where nothing may be kept."""

    folder: Path | None

    def open(self, typed: str) -> Session:
        """A session over a bundle's content, which the caller closes. Raises BadInput; then nothing was opened."""
        bundle = bundles.read(_bytes(typed), frames.Codec({}, level=1))
        store = Store.open(None)
        session = Session.open(_Alone(), store, NoLine())
        session.engine.go_offline(BUNDLE)
        session.passing = True
        with store.transaction():
            _fill(store, bundle)
            store.settings.set(STANDS, self._stands(bundle))
        return session

    def trust(self, store: Store) -> None:
        """The key of an opened bundle is its server's from now on: somebody compared it."""
        self._remember(store.settings.get(SERVER), store.settings.get(KEY))
        store.settings.set(STANDS, KNOWN)

    def _stands(self, bundle: Bundle) -> str:
        server = line(bundle.content.server, _TEXT)
        known = self._known().get(server)
        if known is None:
            self._remember(server, bundle.key)
            return NEW
        return KNOWN if known == bundle.key else CHANGED

    def _known(self) -> dict[str, str]:
        if self.folder is None:
            return {}
        try:
            found: Any = json.loads((self.folder / FILE).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {name: key for name, key in found.items() if isinstance(key, str)}

    def _remember(self, server: str, key: str) -> None:
        """A full disk only means that it is new again the next time."""
        if self.folder is None:
            return
        known = {name: kept for name, kept in self._known().items() if name != server}
        kept = dict([*known.items(), (server, key)][-_MOST:])
        beside = self.folder / f"{FILE}.new"
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(kept, file)
            beside.replace(self.folder / FILE)


def _bytes(typed: str) -> bytes:
    """All of a file, as far as it may be a bundle. Raises BadInput."""
    path = Path(typed.strip()).expanduser()
    if not typed.strip() or "\0" in typed:
        raise BadInput(N_("Please name a file."), field="file")
    try:
        if not path.is_file():
            raise BadInput(N_("There is no file of that name."), field="file")
        with path.open("rb") as file:
            return file.read(limits.BUNDLE_FILE + 1)
    except OSError as error:
        raise BadInput(N_("The file can't be read: {reason}.", reason=error.strerror or ""), field="file") from None


def _fill(store: Store, bundle: Bundle) -> None:
    content = bundle.content
    store.groups.put_directory(bundle.groups, bundle.meetings)
    store.resources.put_heads(bundle.resources)
    for slug, text in content.bodies.items():
        if store.resources.head(slug) is not None:
            store.resources.put_body(slug, text)
    for name, value in (
        (NAME, line(content.name, _TEXT)), (ADDRESS, line(content.address, limits.URL)), (MADE, str(content.made)),
        (KEY, bundle.key), (SERVER, line(content.server, _TEXT)), (LINES, json.dumps(content.helplines)),
    ):  # fmt: skip
        store.settings.set(name, value)
