"""Bundles as the server makes them: what everybody may see, signed, and nothing of a member."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.server.community import Make, Voice, make_group
from tuigroup.wire import bundles, slips
from tuigroup.wire.frames import Codec
from tuigroup.wire.words import GroupState
from tuigroup_server.cli import main
from tuigroup_server.service import bundles as making
from tuigroup_server.service import library
from tuigroup_server.service.context import Context
from tuigroup_server.service.library import Reading

CODEC = Codec({})


@pytest.fixture
async def member(http: httpx.AsyncClient, person: Make, context: Context) -> Voice:
    runs, ada = Voice(http, person("runs")), Voice(http, person("ada-account"))
    group = make_group(context, "Night Porters", runs.person, alias="heron", welcome="Only for members.")
    make_group(context, "Behind the Curtain", runs.person, listed=False)
    make_group(context, "Tuesday Rest", state=GroupState.LISTING)
    await ada.do(op="join", g=group, alias="quiet_fern")
    await ada.do(op="thread", g=group, title="A lamp", body="Words of a member.")
    texts = [Reading("tea", "Tea at night", "Put the kettle on."), Reading("walk", "A walk", "Out of the door.")]
    library.put(context, texts)
    return ada


async def test_a_member_gets_what_everybody_may_see(member: Voice, context: Context) -> None:
    assert member.person is not None
    answer = await member.http.get("/v1/bundle", headers=member.person.headers)
    found = bundles.read(answer.content, CODEC)
    key = (await member.http.get("/v1/slips/key")).json()["key"]
    assert found.key == key, "it is the key that the operator makes known"
    assert [group.name for group in found.groups] == ["Night Porters", "Tuesday Rest"]
    assert found.content.bodies == {"tea": "Put the kettle on.", "walk": "Out of the door."}
    assert found.content.made == context.now_min()
    said = found.content.model_dump_json()
    for secret in (
        "quiet_fern",
        "heron",
        "ada-account",
        "A lamp",
        "Words of a member.",
        "Only for members.",
        "Curtain",
    ):
        assert secret not in said
    assert "GB" in [country["code"] for country in found.content.helplines["countries"]]


async def test_texts_are_chosen_and_a_guest_gets_none(member: Voice) -> None:
    assert member.person is not None
    answer = await member.http.get("/v1/bundle?resource=walk", headers=member.person.headers)
    assert list(bundles.read(answer.content, CODEC).content.bodies) == ["walk"]
    answer = await member.http.get("/v1/bundle?resource=nothing", headers=member.person.headers)
    assert answer.json()["detail"].startswith("There is nothing called nothing in the library.")
    assert (await member.http.get("/v1/bundle")).status_code == 401
    for _ in range(3):
        answer = await member.http.get("/v1/bundle?resource=walk", headers=member.person.headers)
    assert answer.status_code == 429, "each packs all there is to read"


@pytest.mark.sqlite
async def test_the_operator_writes_one(
    member: Voice, context: Context, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "stick.tuigroup"
    words = ["export-bundle", "--data", str(context.folder), "--resource", "tea", "--no-listings"]
    assert main([*words, "--address", "https://groups.example.org", str(file)], {}) == 0
    said = capsys.readouterr().out
    found = bundles.read(file.read_bytes(), CODEC)
    assert found.key in said
    assert [group.name for group in found.groups] == ["Night Porters"]
    assert found.content.address == "https://groups.example.org"
    assert main([*words[:3], "--resource", "nothing", str(file)], {}) == 2
    assert "There is nothing called nothing in the library." in capsys.readouterr().err


async def test_another_server_has_another_key(member: Voice, context: Context) -> None:
    made = bundles.read(making.make(context), CODEC)
    assert slips.ungrouped(made.key) != slips.ungrouped(slips.public_key(bytes(32)))
