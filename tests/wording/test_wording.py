"""Wording that suggests danger: found where it is meant, passed by in ordinary sentences, and never in the way."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

import tuigroup.wording as package
from tuigroup.i18n import ENGLISH, translator
from tuigroup.layered import with_lists
from tuigroup.wording import LANGUAGES, MOST, MOST_LISTS, Wording, load, packaged, read, sorted_lines

MEANT = (
    """
I want to die
I don’t want to live anymore.
I do not want to be here any more
i dont want to be alive
Honestly I wish I was dead.
I wish I could just not wake up
You'd all be better off without me
There is no reason to go on living
I keep thinking about killing myself
I'm going to end it tonight
I have been feeling so suicidal again
I took all of my pills an hour ago
I counted my pills tonight
I've been cutting again
I hurt myself last night and nobody knows
This is my goodbye.
No one would even notice if I was gone
I'm scared he will kill me
He choked me and the kids saw
KILL MYSELF
kill   my-self? no: I will kill
myself
Quiero morirme
No quiero seguir viviendo
Ojalá no despertara
Tengo ganas de morir
Voy a quitarme la vida
Pienso en matarme cada noche
Estarían mejor sin mí
Me hago daño cuando nadie mira
Me he cortado otra vez
Me tomé todas las pastillas
Tengo miedo de que me mate
Me corté las venas
""".strip()
    .replace("I will kill\nmyself", "I will kill myself")
    .split("\n")
)
ORDINARY = """
I was killing myself laughing at the dog
I could kill him for leaving the gate open
I don't want to die, I want to sleep
I am dying to hear how it went
That hill nearly killed me
I cut myself shaving and went to work anyway
My deadline is killing me
I shot myself in the foot with that email
I overdosed on coffee again
My brother's suicide is ten years ago this week
She wanted to end the meeting early
I can't go on Tuesday, but Wednesday is fine
Goodbye and good night, all of you
They will kill me for eating the last biscuit
He hit me with a hard question
I want to live nearer the sea
I am tired of living out of boxes
Nobody would tell me what the form is for
Quiero morirme de risa
No quiero morir sin ver el mar
Mi madre me va a matar cuando vea la cocina
Me corté el pelo
Me hice daño en la rodilla corriendo
Quiero vivir cerca del mar
Me muero de hambre
Hasta mañana a todas
""".strip().split("\n")


@pytest.fixture(scope="module")
def wording() -> Wording:
    return load()


@pytest.mark.parametrize("said", MEANT)
def test_what_is_meant_is_found(wording: Wording, said: str) -> None:
    assert wording.suggests(f"It rained all day. {said} That is all.")


@pytest.mark.parametrize("said", ORDINARY)
def test_what_is_ordinary_is_passed_by(wording: Wording, said: str) -> None:
    assert not wording.suggests(said)


def sentences() -> Iterator[str]:
    """What the people of the sample community write, sentence by sentence."""
    folder = resources.files("tuigroup_server.sample").joinpath("groups")
    for entry in folder.iterdir():
        for thread in tomllib.loads(entry.read_text("utf-8")).get("thread", ()):
            for post in thread["post"]:
                yield from filter(str.strip, re.split(r"(?<=[.!?])\s+|\n+", post["text"]))


def test_few_sentences_of_the_sample_community_are_taken_for_danger(wording: Wording) -> None:
    said = list(sentences())
    found = [sentence for sentence in said if wording.suggests(sentence)]
    print(f"taken for danger: {len(found)} of {len(said)} sentences, {100 * len(found) / len(said):.2f} %")
    assert len(said) > 2000
    assert len(found) <= len(said) / 500, found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_of_a_list_can_be_read(language: str) -> None:
    for line in packaged(language):
        said = line.split("#")[0].strip()
        assert not said or any(sorted_lines([line])), line


def test_words_are_whole_words() -> None:
    wording = Wording(["kill me", "- kill me softly"])
    assert wording.suggests("Kill me.")
    assert not wording.suggests("skill me")
    assert not wording.suggests("kill men")
    assert not wording.suggests("Kill. Me neither")
    assert not wording.suggests("kill me softly")
    assert wording.suggests("kill me softly, or kill me now")


def test_a_file_of_ones_own_adds_lines_and_a_broken_one_changes_nothing(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("the (red|blue) box [again]\n# a remark\n((\n- the red box again\n" + "x" * 999, "utf-8")
    wording = load(str(own))
    assert wording.suggests("It is the blue box")
    assert not wording.suggests("It is the red box again")
    assert wording.suggests("I want to die")
    own.write_bytes(b"\xff\xfe\x00")
    assert load(str(own)).suggests("I want to die")
    assert load(str(tmp_path / "nowhere")).suggests("I want to die")
    assert not load("off").suggests("I want to die")


def test_a_folder_of_lists_in_other_languages_is_used_too(tmp_path: Path) -> None:
    lists = tmp_path / "danger"
    assert with_lists("on", tmp_path) == "on"
    lists.mkdir()
    german = "ich will (sterben|nicht mehr leben)\n- ich will sterben vor lachen\n"
    (lists / "danger-de.txt").write_text(german, "utf-8")
    (lists / "notes.md").write_text("der mond\n", "utf-8")
    wording = load(with_lists("on", tmp_path))
    assert wording.suggests("Ich will nicht mehr leben.")
    assert not wording.suggests("Ich will sterben vor Lachen.")
    assert not wording.suggests("Der Mond")
    assert wording.suggests("I want to die")
    assert read(with_lists("on", tmp_path)).files == ("danger-de.txt",)


def test_a_language_of_the_package_can_be_left_out_and_all_of_it() -> None:
    assert not load("-en").suggests("I want to die")
    assert load("-en").suggests("Quiero morirme")
    assert not load("-en, -es").suggests("Quiero morirme")
    assert read("-en").languages == ("es",)
    assert not load("off, -es").suggests("I want to die")


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"a\n" * (MOST + 1), b"x" * 500_000])
def test_a_broken_list_is_one_sentence_and_the_others_still_work(tmp_path: Path, body: bytes) -> None:
    broken, sound = tmp_path / "broken.txt", tmp_path / "sound.txt"
    broken.write_bytes(body)
    sound.write_text("the blue box\n", "utf-8")
    found = read(f"{broken}, {sound}")
    assert [ENGLISH(fault) for fault in found.faults] == [
        "The list of words broken.txt can't be read, so it is left out; the others are used."
    ]
    wording = load(f"{broken}, {sound}")
    assert wording.suggests("It is the blue box")
    assert wording.suggests("I want to die")


def test_a_line_that_cannot_be_read_is_named_and_the_rest_of_its_list_is_used(tmp_path: Path) -> None:
    own = tmp_path / "own\x1b[31m.txt"
    own.write_text("# mine\nthe blue box\n((\nthe red box\n", "utf-8")
    (fault,) = read(str(own)).faults
    assert ENGLISH(fault) == (
        "Line 3 of the list of words own?[31m.txt can't be read, so it is left out; the others are used."
    )
    assert translator("es")(fault).startswith("La línea 3 de la lista de palabras own?[31m.txt no se puede leer")
    assert load(str(own)).suggests("It is the red box")


@pytest.mark.parametrize("line", ["()", "[maybe]", "...", "[a] [b]", "- ..."])
def test_a_line_that_is_in_every_text_is_left_out(tmp_path: Path, line: str) -> None:
    own = tmp_path / "own.txt"
    own.write_text(f"{line}\n", "utf-8")
    assert len(read(str(own)).faults) == 1
    assert not load(str(own)).suggests("Good morning to all of you")
    assert load(str(own)).suggests("I want to die")


def test_what_is_no_file_or_too_many_of_them_is_a_sentence(tmp_path: Path) -> None:
    assert len(read(str(tmp_path / "nowhere.txt")).faults) == 1
    os.mkfifo(tmp_path / "pipe.txt")
    assert len(read(str(tmp_path)).faults) == 1
    many = tmp_path / "many"
    many.mkdir()
    for at in range(MOST_LISTS + 1):
        (many / f"{at:02}.txt").write_text(f"box {at:02}\n", "utf-8")
    assert len(read(str(many)).faults) == 1
    assert load(str(many)).suggests("box 00")
    assert not load(str(many)).suggests(f"box {MOST_LISTS:02}")


def test_any_text_is_looked_through_quickly(wording: Wording) -> None:
    for text in ("a " * 5000, "I want to " * 1000, "took all " * 1100, "\x00\u202e" * 5000, ""):
        assert wording.suggests(text) is False


def test_nothing_here_can_keep_or_send_what_it_reads() -> None:
    """It imports nothing that writes, logs or speaks to anybody."""
    tree = ast.parse(Path(package.__file__).read_text("utf-8"))
    imported = {
        name.name if isinstance(node, ast.Import) else node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert imported <= {
        "__future__", "re", "unicodedata", "collections.abc", "dataclasses", "importlib", "pathlib", "typing",
        "tuigroup.i18n",
    }  # fmt: skip
