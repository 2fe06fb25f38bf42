"""A group's page as paragraphs: what it is, who runs it, when it meets, how to attend. Pure.

The same page stands on its own, beside the directory and before joining. All text of strangers is cleaned
here once more, and none of it is markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from tuigroup.i18n import Translator
from tuigroup.store.rows import GroupDetail
from tuigroup.text import pad, width
from tuigroup.views import duty, quiet
from tuigroup.views import group_words as words
from tuigroup.views.boards import runs
from tuigroup.views.changed_dates import otherwise
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.lines import Paragraph, line
from tuigroup.views.meetings import next_of, other_clock, own_weekly, shift, until, usual, weekly, when, zone_words
from tuigroup.views.times import clock, local, stamp, within
from tuigroup.wire import limits
from tuigroup.wire.records import FacilitatorRecord, GroupRecord, MeetingRecord, MembershipRecord
from tuigroup.wire.words import Access, GroupState, Role, Standing

BLANK: Final = Paragraph(())
LABEL: Final = 12
_REST: Final = " " * LABEL


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is made of, and said with. ``detail`` is None while only the directory's row is here.

    ``waiting`` says that joining or leaving still waits to be sent; ``unsent`` names what else does, and
    ``refused`` what the server did not take, with why; ``line`` is the sentence of the line while it is off.
    """

    group: GroupRecord
    detail: GroupDetail | None
    meetings: Sequence[MeetingRecord]
    membership: MembershipRecord | None
    now: int
    zone: tzinfo | None
    t: Translator
    waiting: bool = False
    unsent: Sequence[str] = ()
    refused: Sequence[str] = ()
    line: str = ""

    @property
    def listing(self) -> bool:
        return words.is_listing(self.group)


def paragraphs(page: Page) -> list[Paragraph]:
    """The whole page."""
    out = [Paragraph(line((words.name(page.group), "title"))), *_standing(page)]
    if text := words.about(page.group):
        out += [BLANK, Paragraph(line(text))]
    elif _sets_up(page):
        out += [BLANK, Paragraph(line(page.t("Nothing says yet for whom this group is. You can set it up.")))]
    out += [BLANK, *_facts(page)]
    out += _meetings(page)
    if page.listing:
        return [*out, *_listing(page)]
    if page.detail is None:
        return [*out, BLANK, Paragraph(line((_missing(page), "dim")))]
    return [
        *out,
        *_people(page.t, page.detail),
        *_text(page.t("Welcome"), page.detail.welcome, limits.WELCOME),
        *guidelines(page.t, page.detail),
    ]


def _sets_up(page: Page) -> bool:
    """Whether the reader is who says what the group is."""
    return page.group.state is not GroupState.CLOSED and runs(page.membership)


def guidelines(t: Translator, detail: GroupDetail) -> list[Paragraph]:
    """The group's guidelines under their heading; empty where it has none."""
    return _text(t("Guidelines"), detail.guidelines, limits.GUIDELINES)


def _text(heading: str, text: str, limit: int) -> list[Paragraph]:
    clean = shown(text, limit * 2)
    if not clean:
        return []
    lines = [Paragraph(line(part), rest="  " if part.startswith("- ") else "") for part in clean.split("\n")]
    return [BLANK, Paragraph(line((heading, "strong"))), *lines]


def _standing(page: Page) -> list[Paragraph]:
    """How the reader stands to the group, where they do at all."""
    return [Paragraph(line((text, "new"))) for text in standing_words(page)]


def standing_words(page: Page) -> list[str]:
    """The same as sentences."""
    out = [*page.refused, *(page.t("Waits to be sent: {label}.", label=label) for label in page.unsent)]
    mine = page.membership
    if page.group.state is GroupState.PROPOSED:
        out.append(page.t("Proposed; the operator opens it."))
    elif page.group.state is GroupState.CLOSED:
        out.append(page.t("This group is closed. What was written can still be read here."))
    if mine is None:
        return out
    alias, word = shown_line(mine.alias, limits.ALIAS * 2), shown_line(mine.word, limits.WORD)
    on_its_way = page.line or page.t("It is on its way.")
    match mine.standing:
        case Standing.ACTIVE:
            if mine.role is Role.MEMBER:
                out.append(page.t("You are here as {alias}.", alias=alias))
            else:
                out.append(page.t("You are here as {alias}, {role}.", alias=alias, role=page.t(words.ROLE[mine.role])))
        case Standing.REQUESTED if page.waiting and page.group.access is Access.OPEN:
            out.append(page.t("You join as {alias}. {line}", alias=alias, line=on_its_way))
        case Standing.REQUESTED if page.waiting:
            out.append(page.t("You ask to join as {alias}. {line}", alias=alias, line=on_its_way))
        case Standing.REQUESTED:
            out.append(page.t("You asked to join as {alias}. A facilitator reads it and answers.", alias=alias))
        case Standing.DECLINED:
            out.append(page.t("A facilitator answered that it does not fit now."))
        case Standing.LEFT:
            out.append(
                page.t("You have left. {line}", line=page.line) if page.waiting else page.t("You were here and left.")
            )
        case Standing.ENDED if mine.until:
            when = stamp(page.t, mine.until, page.now, page.zone)
            out.append(page.t("You are suspended from this group until {when}.", when=when))
            out.append(page.t("What was decided about you says why, and how to appeal."))
        case Standing.ENDED:
            out.append(page.t("Your membership here has ended."))
            out.append(page.t("What was decided about you says why, and how to appeal."))
    if word:
        out.append(page.t('Their word to you: "{word}"', word=word))
    return [text.strip() for text in out]


def _fact(label: str, value: str, style: str = "") -> Paragraph:
    return Paragraph(line((value, style)), first=pad(label, max(LABEL, width(label) + 2)), rest=_REST)


def _facts(page: Page) -> list[Paragraph]:
    group = page.group
    out: list[Paragraph] = []
    if not page.listing:
        out.append(
            _fact(page.t("How"), f"{page.t(words.KIND_WHOLE[group.kind])}, {page.t(words.FORMAT_WHOLE[group.format])}")
        )
        out.append(_fact(page.t("Joining"), words.joining_whole(page.t, group)))
        out.append(_fact(page.t("How busy"), f"{words.members(page.t, group)}, {words.busy(page.t, group)}"))
        if page.detail is not None and page.detail.care is not None and page.detail.care.cap:
            out.append(_fact(page.t("Places"), page.t("{count} at most", count=page.detail.care.cap)))
        if reply := words.first_reply(page.t, group):
            out.append(_fact(page.t("Answers"), reply))
        if page.detail is not None and page.detail.figures is not None and page.detail.figures.day >= 0:
            share = page.t("{share} of 100 first posts are answered within a day", share=page.detail.figures.day)
            out.append(_fact("", share))
        if page.detail is not None and (hours := quiet.hours(page.t, page.detail.quiet)):
            out.append(_fact(page.t("Quiet"), _quiet(page, hours)))
        if here := duty.on_duty(page.t, page.detail, page.now, page.zone):
            out.append(_fact(page.t("Here now"), here))
    else:
        out.append(_fact(page.t("How"), page.t(words.FORMAT_WHOLE[group.format])))
    if named := words.topics(group):
        out.append(_fact(page.t("About"), ", ".join(named)))
    out.append(_fact(page.t("Language"), words.language(page.t, group.language)))
    if place := words.where(page.t, group):
        out.append(
            _fact(page.t("Country") if place == words.country(page.t, group.country) else page.t("Where"), place)
        )
    if not page.listing and (address := shown_line(group.url, limits.URL)):
        out.append(_fact(page.t("Address"), address))
    return out


def _quiet(page: Page, hours: str) -> str:
    until = quiet.ends(page.detail, page.now)
    zone = zone_words(page.group.timezone)
    said = page.t("{hours} by the group's clock ({zone})", hours=hours, zone=zone)
    return page.t("{hours}; now, until {time}", hours=said, time=clock(page.t, until, page.zone)) if until else said


def _meetings(page: Page) -> list[Paragraph]:
    if not page.meetings:
        text = (
            page.t("No hours are known.") if page.listing else page.t("No set hours; people write whenever they can.")
        )
        return [BLANK, _fact(page.t("Meets"), text)]
    out = [BLANK, Paragraph(line((page.t("When it meets"), "strong")))]
    for meeting in page.meetings:
        out += _meeting(meeting, page)
    return out


def _meeting(meeting: MeetingRecord, page: Page) -> list[Paragraph]:
    lead = "  "
    name = shown_line(meeting.name, limits.TITLE)
    found, as_usual = next_of(meeting, page.now), usual(meeting, page.now)
    if as_usual is None:
        own = page.t(
            "{when}, by the group's clock ({zone})", when=own_weekly(page.t, meeting), zone=zone_words(meeting.timezone)
        )
        out = [Paragraph(line((own, "key"), f"  {name}"), first=lead, rest=lead * 2)]
    elif other_clock(as_usual, page.zone):
        theirs = page.t("= {when} in {zone}", when=own_weekly(page.t, meeting), zone=zone_words(meeting.timezone))
        out = [
            Paragraph(
                line((page.t("{when} yours", when=weekly(page.t, as_usual, page.zone)), "key"), f"  {name}"),
                first=lead,
                rest=lead * 2,
            )
        ]
        out.append(Paragraph(line((theirs, "dim")), first=lead * 2, rest=lead * 3))
    else:
        out = [Paragraph(line((weekly(page.t, as_usual, page.zone), "key"), f"  {name}"), first=lead, rest=lead * 2)]
    if found is not None:
        later = shift(page.t, meeting, page.now, page.zone)
        coming = page.t(
            "next: {when}, {until}", when=when(page.t, found, page.now, page.zone), until=until(page.t, found, page.now)
        )
        if found.running(page.now):
            coming = page.t("on now, until {time}", time=clock(page.t, found.end, page.zone))
        elif (local(found.start, page.zone).date() - local(page.now, page.zone).date()).days >= 7:
            coming = page.t("next: in {time}", time=within(page.t, found.start - page.now))
        out.append(Paragraph(line(coming + (f"; {later}" if later else "")), first=lead * 2, rest=lead * 3))
    for text in otherwise(page.t, meeting, page.now, page.zone):
        out.append(Paragraph(line((text, "warn")), first=lead * 2, rest=lead * 3))
    where = [shown_line(meeting.place, limits.PLACE), shown_line(meeting.url, limits.URL)]
    for text in (*where, shown_line(meeting.notes, limits.WORD)):
        if text:
            out.append(Paragraph(line(text), first=lead * 2, rest=lead * 3))
    return out


def _people(t: Translator, detail: GroupDetail) -> list[Paragraph]:
    run = [person for person in detail.facilitators if person.role is not Role.MODERATOR]
    out = [BLANK, Paragraph(line((t("Who runs it"), "strong"))), *(_person(t, person) for person in run)]
    if not run:
        out = [BLANK, _fact(t("Run by"), t("nobody at the moment; the operator knows"))]
    if moderate := [person for person in detail.facilitators if person.role is Role.MODERATOR]:
        aliases = ", ".join(shown_line(person.alias, limits.ALIAS * 2) for person in moderate)
        out.append(_fact(t("Moderators"), t("{aliases}; they look after what is written", aliases=aliases)))
    return out


def _person(t: Translator, person: FacilitatorRecord) -> Paragraph:
    kind = t("professional") if person.professional else t("peer")
    credentials = shown_line(person.credentials, limits.CREDENTIALS)
    confirmed = ": " + t("{credentials} (confirmed by the operator)", credentials=credentials) if credentials else ""
    alias = shown_line(person.alias, limits.ALIAS * 2)
    text = f", {t(words.ROLE[person.role])}, {kind}{confirmed}"
    return Paragraph(line((alias, "alias"), text), first="  ", rest="    ")


def _listing(page: Page) -> list[Paragraph]:
    group = page.group
    out = [BLANK, Paragraph(line((page.t("How to attend"), "strong")))]
    if address := shown_line(group.url, limits.URL):
        out.append(_fact(page.t("Address"), address))
    source = shown_line(group.source, 80) or page.t("a public directory")
    out.append(_fact(page.t("Source"), source))
    out.append(_fact(page.t("Age"), words.age(page.t, group, page.now)))
    out += [
        BLANK,
        Paragraph(
            line(
                page.t(
                    "A listing comes from a public directory. It has no boards here and nothing to join; please "
                    "check with its source before you go, above all when it is old."
                )
            )
        ),
        Paragraph(line(page.t("If you run this group, you can claim it, and it gets a place here."))),
    ]
    return out


def _missing(page: Page) -> str:
    if page.line:
        return page.t("Its guidelines and who runs it are not here yet. {line}", line=page.line)
    return page.t("Its guidelines and who runs it are not here yet; asking the server.")
