"""Texts of the library on their way: how large, how long it takes, how far it is. Words only; the engine does it."""

from __future__ import annotations

from typing import Final

from tuigroup.i18n import Translator
from tuigroup.views.needs import EngineLike
from tuigroup.wire.records import ResourceRecord

SHOWN: Final = 4096  # bytes still to come from which they are worth a word


def offline(engine: EngineLike) -> bool:
    return engine.status().state in ("offline", "paused")


def seconds(t: Translator, bytes_: int, per_second: float, *, short: bool = False) -> str:
    """``about 6 s``, ``about 2 min``, without the first word where it is ``short``; '' while nobody knows."""
    if not per_second or bytes_ <= 0:
        return ""
    wait = max(1, round(bytes_ / per_second))
    minutes = round(wait / 60)
    if short:
        return t("{seconds} s", seconds=wait) if wait < 90 else t("{minutes} min", minutes=minutes)
    return t("about {seconds} s", seconds=wait) if wait < 90 else t("about {minutes} min", minutes=minutes)


def still_to_come(t: Translator, engine: EngineLike, yes: str, no: str) -> str:
    """What an answer did not hold and the member is asked about; ``yes`` and ``no`` are keys."""
    coming = engine.status().coming
    size = ", ".join(part for part in (t.size(coming), seconds(t, coming, engine.rate())) if part)
    return t(
        "There is more: {size}. {yes} gets all of it; with {no} titles come, and texts when you open them.",
        size=size,
        yes=yes,
        no=no,
    )


def to_download(t: Translator, head: ResourceRecord, per_second: float, *, short: bool = False) -> str:
    """``12 KB, about 6 s``."""
    size = head.packed or head.size
    return ", ".join(part for part in (t.size(size) if size else "", seconds(t, size, per_second, short=short)) if part)


def progress(t: Translator, have: int, total: int) -> str:
    """``4.1 KB of 12 KB, 34 %``."""
    if total <= 0:
        return t("{amount} so far", amount=t.size(have))
    return t(
        "{have} of {total}, {percent} %",
        have=t.size(min(have, total)),
        total=t.size(total),
        percent=min(100, 100 * have // total),
    )
