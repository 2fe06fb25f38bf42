"""The catalogues: what the code says is in them, and what they say can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from tools import messages


def entries(catalog: Catalog) -> Iterator[tuple[object, str | None, object]]:
    for message in catalog:
        if message.id:
            yield message.id, message.context, message.string if messages.said(message.string) else ""


def forms(words: str | Sequence[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())


def test_what_make_messages_would_write_is_there() -> None:
    words = messages.template()
    assert list(entries(messages.read(messages.TEMPLATE))) == list(entries(words)), "please run make messages"
    for path in messages.po_files():
        there = messages.read(path, locale=path.parent.parent.name)
        assert list(entries(there)) == list(entries(messages.merged(path, words))), "please run make messages"


@pytest.mark.parametrize("path", messages.po_files(), ids=lambda path: path.parent.parent.name)
def test_what_is_read_at_run_time_is_what_was_written(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as file:
        packed = GNUTranslations(file)
    for message in messages.read(path, locale=path.parent.parent.name):
        if message.id and messages.said(message.string):
            one, *other = forms(message.id)
            form, context = forms(message.string)[0], message.context
            if other:
                found = packed.npgettext(context, one, other[0], 1) if context else packed.ngettext(one, other[0], 1)
            else:
                found = packed.pgettext(context, one) if context else packed.gettext(one)
            assert found == form


def test_every_call_gives_what_its_words_name() -> None:
    for call in messages.calls():
        assert call.starred or not (call.given or call.other) or call.fields == call.given, f"{call.place}:{call.line}"


def test_words_that_are_put_together_are_no_message() -> None:
    for source in ('N_(f"{name} left.")', 't("a " + name)', 't.plural(one, "{count} posts", 2)', "N_(name)"):
        with pytest.raises(ValueError, match=r"whole sentences"):
            list(messages.calls_in(source, "somewhere.py"))
    assert list(messages.calls_in("self.t(problem.what); t(LABELS[name])", "somewhere.py")) == []


@pytest.mark.parametrize("path", messages.po_files(), ids=lambda path: path.parent.parent.name)
def test_a_language_that_is_shipped_is_whole(path: Path) -> None:
    for message in messages.read(path, locale=path.parent.parent.name):
        if not message.id:
            continue
        assert messages.said(message.string), message.id
        assert not message.fuzzy, message.id
        ids, said = forms(message.id), forms(message.string)
        for place, form in enumerate(said):
            # The form for one may say the number in a word.
            number = {"count"} if len(ids) > 1 and place == 0 else set()
            assert messages.fields(form) | number == messages.fields(ids[-1]) | number, message.id
