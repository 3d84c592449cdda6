"""Predictions for a placement: what an author may write, and what lint says about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_curriculum import LESSON, write_lesson

from lessons.catalog import load_catalog
from lessons.errors import LessonError
from lessons.lint.placement import LONGEST, LONGEST_OPTION, check_placement
from lessons.reading.lesson_file import load_lesson
from lessons.schema import Lesson, Predict

ID = "optimizers/momentum"
ANSWER = 'answer = "lab:first_below"\n'
STANDS = 'placement = "Three runs: which is first below 0.1?"\n'
OWN = 'placement_options = { plain = "P", heavy_ball = "H", none = "N" }\n'


def with_lines(root: Path, lines: str, text: str = LESSON) -> Lesson:
    """The small lesson, with these lines in its prediction."""
    return load_lesson(write_lesson(root, text.replace(ANSWER, ANSWER + lines)), ID)


def messages(lesson: Lesson) -> list[str]:
    return [found.message for found in check_placement(lesson)]


def test_without_a_text_of_its_own_a_prediction_is_no_part_of_a_placement(tmp_path: Path) -> None:
    (predict,) = with_lines(tmp_path, "").of(Predict)
    assert (predict.placement, predict.placement_options) == ("", ())


def test_options_stand_by_themselves_or_are_written_anew(tmp_path: Path) -> None:
    (predict,) = with_lines(tmp_path / "a", STANDS).of(Predict)
    assert predict.placement_options == predict.options
    (predict,) = with_lines(tmp_path / "b", STANDS + OWN).of(Predict)
    assert [one.text for one in predict.placement_options] == ["P", "H", "N"]
    assert [one.key for one in predict.placement_options] == [one.key for one in predict.options]


@pytest.mark.parametrize(
    ("lines", "key", "words"),
    [
        (OWN, "placement_options", "answer no question"),
        (STANDS + OWN.replace("none", "same"), "placement_options", "not the keys"),
        ("placement = 3\n", "placement", "text"),
    ],
)
def test_what_makes_no_sense_is_named(tmp_path: Path, lines: str, key: str, words: str) -> None:
    with pytest.raises(LessonError) as caught:
        with_lines(tmp_path, lines)
    assert caught.value.key.startswith(key)
    assert words in str(caught.value)


def test_a_sketch_has_no_place_in_a_placement(tmp_path: Path) -> None:
    options = LESSON[LESSON.index("options = { plain") : LESSON.index(ANSWER) + len(ANSWER)]
    sketch = 'scenarios = ["plain"]\n' + STANDS + "sketch = { low = 0.0, high = 1.0 }\n"
    with pytest.raises(LessonError, match="cannot be sketched"):
        with_lines(tmp_path, "", LESSON.replace(options, sketch))


def test_lint_asks_for_short_questions_with_one_answer_that_few_runs_settle(tmp_path: Path) -> None:
    assert messages(with_lines(tmp_path / "a", STANDS)) == []
    (long,) = messages(with_lines(tmp_path / "b", f'placement = "{"x" * (LONGEST + 1)}"\n'))
    assert f"{LONGEST + 1} characters" in long
    option = OWN.replace('"P"', f'"{"x" * (LONGEST_OPTION + 1)}"')
    (wordy,) = messages(with_lines(tmp_path / "c", STANDS + option))
    assert "the option plain" in wordy
    (chance,) = messages(with_lines(tmp_path / "d", STANDS + "chance = true\n"))
    assert "chance decides" in chance
    many = LESSON.replace('scenarios = ["plain", "heavy_ball", "nesterov"]\n', "seeds = 3\n$")
    many = many.replace("$", 'scenarios = ["plain", "heavy_ball", "nesterov"]\n')
    (slow,) = messages(with_lines(tmp_path / "e", STANDS, many))
    assert "9 runs" in slow


def test_the_whole_of_lint_says_so(tmp_path: Path) -> None:
    from lessons.lint.curriculum import lint

    with_lines(tmp_path, STANDS + "chance = true\n")
    assert any("first_in_the_valley: placement" in str(one) for one in lint(load_catalog(tmp_path)))
