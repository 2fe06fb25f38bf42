"""The line for a shell prompt: numbers only, nothing where there is nothing, silent when told to be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.sample import fill
from tuigroup import actions
from tuigroup.__main__ import main
from tuigroup.config import Settings
from tuigroup.doors import status
from tuigroup.doors.visit import remember, store_path
from tuigroup.i18n import ENGLISH
from tuigroup.store import Store

SERVER = "https://groups.example.org"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(server=SERVER, data=str(tmp_path / "kept"))


@pytest.fixture
def store(settings: Settings) -> Store:
    path = store_path(settings, SERVER)
    opened = Store.open(path)
    fill(opened)
    return opened


def test_numbers_and_nobodys_words(settings: Settings, store: Store) -> None:
    group = store.groups.joined()[0].group.group
    before = sum(found.unread for found in store.groups.joined())
    actions.start_thread(store, group, 1, "A title of mine", "Words of mine")
    store.close()
    line = status.summary(settings)
    assert f"{before} new" in line
    assert "1 to send" in line
    assert not any(word in line for word in ("title", "mine", "heron"))


def test_the_address_used_last_is_enough(settings: Settings, store: Store) -> None:
    store.close()
    remember(settings)
    assert status.summary(replace(settings, server="")) == status.summary(settings) != ""


def test_silence_is_kept(settings: Settings, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.settings.set("silent", "on")
    store.close()
    assert status.summary(settings) == ""
    assert status.run(settings, ENGLISH, silent=True) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("kept", ["nothing", "no store yet"])
def test_nothing_where_nothing_is_kept(settings: Settings, kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = replace(settings, leave_nothing=kept == "nothing")
    assert status.run(chosen, ENGLISH, silent=False) == 0
    assert capsys.readouterr().out == ""


def test_as_it_is_typed(settings: Settings, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.close()
    assert main(["--data", settings.data, "--server", SERVER, "status"]) == 0
    assert " new" in capsys.readouterr().out
