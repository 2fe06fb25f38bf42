"""Help me choose: four answers, each of which may be missing, become three groups and why each. Pure.

Answers are only ever held in memory while somebody chooses; nothing here keeps or sends them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from tuigroup.i18n import Translator
from tuigroup.views import group_words as words
from tuigroup.views.facets import Entry, fold
from tuigroup.views.meetings import next_of, part_of
from tuigroup.views.times import every, local
from tuigroup.wire.words import Access, GroupFormat, GroupKind, GroupState

GENERAL: Final = "general"
SHOWN: Final = 3

# What people say -> the topics groups name. Only a hint: names and abouts are searched as well.
MEANS: Final[Mapping[str, str]] = {
    "insomnia": "sleep", "awake": "sleep", "nights": "sleep", "lonely": "loneliness", "alone": "loneliness",
    "isolated": "loneliness", "drinking": "addiction", "alcohol": "addiction", "sober": "addiction",
    "drugs": "addiction", "gambling": "addiction", "worry": "anxiety", "worries": "anxiety", "anxious": "anxiety",
    "nervous": "anxiety", "stress": "anxiety", "sad": "depression", "depressed": "depression", "low": "depression",
    "grieving": "grief", "loss": "grief", "died": "grief", "death": "grief", "widow": "grief", "widower": "grief",
    "caring": "carers", "carer": "carers", "caregiver": "carers", "dementia": "carers", "pain": "chronic illness",
    "illness": "chronic illness", "fatigue": "chronic illness", "baby": "parenting", "mother": "parenting",
    "father": "parenting", "children": "parenting", "parent": "parenting", "job": "work", "burnout": "work",
    "boss": "work", "attention": "adhd", "bipolar": "mood", "moods": "mood", "food": "eating", "gay": "lgbtq",
    "trans": "lgbtq", "queer": "lgbtq", "lesbian": "lgbtq", "student": "students", "university": "students",
    "exams": "students", "moved": "migration", "abroad": "migration", "homesick": "migration", "attacks": "panic",
    "old": "older people", "retired": "older people", "young": "young adults",
    "insomnio": "sleep", "sueno": "sleep", "dormir": "sleep", "soledad": "loneliness", "solo": "loneliness",
    "sola": "loneliness", "beber": "addiction", "drogas": "addiction", "adiccion": "addiction", "juego": "addiction",
    "ansiedad": "anxiety", "nervios": "anxiety", "preocupacion": "anxiety", "estres": "anxiety", "triste": "depression",
    "tristeza": "depression", "depresion": "depression", "duelo": "grief", "perdida": "grief", "muerte": "grief",
    "viuda": "grief", "viudo": "grief", "cuidar": "carers", "cuidadora": "carers", "cuidador": "carers",
    "dolor": "chronic illness", "enfermedad": "chronic illness", "cansancio": "chronic illness", "hijos": "parenting",
    "madre": "parenting", "padre": "parenting", "bebe": "parenting", "crianza": "parenting", "trabajo": "work",
    "comida": "eating", "animo": "mood", "estudios": "students", "examenes": "students", "migracion": "migration",
    "extranjero": "migration", "panico": "panic", "mayores": "older people", "jubilado": "older people",
    "jubilada": "older people", "jovenes": "young adults", "atencion": "adhd",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody said; an empty answer is a skipped question.

    ``about`` topics and ``said`` own words; ``led``; ``online``, ``countries`` (two letters) and ``place`` (a
    word) for where; ``days`` (ISO) and ``parts`` of the day, the reader's own.
    """

    about: frozenset[str] = frozenset()
    said: str = ""
    led: GroupKind | None = None
    online: bool = False
    countries: frozenset[str] = frozenset()
    place: str = ""
    days: frozenset[int] = frozenset()
    parts: frozenset[str] = frozenset()

    @property
    def near(self) -> bool:
        return bool(self.countries or self.place)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A group and why, in one sentence."""

    entry: Entry
    why: str
    score: int


@dataclass(slots=True)
class _Case:
    """What speaks for a group and what against it."""

    score: int = 0
    is_: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    though: tuple[str, ...] = ()


def suggest(
    t: Translator, answers: Answers, entries: Iterable[Entry], now: int, zone: tzinfo | None
) -> list[Suggestion]:
    """The three groups that fit best, the best first; fewer only where there are fewer.

    Groups that the reader is in, that are closed or full, or that need an invitation are left out; listings are
    named only to somebody who asked for something near.
    """
    found = []
    for entry in entries:
        if not _possible(entry, answers):
            continue
        case = _weigh(t, answers, entry, now, zone)
        found.append(Suggestion(entry, _sentence(t, case, entry), case.score))
    found.sort(key=lambda one: (-one.score, -one.entry.group.posts_week, one.entry.name, one.entry.group.group))
    return found[:SHOWN]


def _possible(entry: Entry, answers: Answers) -> bool:
    if entry.membership is not None:
        return False
    if entry.listing:
        return answers.near
    return entry.group.state is GroupState.OPEN and entry.group.access is not Access.INVITE and not entry.group.full


def _weigh(t: Translator, answers: Answers, entry: Entry, now: int, zone: tzinfo | None) -> _Case:
    case = _Case()
    _about(t, case, answers, entry)
    _led(t, case, answers, entry)
    _where(t, case, answers, entry)
    _when(t, case, answers, entry, now, zone)
    if entry.listing:
        case.score -= 8
    elif _open(entry):
        case.score += 3
    case.score += min(5, entry.group.posts_week // 5)
    return case


def wanted_topics(answers: Answers) -> frozenset[str]:
    """Topics chosen, and those that own words mean."""
    said = fold(answers.said)
    meant = {MEANS[word] for word in said.split() if word in MEANS}
    return answers.about | meant | ({said} if said else set())


def _about(t: Translator, case: _Case, answers: Answers, entry: Entry) -> None:
    wanted = wanted_topics(answers)
    if not wanted:
        return
    same = [topic for topic in entry.topics if fold(topic) in wanted]
    spoken = [word for word in fold(answers.said).split() if len(word) > 2 and word in entry.text]
    if same:
        # The first topics say best what a group is for.
        case.score += 60 + 10 * (len(same) - 1) - 4 * entry.topics.index(same[0])
        case.is_ += (t("about {topics}", topics=_and(t, same)),)
    elif spoken:
        case.score += 30 + 5 * len(spoken)
        case.does += (t("speaks of {topics}", topics=_and(t, spoken)),)
    elif GENERAL in entry.topics:
        case.score += 8
        case.is_ += (t("open to any topic"),)
    else:
        case.score -= 20
        case.though += (
            t("it is about {topics}", topics=_and(t, entry.topics[:2]))
            if entry.topics
            else t("it does not say what it is about"),
        )


def _led(t: Translator, case: _Case, answers: Answers, entry: Entry) -> None:
    if answers.led is None or entry.listing:
        return
    said = t(words.KIND_WHOLE[entry.group.kind])
    if entry.group.kind is answers.led:
        case.score += 20
        case.is_ += (said,)
    else:
        case.score -= 10
        case.though += (t("it is {said}", said=said),)


def _where(t: Translator, case: _Case, answers: Answers, entry: Entry) -> None:
    if not answers.online and not answers.near:
        return
    group = entry.group
    meets_online = group.format is not GroupFormat.IN_PERSON
    in_person = group.format is not GroupFormat.ONLINE
    where = words.town(t, group)
    at_place = bool(answers.place) and fold(answers.place) in fold(words.where(t, group))
    in_country = group.country.upper() in answers.countries
    if in_person and (at_place or in_country):
        case.score += 40 if at_place else 25
        case.is_ += (t("in {where} and online", where=where) if meets_online else t("in {where}", where=where),)
    elif answers.online and meets_online:
        case.score += 25
        case.is_ += (t("online"),)
    else:
        case.score -= 25
        case.though += (_in(t, where) if in_person else t("it meets online only"),)


def _when(t: Translator, case: _Case, answers: Answers, entry: Entry, now: int, zone: tzinfo | None) -> None:
    if not answers.days and not answers.parts:
        return
    hours: list[str] = []
    for meeting in entry.meetings:
        occurrence = next_of(meeting, now)
        if occurrence is None:
            continue
        start = local(occurrence.start, zone)
        said = t("{days} at {time} your time", days=every(t, start.weekday()), time=t.time(start))
        day = not answers.days or start.isoweekday() in answers.days
        part = not answers.parts or part_of(start.hour) in answers.parts
        if day and part:
            case.score += 25
            case.does += (t("meets on {when}", when=said),)
            return
        hours.append(said)
    if hours:
        case.score -= 8
        case.though += (t("it meets on {when}", when=hours[0]),)
    else:
        case.does += (t("has no set hours, so people write whenever they can"),)


def _sentence(t: Translator, case: _Case, entry: Entry) -> str:
    is_, does = list(case.is_), list(case.does)
    if not is_ and not does:
        is_ = [t("open to everybody at once") if _open(entry) else t("the closest that is here")]
    if not does and not case.though and (time := words.first_reply_time(t, entry.group)):
        does = [t("a first answer usually comes within {time}", time=time)]
    if is_ and does:
        said = t("It is {what}, and {does}", what=_and(t, is_), does=_and(t, does))
    elif is_:
        said = t("It is {what}", what=_and(t, is_))
    else:
        said = t("It {does}", does=_and(t, does)) if does else t("It is here")
    return t("{said}, though {though}.", said=said, though=_and(t, case.though)) if case.though else said + "."


def _in(t: Translator, where: str) -> str:
    return t("it meets in {where}", where=where) if where else t("it meets in person")


def _open(entry: Entry) -> bool:
    return entry.group.access is Access.OPEN and not entry.listing


def _and(t: Translator, parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return t("{first} and {last}", first=", ".join(parts[:-1]), last=parts[-1])
