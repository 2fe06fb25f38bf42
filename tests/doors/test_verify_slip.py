"""`tuigroup verify-slip`, as a third party types it: one sentence, and an exit code for scripts."""

from __future__ import annotations

from datetime import date

import pytest

from tuigroup.__main__ import main
from tuigroup.wire import slips

SEED = bytes(range(32))
KEY = slips.public_key(SEED)
CODE = slips.sign(SEED, "Evening Porch", date(2027, 3, 28), b"123456")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C")


def test_a_right_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify-slip", "--key", KEY, *CODE.split()]) == 0
    assert capsys.readouterr().out == (
        "The signature is right: a member of Evening Porch was at its meeting on 28 March 2027 (slip 313233343536).\n"
    )


def test_one_of_another_server(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify-slip", "--key", slips.public_key(bytes(32)), CODE]) == 1
    assert capsys.readouterr().out.startswith("This slip was not signed with that key")


def test_what_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify-slip", "--key", KEY, CODE[:30]]) == 2
    assert "only a part of one" in capsys.readouterr().err
    assert main(["verify-slip", "--key", "abc", CODE]) == 2
    assert "no public key" in capsys.readouterr().err
