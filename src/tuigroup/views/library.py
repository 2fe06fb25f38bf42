"""Texts of the library in words: their kinds, where they are from, which of them fit. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Paragraph, line
from tuigroup.wire import limits
from tuigroup.wire.records import ResourceRecord
from tuigroup.wire.words import Given, ResourceKind

KINDS: Final[Mapping[ResourceKind, tuple[str, str]]] = MappingProxyType(
    {
        ResourceKind.ARTICLE: (N_("article"), N_("Articles")),
        ResourceKind.COPING: (N_("coping strategy"), N_("Coping strategies")),
        ResourceKind.STORY: (N_("story"), N_("Stories of hope")),
        ResourceKind.TRANSCRIPT: (N_("transcript"), N_("Transcripts of guest sessions")),
    }
)


def title(head: ResourceRecord) -> str:
    return shown_line(head.title, 200) or head.slug


def facts(t: Translator, head: ResourceRecord) -> list[str]:
    """Where a text is from, under what licence, when it was reviewed."""
    kind = t(KINDS[head.kind][0])
    found = [
        t("{kind}, {minutes} min to read", kind=kind, minutes=head.minutes) if head.minutes else kind,
        t("about {topics}", topics=", ".join(topics(head))) if head.topics else "",
        whose(t, head),
        t("licence {licence}", licence=shown_line(head.licence, 100)) if head.licence else "",
        t("reviewed {reviewed}", reviewed=shown_line(head.reviewed, 40)) if head.reviewed else t("not reviewed yet"),
    ]
    return [fact for fact in found if fact]


def whose(t: Translator, head: ResourceRecord) -> str:
    """Where a text is from, or who gave it; '' where nobody said."""
    source = shown_line(head.source, 200)
    match head.given:
        case Given.NAMED if source:
            return t("given by {alias}, a member of a group here", alias=source)
        case Given.NAMED | Given.UNNAMED:
            return t("given by a member of a group here, without a name")
        case Given.GUEST:
            return t("a session with {guest}", guest=source or t("a guest"))
    return t("from {source}", source=source) if source else ""


def about(t: Translator, head: ResourceRecord, *, sections: bool = True) -> list[Paragraph]:
    """The title and the facts, and (``sections``) the names of its sections."""
    text = [Paragraph(line((title(head), "title")))]
    text += [Paragraph(line((fact, "dim"))) for fact in facts(t, head)]
    named = [shown_line(section, 120) for section in head.sections] if sections else []
    if named:
        text += [Paragraph(()), *(Paragraph(line(f"  {section}"), rest="    ") for section in named)]
    return text


def topics(head: ResourceRecord) -> list[str]:
    return [topic for topic in (shown_line(topic, limits.TOPIC * 2) for topic in head.topics) if topic]


def fits(head: ResourceRecord, words: Sequence[str], topic: str = "") -> bool:
    """Whether every word (case-folded) is in its title, topics or sections, and the topic (unless '') among its own."""
    if topic and topic not in topics(head):
        return False
    text = f"{head.title} {' '.join(head.topics)} {' '.join(head.sections)}".casefold()
    return all(word in text for word in words)
