"""The operator's own crisis lines: what is wrong with a list, what the server does with one, and what clients get."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import httpx
import pytest

from tuigroup.helplines import load
from tuigroup.store import given
from tuigroup.wire import bundles as wire_bundles
from tuigroup.wire.frames import Codec
from tuigroup_server.cli import main
from tuigroup_server.service import bundles, helplines
from tuigroup_server.service.context import Context
from tuigroup_server.service.helpline_faults import agrees

TODAY = date(2026, 11, 29)
GOOD = helplines.EXAMPLE.replace("{today}", "2026-11-01")


def put(folder: Path, text: str = GOOD) -> Path:
    file = folder / helplines.FILE
    file.write_text(text, "utf-8")
    return file


def told(folder: Path, *changes: tuple[str, str], more: str = "") -> tuple[list[str], bool]:
    """What is said of the sample with these changes, and whether the server would leave it out."""
    text = GOOD
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    found, _ = helplines.check(put(folder, text + more), TODAY)
    return [str(fault) for fault in found], any(fault.grave for fault in found)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('country = "IE"', 'country = "ZZ"', "line ie-our-line, country: ZZ is no country that is known"),
        ('source = "https://www.example.org/contact"\n', "", "line ie-our-line, source: this is missing."),
        ('source = "https://www.example.org/contact"', 'source = ""', "line ie-our-line, source: this is empty."),
        ("seen = 2026-11-01\n", "", "line ie-our-line, seen: this is missing."),
        ("seen = 2026-11-01", 'seen = "lately"', "line ie-our-line, seen: this has to be a date"),
        ("seen = 2026-11-01", "seen = 2027-01-02", "line ie-our-line, seen: 2027-01-02 is still to come."),
        ("01 555 0100", "01 555 0101", "line ie-our-line, show: 01 555 0101 is not the number to dial, +35315550100."),
        ("+35315550100", "01 555", "line ie-our-line, dial: a number to dial is digits only"),
        ("seen = 2026", "sene = 1\nseen = 2026", "line ie-our-line, sene: there is no such field."),
        ("Our listening line", "L" * 81, "line ie-our-line, name: this has 81 characters, 80 are the most."),
        ("somebody to talk to", "to\\u001b[31m talk", "line ie-our-line, about: there are control characters"),
        ('by = "phone"', 'by = "pigeon"', "line ie-our-line, by: it is one of call"),
        ("free = false", "free = true", "line ie-our-line, cost: it is free here and costs something there"),
        ("free = false", 'free = "no"', "line ie-our-line, free: this has to be true or false."),
        ("[[line]]", "[[line", "the file: it is no TOML: "),
    ],
)
def test_each_fault_is_a_sentence_with_its_place(tmp_path: Path, before: str, after: str, said: str) -> None:
    found, left_out = told(tmp_path, (before, after))
    assert len(found) == 1, found
    assert found[0].startswith(said.replace("call", "phone, text"))
    assert left_out


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("seen = 2026-11-01", "seen = 2025-11-01", "seen: 2025-11-01 is more than a year ago"),
        ("daily 18:00 to 23:00 Europe/Dublin", "evenings", "hours: these hours can't be read"),
    ],
)
def test_what_is_old_or_loose_is_told_and_shown_all_the_same(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    found, left_out = told(tmp_path, (before, after))
    assert [said in one for one in found] == [True]
    assert not left_out


def test_twice_the_same_and_a_country_that_is_known_better(tmp_path: Path) -> None:
    again = GOOD[GOOD.index("[[line]]") :]
    assert told(tmp_path, more=again)[0] == ["line ie-our-line, id: another line has this id already."]
    other = '\n[[country]]\ncode = "GB"\nname = "United Kingdom"\nemergency = "112"\nsource = "me"\n'
    assert told(tmp_path, more=other)[0][0].startswith("country GB, emergency: tuigroup has 999 or 112 for it")
    own = other.replace("GB", "FJ").replace("United Kingdom", "Fiji")
    assert told(tmp_path, ('country = "IE"', 'country = "FJ"'), more=own) == ([], False)
    assert told(tmp_path, more=own + own)[0] == ["country FJ, code: this country stands here twice."]


def test_the_packaged_list_is_in_order_itself() -> None:
    packaged = Path(given.__file__).parents[1] / "helplines" / "helplines.toml"
    found, _ = helplines.check(packaged, load().seen)
    assert [fault.place for fault in found] == ["line jp-inochi-no-denwa, hours"], "a rule about two days of the month"


def test_numbers_to_show_and_to_dial() -> None:
    good = [
        ("1-800-SUICIDE", "18007842433"),
        ("988", "988"),
        ("0800 111 0 111", "+498001110111"),
        ("+353 1 5", "+35315"),
    ]
    assert all(agrees(*pair) for pair in good)
    bad = [("988", "+1988999"), ("116 123", "+4416123"), ("0800 1", "+498002"), ("", "112"), ("5", "+123455")]
    assert not any(agrees(*pair) for pair in bad)


async def test_clients_are_told_a_version_and_get_the_list_once(http: httpx.AsyncClient, context: Context) -> None:
    assert "helplines" not in (await http.get("/v1/server")).json()
    assert (await http.get("/v1/helplines")).json() == {"countries": []}
    file = put(context.folder)
    named = (await http.get("/v1/server")).json()["helplines"]
    answer = await http.get("/v1/helplines")
    (country,) = given.read(answer.json())
    assert (country.code, country.lines[0].name, country.lines[0].contacts[0].dial) == (
        "IE",
        "Our listening line",
        "+35315550100",
    )
    again = await http.get("/v1/helplines", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    file.write_text(GOOD.replace("Our listening", "Another"), "utf-8")
    assert (await http.get("/v1/server")).json()["helplines"] != named
    bundle = wire_bundles.read(bundles.make(context), Codec({}))
    assert bundle.content.helplines["given"]["countries"][0]["lines"][0]["name"] == "Another line"
    file.unlink()
    assert "helplines" not in (await http.get("/v1/server")).json()


async def test_a_broken_list_is_left_out_with_one_line_in_the_log(
    http: httpx.AsyncClient, context: Context, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    put(context.folder, GOOD.replace("01 555 0100", "01 555 0199"))
    for _ in range(3):
        assert "helplines" not in (await http.get("/v1/server")).json()
    (record,) = caplog.records
    said = record.getMessage()
    assert said.startswith("helplines.toml is not in order, so it is left out: line ie-our-line, show: ")
    assert said.endswith("See: tuigroup-server check-helplines")
    put(context.folder)
    good = (await http.get("/v1/server")).json()["helplines"]
    put(context.folder, GOOD[:-300])
    assert (await http.get("/v1/server")).json()["helplines"] == good, "while it is written, the one from before stays"


def test_the_operators_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-helplines", "--example"], {}) == 0
    put(tmp_path, capsys.readouterr().out)
    assert main(["check-helplines", "--data", str(tmp_path)], {}) == 0
    assert capsys.readouterr().out == "1 line, all in order.\n"
    file = put(tmp_path, GOOD.replace("01 555 0100", "01 555 0199").replace("somebody", "some\\u202ebody"))
    assert main(["check-helplines", str(file)], {}) == 1
    said = capsys.readouterr()
    assert [line.split(":")[0] for line in said.out.splitlines()] == [
        "line ie-our-line, about",
        "line ie-our-line, show",
    ]
    assert said.out.isascii()
    assert "leaves the list out" in said.err
    assert main(["check-helplines", str(tmp_path / "nothing")], {}) == 2
    assert "--example" in capsys.readouterr().err
