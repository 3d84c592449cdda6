"""What an author writes becomes a question, or an error that says how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_curriculum import LESSON

from lessons.errors import LessonError
from lessons.questions.forms import Curves, Mark, Match, Number, Order, UnitFactor
from lessons.reading.lesson_file import load_lesson
from lessons.schema import Aside, Lesson, Predict, Quiz

ORDER = 'order = { entries = ["a", "b", "c"], why = "So." }'
FORMS = {
    "order": ORDER,
    "match": 'match = { pairs = [{ left = "a", right = "b" }, { left = "c", right = "d" }], '
    'why = "So." }',
    "curves": 'curves = { scenarios = ["plain", "heavy_ball"], why = "So.", log = true }',
    "mark": 'mark = { scenario = "plain", answer = "lab:first_below", why = "So." }',
    "numeric": 'numeric = { answer = 3, relative = 0.1, unit = "steps", '
    'units = { epochs = 34 }, why = "So." }',
}


def load(folder: Path, *fences: str) -> Lesson:
    """The small lesson with more blocks at its end."""
    folder.mkdir(exist_ok=True)
    (folder / "lesson.md").write_text(LESSON + "\n" + "\n".join(fences), encoding="utf-8")
    return load_lesson(folder, "optimizers/momentum")


def fence(body: str, kind: str = "quiz") -> str:
    return f'```{kind}\nid = "extra"\nask = "What?"\n{body}\n```\n'


def extra(folder: Path, body: str) -> Quiz:
    return next(quiz for quiz in load(folder, fence(body)).of(Quiz) if quiz.id == "extra")


def test_every_form_is_built(tmp_path: Path) -> None:
    kinds = {name: type(extra(tmp_path, body).form) for name, body in FORMS.items()}
    assert kinds == {
        "order": Order,
        "match": Match,
        "curves": Curves,
        "mark": Mark,
        "numeric": Number,
    }
    curves = extra(tmp_path, FORMS["curves"]).form
    assert isinstance(curves, Curves)
    assert len(curves.labels) == 2
    assert all(curves.labels)
    mark = extra(tmp_path, FORMS["mark"]).form
    assert isinstance(mark, Mark)
    assert mark.answer == "lessons.curriculum.optimizers.momentum.lab:first_below"
    number = extra(tmp_path, FORMS["numeric"]).form
    assert isinstance(number, Number)
    assert number.units == (UnitFactor(unit="epochs", factor=34.0),)


def test_an_aside_and_a_sketch_are_built(tmp_path: Path) -> None:
    aside = '```aside\nid = "more"\nwhen = "step-is-sample"\ntitle = "T"\ntext = "x"\n```\n'
    assert [one.when for one in load(tmp_path, aside).of(Aside)] == ["step-is-sample"]
    sketch = fence('scenarios = ["plain"]\nsketch = { low = 0.0, high = 1.0 }', "predict")
    run = '```run\nid = "again"\nscenarios = ["plain"]\n```\n'
    (found,) = [one for one in load(tmp_path, sketch, run).of(Predict) if one.sketch]
    assert (found.options, found.answer, found.scenarios) == ((), "", ("plain",))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (ORDER + '\nchoices = [{ text = "a", why = "b" }]', "a question has choices or a number"),
        ("", "a question has choices or a number"),
        ('order = { entries = ["a", "a"], why = "." }', "an entry stands twice"),
        (ORDER.replace("why", "also = [[1, 2]], why"), "no order of the entries"),
        (
            ORDER.replace("why", 'slips = [{ one = 3, other = 1, why = "." }], why', 1),
            "this is no slip",
        ),
        (FORMS["match"].replace('"d"', '"b"'), "1 things can be chosen"),
        (
            FORMS["match"][:-1] + ', slips = [{ one = 1, other = 1, why = "." }] }',
            "this is no slip",
        ),
        (FORMS["curves"].replace('"plain"', '"plian"'), 'no scenario "plian"'),
        (FORMS["mark"].replace('"plain"', '"nobody"'), 'scenario "nobody"'),
        (FORMS["mark"].replace("lab:", "lob:"), "names no function"),
        (FORMS["numeric"].replace("relative = 0.1, ", ""), '"tolerance" is missing'),
        (
            'several = true\nchoices = [{ text = "a", why = ".", right = true }, '
            '{ text = "b", why = "." }]',
            "1 of 2 choices are right",
        ),
    ],
)
def test_what_cannot_be_is_said(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(LessonError) as caught:
        extra(tmp_path, body)
    assert message in caught.value.message
    assert caught.value.fix
    assert caught.value.line > 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "options with an answer, or a sketch"),
        ("sketch = { low = 1.0, high = 0.0 }", "no paper"),
        ("sketch = { low = 0.0, high = 1.0, log = true }", "no paper"),
        ('sketch = { low = 0.0, high = 1.0 }\nanswer = "lab:first_below"', "or a sketch"),
        ("sketch = { low = 0.0, high = 1.0 }", "a sketch is of one run"),
    ],
)
def test_a_sketch_needs_paper_and_one_run(tmp_path: Path, body: str, message: str) -> None:
    run = '```run\nid = "again"\nscenarios = ["plain", "heavy_ball"]\n```\n'
    with pytest.raises(LessonError, match=message):
        load(tmp_path, fence(body, "predict"), run)


def test_a_question_about_runs_comes_after_them(tmp_path: Path) -> None:
    first = LESSON.replace("```predict", fence(FORMS["mark"]) + "\n```predict", 1)
    (tmp_path / "lesson.md").write_text(first, encoding="utf-8")
    with pytest.raises(LessonError, match="no earlier run"):
        load_lesson(tmp_path, "optimizers/momentum")
