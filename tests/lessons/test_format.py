"""What is said about the format is what is read: the document, the examples, the schemas."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import msgspec
import pytest

from lessons.clinics.ward import CASES
from lessons.errors import UnknownName
from lessons.exercises.exercise import Exercise
from lessons.format.document import EXAMPLE_LESSON, EXAMPLES, FORMAT, document, examples
from lessons.format.json_schema import schema, schemas
from lessons.format.meanings import about, meanings
from lessons.format.parts import PARTS, Part, part
from lessons.format.whole import whole
from lessons.questions.building import FORMS
from lessons.reading.lesson_file import load_lesson
from lessons.reading.markdown import BLOCK_TYPES, split
from lessons.reading.shape import Shape
from lessons.reading.table import Table
from lessons.schema import Lesson, Quiz


def test_the_document_is_not_stale() -> None:
    assert FORMAT.read_text(encoding="utf-8") == document(), "run `python -m lessons.format`"


def test_every_key_says_what_it_means() -> None:
    missing = [
        f"{shape.__name__}.{name}"
        for shape in Shape.__subclasses__()
        for name in shape.__struct_fields__
        if not meanings(shape).get(name)
    ]
    assert missing == []
    assert all(about(shape) for shape in Shape.__subclasses__())


def test_every_type_of_block_is_there_once() -> None:
    names = [one.name for one in PARTS]
    assert len(set(names)) == len(names)
    assert {one.name for one in PARTS if one.is_block} == set(BLOCK_TYPES)


@pytest.fixture
def example(tmp_path: Path) -> Lesson:
    folder = tmp_path / "optimizers" / "momentum"
    folder.mkdir(parents=True)
    shutil.copy(EXAMPLE_LESSON, folder / "lesson.md")
    return load_lesson(folder, "optimizers/momentum")


def test_the_example_lesson_can_be_read_and_shows_everything(example: Lesson) -> None:
    forms = {type(quiz.form).__name__ for quiz in example.of(Quiz)}
    assert forms == {"Choices", "Number", "Order", "Match", "Curves", "Mark"}
    assert len(FORMS) == len(forms)
    assert {knob.kind for knob in example.lab.knobs} == {"float", "log", "int", "choice", "toggle"}
    assert example.reviews
    assert example.of(Exercise)[1].folder.name == "training_loop"
    for one in PARTS:
        if one.name != "case":  # there are twenty of them to read
            assert examples(one.name), one.name


@pytest.mark.parametrize("name", ["misconception", "fault"])
def test_examples_of_entries_have_their_shape(name: str) -> None:
    file = EXAMPLES / f"{name}.toml"
    table = Table.read(file, 1, file.read_text(encoding="utf-8"))
    for key in table.keys:
        table.shaped(part(name).shape, key)


def test_the_example_of_a_unit_has_its_shape() -> None:
    file = EXAMPLES / "unit.toml"
    Table.read(file, 1, file.read_text(encoding="utf-8")).shaped(part("unit").shape)


def tables(one: Part) -> list[object]:
    """Real tables of a kind."""
    if one.name == "case":
        case = CASES / "wild_swings" / "case.md"
        return [split(case.read_text(encoding="utf-8"), case).front.data]
    if one.name in ("misconception", "fault"):
        text = (EXAMPLES / f"{one.name}.toml").read_text(encoding="utf-8")
        return list(tomllib.loads(text).values())
    if one.name == "lesson":
        return [tomllib.loads(examples("lesson")[0].strip("+"))]
    return [
        tomllib.loads(text.removeprefix(f"```{one.name}\n").removesuffix("```"))
        for text in examples(one.name)
    ]


@pytest.mark.parametrize("one", PARTS, ids=lambda one: one.name)
def test_what_is_described_as_a_whole_accepts_the_examples_and_no_strange_key(one: Part) -> None:
    assert tables(one)
    for table in tables(one):
        assert isinstance(table, dict)
        msgspec.convert(table, whole(one.shape))
        with pytest.raises(msgspec.ValidationError, match="surprise"):
            msgspec.convert({**table, "surprise": 1}, whole(one.shape))


def test_what_is_checked_entry_by_entry_is_described_too() -> None:
    numeric = {"answer": 1.0, "why": "So.", "tolerence": 1}
    with pytest.raises(msgspec.ValidationError, match="tolerence"):
        msgspec.convert({"id": "a", "ask": "b", "numeric": numeric}, whole(part("quiz").shape))


def test_a_schema_for_each_with_descriptions() -> None:
    all_of_them = schemas()
    assert list(all_of_them) == [one.name for one in PARTS]
    for name, found in all_of_them.items():
        assert found == schema(name)
        for definition in found["$defs"].values():
            assert definition["description"]
            assert all(entry["description"] for entry in definition["properties"].values())
    quiz = schema("quiz")["$defs"]
    assert {"Quiz", "Choice", "Number", "Wrong", "Order", "Match", "Curves", "Mark"} <= set(quiz)
    assert quiz["Quiz"]["additionalProperties"] is False
    assert quiz["Quiz"]["required"] == ["id", "ask"]


def test_a_strange_block_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match='"quiz"'):
        schema("quizz")
