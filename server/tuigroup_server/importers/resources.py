"""A folder of Markdown into the library. What can't be used is named with its reason; the rest goes in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Final

from tuigroup import text
from tuigroup.errors import BadInput
from tuigroup.wire import limits
from tuigroup.wire.words import ResourceKind
from tuigroup_server.importers import markdown
from tuigroup_server.importers.markdown import Heading
from tuigroup_server.importers.report import Marks, Repair, Report
from tuigroup_server.service import front_matter, library
from tuigroup_server.service.context import Context
from tuigroup_server.service.front_matter import Matter, Unreadable
from tuigroup_server.service.library import Reading
from tuigroup_server.service.listings import slug_of

LARGEST: Final = 200 * 1024
SLUG: Final = 80
SOURCE: Final = 300
LICENCE: Final = 80
ENDINGS: Final = (".md", ".markdown")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class _Refused(Exception):
    """A file that does not go in; says why, without its name. ``kind`` is what such files are counted under."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}{detail}")
        self.kind = kind


def run_resources(context: Context, folder: str | Path) -> Report:
    """Take every Markdown file of a folder and its subfolders in. Running it again updates.

    A file that is gone from the folder stays in the library. Raises BadInput when there is no folder to read.
    """
    root = Path(folder)
    if not root.is_dir():
        raise BadInput(f"{root.name} is no folder.", kept="Nothing was changed.")
    report = Report(noun="file")
    readings: dict[str, Reading] = {}
    for path in _files(root):
        report.read += 1
        name = text.line(str(path.relative_to(root)), 120)
        slug = slug_of(*path.relative_to(root).with_suffix("").parts)[:SLUG]
        marks = Marks()
        try:
            reading = _reading(path, slug, name, marks)
            if reading.slug in readings:
                raise _Refused("has the same short name as another", f" ({reading.slug})")
        except _Refused as refused:
            report.skipped[refused.kind] += 1
            report.notes.append(f"{name} {refused}, so it was not taken.")
            continue
        readings[reading.slug] = reading
        report.take(marks)
    written = library.put(context, list(readings.values()))
    report.written = {"new": written.new, "changed": written.changed, "as they were": written.same}
    return report


def _files(root: Path) -> list[Path]:
    """In the order of their names; hidden ones and what is in hidden folders left out."""
    found = (path for path in root.rglob("*") if not any(part.startswith(".") for part in path.relative_to(root).parts))
    return sorted(path for path in found if not path.is_dir())


def _reading(path: Path, slug: str, name: str, marks: Marks) -> Reading:
    written = _text_of(path)
    try:
        matter = front_matter.split(written)
    except Unreadable as error:
        raise _Refused("has front matter that can't be read", f" at line {error.line}: {error.why}") from error
    body = text.clean(matter.body, LARGEST)
    found = markdown.headings(body)
    title, body, rest = _title(matter, body, found, name, marks)
    if not body:
        raise _Refused("has no text")
    if not slug:
        raise _Refused("has a name without a letter or digit of ASCII")
    return Reading(
        slug=slug,
        title=title,
        body=body,
        kind=_kind(matter),
        topics=_topics(matter),
        language=_language(matter, name, marks),
        source=text.line(matter.text("source"), SOURCE),
        licence=text.line(matter.text("licence"), LICENCE),
        reviewed=_reviewed(matter, name, marks),
        sections=markdown.sections(rest),
    )


def _text_of(path: Path) -> str:
    if path.suffix.lower() not in ENDINGS:
        raise _Refused("is no Markdown file")
    if not path.is_file():
        raise _Refused("is no plain file")
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except OSError as error:
        raise _Refused("can't be read", f" ({error.strerror})") from error
    if len(body) > LARGEST:
        raise _Refused(f"is larger than {LARGEST // 1024} KB")
    if b"\0" in body:
        raise _Refused("is binary, not text")
    try:
        return body.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise _Refused("is not UTF-8 text", f" from line {line} on") from error


def _title(matter: Matter, body: str, found: list[Heading], name: str, marks: Marks) -> tuple[str, str, list[Heading]]:
    """Title, body and its headings. A first heading that is the title is not said twice."""
    title = text.line(matter.text("title"), limits.TITLE)
    first = found[0] if found and found[0].level == 1 else None
    if not title:
        if first is None:
            raise _Refused("has no title")
        title = first.title
        marks.repair(Repair.FIRST_HEADING)
        missing = "no title in its front matter" if matter.present else "no front matter"
        marks.notes.append(f"{name} has {missing}; its first heading is its title.")
    if first is None or first.title != title:
        return title, body, found
    lines = body.split("\n")
    return title, "\n".join(lines[: first.start] + lines[first.end :]).strip(), found[1:]


def _kind(matter: Matter) -> ResourceKind:
    written = matter.text("kind").lower()
    try:
        return ResourceKind(written) if written else ResourceKind.ARTICLE
    except ValueError as error:
        raise _Refused("has an unknown kind", f", none of {', '.join(kind.value for kind in ResourceKind)}") from error


def _topics(matter: Matter) -> tuple[str, ...]:
    topics = (text.line(topic, limits.TOPIC).lower() for topic in matter.items("topics"))
    return tuple(dict.fromkeys(filter(None, topics)))[: limits.TOPICS]


def _language(matter: Matter, name: str, marks: Marks) -> str:
    written = matter.text("language")
    if not written:
        return "en"
    if len(written) <= 16 and _LANGUAGE.fullmatch(written):
        return written
    marks.repair(Repair.NO_LANGUAGE)
    marks.notes.append(f"{name}: its {Repair.NO_LANGUAGE.value}.")
    return "en"


def _reviewed(matter: Matter, name: str, marks: Marks) -> str:
    written = matter.text("reviewed")
    try:
        return date.fromisoformat(written).isoformat() if written else ""
    except ValueError:
        marks.repair(Repair.NO_DATE)
        marks.notes.append(f"{name}: its {Repair.NO_DATE.value}.")
        return ""
