"""Where dictionaries come from, and that old ones go on being understood."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import httpx
from tools import build_dictionary

from tests.sync.world import World
from tuigroup.wire.frames import FIRST, Codec, shipped_dictionaries
from tuigroup_server import sample
from tuigroup_server.http.app import create_app

ROOT = Path(__file__).parent.parent.parent
SAMPLE = Path(str(sample.__file__)).parent
DIGESTS: dict[int, str] = {}  # SHA-256 of every generation that was in a release, kept here for good
OPENED = """
import pathlib, sys
sys.addaudithook(lambda event, told: print("opened", told[0]) if event == "open" and isinstance(told[0], str) else None)
sys.path[:0] = [sys.argv[1], sys.argv[2]]
import tools.build_dictionary as script
script.FOLDER = pathlib.Path(sys.argv[3])
sys.exit(script.main())
"""


def test_a_released_generation_is_never_changed() -> None:
    shipped = shipped_dictionaries()
    assert set(DIGESTS) == set(range(1, build_dictionary.RELEASED + 1))
    for generation, digest in DIGESTS.items():
        assert hashlib.sha256(shipped[generation]).hexdigest() == digest
    assert set(shipped) <= set(range(1, build_dictionary.RELEASED + 2))


def test_what_ships_is_what_the_script_makes_of_the_sample() -> None:
    """Its own text; the tables before it may differ between versions of zstd."""
    shipped = shipped_dictionaries().get(build_dictionary.RELEASED + 1)
    if shipped is not None:
        assert shipped.endswith(build_dictionary.content()), (
            "the sample or the columns have changed: please run make dictionary"
        )


def test_nothing_but_the_sample_is_read(tmp_path: Path) -> None:
    made = tmp_path / "made"
    done = subprocess.run(
        [sys.executable, "-c", OPENED, str(ROOT), str(ROOT / "server"), str(made)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    opened = {Path(line.removeprefix("opened ")) for line in done.stdout.splitlines() if line.startswith("opened ")}
    installed = [Path(sys.prefix), Path(sys.base_prefix)]
    read = {
        path
        for path in opened
        if path.suffix not in (".py", ".pyc", ".so") and not any(place in path.parents for place in installed)
    }
    texts = {path for path in read if SAMPLE in path.parents}
    assert len(texts) > 20
    assert {path for path in read - texts if path.is_file()} <= {made / "1.zdict"}


async def test_an_older_generation_is_answered_in_kind(tmp_path: Path) -> None:
    """A member's program of last year, and a server that has a newer dictionary besides."""
    shipped = shipped_dictionaries()
    oldest = min(shipped)
    newer = Codec({**shipped, 40: shipped[oldest][:-1000]})
    world = World(tmp_path)
    world.group("A name long enough to be worth a frame")
    try:
        app = create_app(replace(world.context, codec=newer))
        old = Codec({oldest: shipped[oldest]})
        asked = old.pack({"w": [{"w": "d"}]}, oldest)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://groups.example.org") as http:
            answer = (await http.post("/v1/sync", content=asked)).content
        assert answer[0] == FIRST + oldest
        assert old.unpack(answer, 100_000)["p"][0]["w"] == "d"
        assert newer.latest == 40
    finally:
        await world.close()
