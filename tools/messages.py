"""`make messages`: what members read, from the calls in the code to src/tuigroup/locale, and from .po to .mo.

Reads ``t("...")``, ``t.plural("...", "...", n)`` and ``N_("...")``, whatever carries the translator
(``self.t``, ``page.t``), the table of commands, and the sentences of the server's refusals. A translation
that is there is kept; what is new stands empty and is shown in English until somebody fills it in. Line
numbers are left out, so that the files only change when words do.
"""

from __future__ import annotations

import ast
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tuigroup.helplines import load as load_helplines

ROOT: Final = Path(__file__).parent.parent
SOURCES: Final = (ROOT / "src" / "tuigroup", ROOT / "server" / "tuigroup_server")
FOLDER: Final = SOURCES[0] / "locale"
TEMPLATE: Final = FOLDER / "tuigroup.pot"
WRITTEN: Final = datetime(2026, 11, 22, tzinfo=UTC)  # never changes: git knows when


@dataclass(frozen=True, slots=True)
class Call:
    """One call with literal words: ``other`` is the plural, '' for none; ``given`` the values it names."""

    place: str
    line: int
    one: str
    other: str
    context: str
    given: frozenset[str]
    starred: bool

    @property
    def fields(self) -> frozenset[str]:
        return fields(self.one) | fields(self.other)


def fields(text: str) -> frozenset[str]:
    """The names in braces, as they stand; ValueError where the braces do not match."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def calls() -> Iterator[Call]:
    """Every call in every module, in order."""
    for path in (path for folder in SOURCES for path in sorted(folder.rglob("*.py"))):
        yield from calls_in(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())


def calls_in(source: str, place: str) -> Iterator[Call]:
    """The calls of one module. Raises ValueError for words that are put together there."""
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    for node in sorted(found, key=lambda node: (node.lineno, node.col_offset)):
        kind = _kind(node.func)
        if kind == "Refusal":
            yield from (Call(place, node.lineno, said, "", "", frozenset(), False) for said in _refused(node))
        elif kind == "Command":
            yield from _command(node, place)
        elif kind and (call := _call(node, kind, place)) is not None:
            yield call


def _kind(func: ast.expr) -> str:
    match func:
        case ast.Name(id="N_"):
            return "N_"
        case ast.Name(id="Command" | "Refusal" as name):
            return name
        case ast.Name(id="t") | ast.Attribute(attr="t" | "_t"):
            return "t"
        case ast.Attribute(attr="plural", value=ast.Name(id="t") | ast.Attribute(attr="t" | "_t")):
            return "plural"
    return ""


def _refused(node: ast.Call) -> Iterator[str]:
    """The sentence of a server's refusal, which clients show; what it fills in itself stays as it is."""
    if len(node.args) > 1 and (said := _literal(node.args[1])):
        yield said


def _command(node: ast.Call, place: str) -> Iterator[Call]:
    """The label and the help of a row of the table of commands."""
    for argument, context in zip(node.args[3:5], ("key", ""), strict=False):
        if words := _literal(argument):
            yield Call(place, node.lineno, words, "", context, frozenset(), False)


def _call(node: ast.Call, kind: str, place: str) -> Call | None:
    words = [_literal(argument) for argument in node.args[: 2 if kind == "plural" else 1]]
    named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    if not words or None in words:
        if kind == "t" and not any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in node.args):
            return None  # something marked elsewhere
        raise ValueError(f"{place}:{node.lineno}: only whole sentences can be translated")
    one = words[0] or ""
    other = (words[1] or "") if kind == "plural" else _literal(named.get("plural")) or ""
    given = frozenset(named) - {"context", "plural"} | ({"count"} if kind == "plural" else set())
    starred = any(keyword.arg is None for keyword in node.keywords)
    return Call(place, node.lineno, one, other, _literal(named.get("context")) or "", given, starred)


def _literal(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def template() -> Catalog:
    """Everything members read."""
    catalog = _empty(None)
    for call in calls():
        if call.one:
            words = (call.one, call.other) if call.other else call.one
            catalog.add(words, context=call.context or None, locations=[(call.place, 0)])
    for words in facts():
        catalog.add(words, locations=[("src/tuigroup/helplines/helplines.toml", 0)])
    for name in countries():
        catalog.add(name, context="country", locations=[("tzdata, helplines.toml", 0)])
    return catalog


def facts() -> Iterator[str]:
    """What the packaged crisis lines say in words: what a line is for, and hours that are not day and night."""
    for country in load_helplines().countries:
        for line in country.lines:
            yield line.about
            yield from (contact.hours for contact in line.contacts if contact.hours != "24/7")


def countries() -> dict[str, str]:
    """Every country's name in English with its two letters, as members may see it."""
    table = resources.files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    rows = (row.split("\t", 1) for row in table.splitlines() if row and not row.startswith("#"))
    names = {name: code for code, name in rows}
    return names | {country.name: country.code for country in load_helplines().countries}


def _empty(locale: str | None) -> Catalog:
    return Catalog(
        locale=locale,
        project="tuigroup",
        version="1",
        creation_date=WRITTEN,
        revision_date=WRITTEN,
        header_comment="# What tuigroup says. Made by make messages; the words under msgstr are ours.",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        copyright_holder="",
        fuzzy=False,
        charset="utf-8",
    )


def po_files() -> list[Path]:
    return sorted(FOLDER.glob("*/LC_MESSAGES/tuigroup.po"))


def read(path: Path, *, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def as_po(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=110, include_lineno=False, sort_by_file=False)
    return out.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def merged(path: Path, words: Catalog) -> Catalog:
    """A language's own words for what there is to say now."""
    locale = path.parent.parent.name
    known, made = read(path, locale=locale), _empty(locale)
    codes, territories = countries(), Locale.parse(locale).territories
    for message in words:
        if message.id:
            before = known.get(message.id, message.context)
            said = before.string if before is not None and before.id == message.id else ""
            if message.context == "country" and not said:
                said = territories.get(codes[str(message.id)], "")
            made.add(message.id, said, message.locations, context=message.context)
    return made


def main() -> int:
    words = template()
    FOLDER.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(as_po(words))
    for path in po_files():
        made = merged(path, words)
        path.write_bytes(as_po(made))
        path.with_suffix(".mo").write_bytes(as_mo(made))
        empty = sum(1 for message in made if message.id and not said(message.string))
        print(f"{path.relative_to(ROOT)}: {len(made)} messages, {empty} without a translation")
    return 0


def said(words: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(words) and bool(words) if isinstance(words, tuple | list) else bool(words)


if __name__ == "__main__":
    sys.exit(main())
