"""What is measured on: a community of 50 groups, a board of 40 threads, a thread of 60 posts, a reply, a new post.

The measuring corpus where it is there (TUIGROUP_MEASURE names it, else it is looked for beside the checkout), a
text of our own else. Neither is in any dictionary. Also how small the same texts get bare.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import lzma
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# What brotli 11 makes of the steps' texts of the measuring corpus, for where brotli is not installed.
KNOWN: Final[Mapping[str, Mapping[str, int]]] = {
    "7a1a7e2dffb0badd": {
        "directory": 2543,
        "join": 105,
        "board": 854,
        "thread": 7317,
        "reply": 125,
        "new post": 179,
    }
}
OWN: Final = Path(__file__).parent / "own.json"
BESIDE: Final = Path(__file__).parents[3] / "shared" / "data" / "measure.json"


@dataclass(frozen=True, slots=True)
class Post:
    """``to`` is the index of the post it answers, None for the first; ``minute`` counts from any beginning."""

    by: str
    minute: int
    body: str
    to: int | None


@dataclass(frozen=True, slots=True)
class Head:
    title: str
    by: str
    replies: int
    last: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """``groups`` are names with what they are about; the board and the thread are the first group's.

    ``digest`` begins the SHA-256 of the file.
    """

    source: str
    digest: str
    groups: Sequence[tuple[str, str]]
    board: Sequence[Head]
    thread: Sequence[Post]
    reply: str
    new_post: str


def corpus(environ: Mapping[str, str] = os.environ) -> Corpus:
    """The measuring corpus, or our own text where it is not there."""
    path = Path(environ.get("TUIGROUP_MEASURE") or BESIDE)
    if not path.is_file():
        path = OWN
    raw = path.read_bytes()
    told = json.loads(raw)
    places = {post["n"]: index for index, post in enumerate(told["thread"])}
    return Corpus(
        source=path.name,
        digest=hashlib.sha256(raw).hexdigest()[:16],
        groups=[(group["name"], group["about"]) for group in told["groups"]],
        board=[Head(one["title"], one["author"], one["replies"], one["last_minute"]) for one in told["board"]],
        thread=[
            Post(one["author"], one["minute"], one["body"], None if one["parent"] is None else places[one["parent"]])
            for one in told["thread"]
        ],
        reply=told["reply"],
        new_post=told["new_post"],
    )


def packers() -> dict[str, Callable[[bytes], bytes]]:
    """The best that others would do with a text: brotli 11 where it is installed, xz, zstd 22."""
    found: dict[str, Callable[[bytes], bytes]] = {
        "xz": lambda raw: lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME),
        "zstd": lambda raw: bytes(zstd.compress(raw, 22)),
    }
    try:
        brotli: Any = importlib.import_module("brotli")
    except ImportError:
        return found
    return {"brotli": lambda raw: bytes(brotli.compress(raw, quality=11)), **found}


def bare(texts: Sequence[str], by: Mapping[str, Callable[[bytes], bytes]]) -> int:
    """Bytes of these texts and nothing else, one to a line, under the best of ``by``; 0 for none."""
    raw = "\n".join(texts).encode()
    return min(len(pack(raw)) for pack in by.values()) if raw else 0


def longest_run(texts: Sequence[str], within: bytes) -> int:
    """Characters of the longest piece of these texts that stands in ``within`` too."""
    longest = 0
    for text in texts:
        at = 0
        while at + longest < len(text):
            if text[at : at + longest + 1].encode() in within:
                longest += 1
            else:
                at += 1
    return longest
