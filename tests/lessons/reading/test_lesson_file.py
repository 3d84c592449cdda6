"""A lesson folder becomes a Lesson, or an error that says where and why not."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_curriculum import LESSON, write_lesson

from lessons.errors import LessonError
from lessons.questions.forms import Number
from lessons.reading.lesson_file import load_lesson
from lessons.schema import Lesson, Predict, Prose, Quiz, Reflect, Run


def load(root: Path, text: str = LESSON) -> Lesson:
    return load_lesson(write_lesson(root, text), "optimizers/momentum")


def test_everything_written_is_there(tmp_path: Path) -> None:
    lesson = load(tmp_path)
    assert (lesson.title, lesson.minutes, lesson.covers) == ("Momentum", 12, ("07.2", "07.3"))
    assert lesson.lab.recipe == "lessons.curriculum.optimizers.momentum.lab:valley"
    assert [type(block) for block in lesson.blocks] == (
        [Prose, Predict, Run, Prose, Quiz, Quiz, Quiz, Reflect, Prose]
    )
    assert [block.id for block in lesson.blocks][:4] == (
        ["prose-1", "first_in_the_valley", "run-1", "prose-2"]
    )
    assert lesson.scenario("nesterov").label == "Nesterov"
    assert lesson.scenario("heavy_ball").label == "heavy ball"
    assert lesson.scenario("heavy_ball").settings == (("momentum", 0.9),)
    assert lesson.scenario("plain").ends == "finished"


def test_every_lab_has_the_view_of_what_every_run_records(tmp_path: Path) -> None:
    assert load(tmp_path).lab.views == ("surface", "layers")
    text = LESSON.replace('views = ["surface"]', 'views = ["layers", "surface"]')
    assert load(tmp_path, text).lab.views == ("layers", "surface")


def test_a_prediction_is_settled_by_the_next_run(tmp_path: Path) -> None:
    (predict,) = load(tmp_path).of(Predict)
    assert predict.scenarios == ("plain", "heavy_ball", "nesterov")
    assert [option.key for option in predict.options] == ["plain", "heavy_ball", "none"]
    assert predict.answer == "lessons.curriculum.optimizers.momentum.lab:first_below"
    assert (predict.seeds, predict.chance) == (5, False)


def test_a_numeric_question_keeps_its_wrong_numbers(tmp_path: Path) -> None:
    number = load(tmp_path).of(Quiz)[0].form
    assert isinstance(number, Number)
    assert (number.answer, number.tolerance, number.unit) == (10.0, 0.01, "steps")
    assert [(wrong.value, wrong.tag) for wrong in number.wrong] == [(9.0, "geometric-series")]


def test_a_scenario_may_declare_that_it_diverges(tmp_path: Path) -> None:
    text = LESSON.replace("plain      = { }", 'plain = { lr = 0.1, ends = "diverged" }')
    assert load(tmp_path, text).scenario("plain").ends == "diverged"


BROKEN = [
    # old, new, the line that is at fault, key, words of the message, words of the fix
    ('title = "Mom', 'titel = "Mom', 'titel = "Mom', "titel", "no such key", '"title"'),
    ("minutes = 12", "minutes = 0", "minutes = 0", "minutes", ">= 1", ""),
    ("minutes = 12", 'minutes = "12"', 'minutes = "12"', "minutes", "whole number", ""),
    ('"lab:valley"', '"valley"', "recipe =", "recipe", "names no function", "lab:name"),
    ('"lab:valley"', '"os:system"', "recipe =", "recipe", "names no function", "lab:name"),
    ("views = [", "veiws = [", "veiws", "veiws", "no such key", '"views"'),
    ('"log", min', '"logarithmic", min', "lr    ", "knobs.lr.kind", "enum", ""),
    ("min = 1e-5", "min = 0.0", "lr    ", "knobs.lr.min", "not above 0", "above 0"),
    ("min = 1e-5", "min = 1.0", "lr    ", "knobs.lr.min", "not below max", ""),
    ("default = 1e-3", "default = 1.0", "lr    ", "knobs.lr.default", "cannot be", "1e-05 to 0.1"),
    ("default = 32", "default = 3.5", "batch", "knobs.batch.default", "whole number", ""),
    ("default = false", "default = 0", "nesterov =", "knobs.nesterov.default", "switch", "true"),
    ('default = "left"', 'default = "lift"', "start", "knobs.start.default", "lift", '"left"'),
    ('choices = ["left", "right"],', "", "start", "knobs.start", "needs choices", ""),
    ("max = 512,", "", "batch", "knobs.batch", "needs a range", "max"),
    ("start    =", "seed     =", "seed", "knobs.seed", "cannot have this name", ""),
    (
        "{ momentum = 0.9 }",
        "{ momemtum = 0.9 }",
        "heavy_ball =",
        "scenarios.heavy_ball.momemtum",
        "no such knob",
        '"momentum"',
    ),
    (
        "{ momentum = 0.9 }",
        "{ momentum = 9.0 }",
        "heavy_ball =",
        "scenarios.heavy_ball.momentum",
        "cannot be 9.0",
        "0 to 0.99",
    ),
    (
        "{ momentum = 0.9 }",
        '{ momentum = "0.9" }',
        "heavy_ball =",
        "scenarios.heavy_ball.momentum",
        "is a number",
        "",
    ),
    (
        "plain      = { }",
        'plain = { ends = "failed" }',
        "plain =",
        "scenarios.plain.ends",
        "enum",
        "",
    ),
    ("plain      = { }", "plain = 3", "plain =", "scenarios.plain", "table", ""),
    ('id = "first_in', 'id = "First_in', 'id = "First_in', "id", "no id", "lower-case"),
    ('"lab:first_below"', '"lab:"', "answer", "answer", "names no function", ""),
    ('none = "none of them"', "none = 3", "options", "options", "text in quotes", ""),
    ('ask = "Which is first', 'aks = "Which is first', "aks", "aks", "no such key", '"ask"'),
    (
        'scenarios = ["plain", "heavy_ball", "nesterov"]',
        'scenarios = ["heavy_bal"]',
        "```run",
        "scenarios",
        "no scenario",
        '"heavy_ball"',
    ),
    (
        'scenarios = ["plain", "heavy_ball", "nesterov"]',
        'scenarios = ["plain"]\nview = "surfaces"',
        "```run",
        "view",
        "no view",
        '"surface"',
    ),
    (
        'scenarios = ["plain", "heavy_ball", "nesterov"]',
        "scenarios = []",
        "scenarios = []",
        "scenarios",
        "length >= 1",
        "",
    ),
    (
        'scenarios = ["plain", "heavy_ball", "nesterov"]',
        'scenarios = ["plain", "plain"]',
        "scenarios = ",
        "scenarios",
        "twice",
        "",
    ),
    ("answer = 10.0", 'answer = "10"', 'answer = "10"', "numeric.answer", "a number", ""),
    (
        "tolerance = 0.01",
        "tolerance = 1.0",
        "{ value = 9.0",
        "numeric.wrong.1.value",
        "counts as right",
        "",
    ),
    (
        'why = "It never looks at the loss."',
        'because = ""',
        "the last loss",
        "choices.2.because",
        "no such key",
        "",
    ),
    (
        ', right = true },\n    { text = "the last',
        ' },\n    { text = "the last',
        "choices = [",
        "choices",
        "0 of 3",
        "exactly one",
    ),
    ('id = "sign"', 'id = "what_it_keeps"', "```quiz", "id", "is taken", "another id"),
    ('id = "own_words"', "# no id", "# no id", "", '"id" is missing', "Add id"),
    ("```lab\n", "```text\n", "+++", "lab", "needs a lab", "```lab"),
]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken[1] or broken[0])
def test_errors_name_line_key_and_fix(tmp_path: Path, broken: tuple[str, ...]) -> None:
    old, new, at, key, message, fix = broken
    assert old in LESSON
    text = LESSON.replace(old, new, 1)
    with pytest.raises(LessonError) as caught:
        load(tmp_path, text)
    error = caught.value
    assert error.file == tmp_path / "optimizers/momentum/lesson.md"
    assert at in text.split("\n")[error.line - 1]
    assert error.key == key
    assert message in error.message
    assert fix in error.fix


def test_a_prediction_needs_a_run_after_it(tmp_path: Path) -> None:
    run = '```run\nscenarios = ["plain", "heavy_ball", "nesterov"]\n```\n'
    with pytest.raises(LessonError, match="no run settles"):
        load(tmp_path, LESSON.replace(run, ""))
    asked = LESSON.replace("answer = ", 'scenarios = ["nesterov"]\nanswer = ', 1)
    with pytest.raises(LessonError, match='no later run makes the scenario "nesterov"'):
        load(tmp_path, asked.replace(', "heavy_ball", "nesterov"]', "]"))


def test_a_second_lab_is_refused(tmp_path: Path) -> None:
    lab = '```lab\nrecipe = "lab:x"\n[scenarios]\na = {}\n```\n'
    with pytest.raises(LessonError, match="a second lab"):
        load(tmp_path, LESSON + lab)


def test_a_question_has_choices_or_a_number(tmp_path: Path) -> None:
    both = 'choices = [{ text = "a", why = "b" }]\n[numeric]'
    with pytest.raises(LessonError, match="choices or a number"):
        load(tmp_path, LESSON.replace("[numeric]", both))


def test_missing_and_unreadable_files_are_explained(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="cannot be read"):
        load_lesson(tmp_path / "nowhere", "optimizers/nowhere")
    folder = write_lesson(tmp_path)
    (folder / "lesson.md").write_bytes(b"+++\n\xff\xfe\n+++\n")
    with pytest.raises(LessonError, match="not UTF-8"):
        load_lesson(folder, "optimizers/momentum")
