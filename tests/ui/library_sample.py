"""A small library: three texts, one of them saved."""

from __future__ import annotations

from tuigroup.store import Store
from tuigroup.wire.records import ResourceRecord
from tuigroup.wire.words import ResourceKind

BODY = "\n\n".join(
    f"## Part {part}\n\nSit down somewhere and look around you. " + "Name one thing that you can see. " * 12
    for part in range(1, 7)
)
SENSES = "grounding-with-five-senses"
CHOOSE = "how-to-choose-a-group"
STORY = "the-year-after"


def fill_library(store: Store) -> None:
    store.resources.put_heads(
        [
            ResourceRecord(
                SENSES, 1, ResourceKind.COPING, "Grounding with five senses", ("panic", "anxiety"), "en",
                "tuigroup sample community", "CC BY 4.0", "2026-11-16", len(BODY), 900, 4,
                tuple(f"Part {part}" for part in range(1, 7)),
            ),
            ResourceRecord(
                CHOOSE, 2, ResourceKind.ARTICLE, "How to choose a group", ("general",), "en", "A clinic", "CC BY 4.0",
                "", 200_000, 90_000, 40, ("What you need",),
            ),
            ResourceRecord(
                STORY, 3, ResourceKind.STORY, "The year after", ("grief",), size=4000, packed=2100, minutes=3
            ),
        ],
        3,
    )  # fmt: skip
    store.resources.put_body(SENSES, BODY, "e1")
