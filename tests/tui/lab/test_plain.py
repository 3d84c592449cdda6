"""Lessons and runs as lines of text: everything that can be typed, and that nothing is lost."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lab_samples import LESSON, STEPS, PlayedEngine

from engine.errors import EngineError
from lessons.progress.store import ProgressStore
from lessons.questions.forms import Choice, Choices, Number
from lessons.schema import Lesson, Quiz, Reflect
from tui.plain.lesson import PlainLesson
from tui.plain.markup import prose
from tui.plain.talk import WIDEST, Talk
from tui.sentence import sentence

QUESTIONS = (
    Quiz(
        id="steep",
        ask="Which wall is *steep*?",
        form=Choices(
            shuffle=False,
            choices=(
                Choice(text="one of `two`", why="As the text says.", right=True),
                Choice(text="none", why="One is."),
            ),
        ),
    ),
    Quiz(id="sum", ask="1 + 1?", form=Number(answer=2.0, tolerance=0.1, why="Count.")),
    Reflect(id="words", ask="Why?", model_answer="Because it is steeper."),
)
WHOLE = replace(LESSON, blocks=(*LESSON.blocks, *QUESTIONS))


class Taken:
    """A lesson taken with typed lines."""

    def __init__(
        self, folder: Path, typed: str, lesson: Lesson = WHOLE, *, unattended: bool = False
    ) -> None:
        self.store = ProgressStore.in_memory()
        self.engine = PlayedEngine(folder / "runs")
        self.lesson = lesson
        self.unattended = unattended
        self.again(typed)

    def again(self, typed: str) -> None:
        """Take it once more, with what was kept."""
        target = io.StringIO()
        talk = Talk(io.StringIO(typed), target, self.unattended)
        engine: Any = self.engine
        self.whole = PlainLesson(talk, self.lesson, self.store, engine, "cpu").take()
        self.said = target.getvalue()

    @property
    def record(self) -> Any:
        return self.store.lesson(self.lesson.id)


def test_a_whole_lesson_from_reading_to_the_model_answer(tmp_path: Path) -> None:
    taken = Taken(tmp_path, "1\n3\n2\n4\n1\n3\n1\n2\nIt is steeper.\n")
    assert taken.whole
    assert "One wall of the bowl is steep." in taken.said
    assert f"step {STEPS} of {STEPS}: loss" in taken.said
    assert "You said small steps; the runs say: large steps." in taken.said
    assert "Not right. One is." in taken.said
    assert "Not right. 3 is too large." in taken.said
    assert taken.said.rstrip().endswith("The lesson is done.")
    assert taken.record.status == "done"
    assert [run.scenario for run in taken.record.runs] == ["slow", "fast"]
    assert taken.record.quiz("sum").tries == 2
    first = next(one for one in taken.store.history("quiz") if one.entry.block == "steep")
    assert (first.entry.content.right, first.entry.content.confidence) == (False, 4)
    assert taken.record.verdict("lower").right is False


def test_nothing_behind_a_prediction_is_told_before_it(tmp_path: Path) -> None:
    taken = Taken(tmp_path, "")
    assert not taken.whole
    assert "Afterwards" not in taken.said
    assert taken.engine.sessions == []
    assert "Everything is kept" in taken.said


def test_where_one_leaves_is_where_one_goes_on(tmp_path: Path) -> None:
    taken = Taken(tmp_path, "2\n4\nq\n")
    assert [run.scenario for run in taken.record.runs] == ["slow", "fast"]
    sessions = len(taken.engine.sessions)
    taken.again("1\n4\n2\n4\nSo.\n")
    assert taken.whole
    assert len(taken.engine.sessions) == sessions
    assert "You say: large steps." in taken.said
    assert "The runs of this part are made already." in taken.said
    assert "You said large steps, and so do the runs." in taken.said


@pytest.mark.parametrize("nonsense", ["9", "-1", "x y", "²", "0", "1.5", "%s", "\x00"])
def test_nonsense_is_answered_in_words_and_asked_again(tmp_path: Path, nonsense: str) -> None:
    taken = Taken(tmp_path, f"{nonsense}\n1\n1\nq\n")
    assert "Give a number from 1 to 2." in taken.said
    assert taken.record.prediction("lower").choice == "slow"


def test_help_says_how_to_skip_and_leave(tmp_path: Path) -> None:
    assert "s skips, q leaves" in Taken(tmp_path, "?\nq\n").said


def test_skipped_questions_are_noted_and_the_lesson_goes_on(tmp_path: Path) -> None:
    taken = Taken(tmp_path, "s\ns\ns\ns\n")
    assert taken.whole
    assert taken.record.prediction("lower").choice is None
    assert "You made no prediction." in taken.said
    assert "what you skipped waits for another time" in taken.said
    assert taken.record.status != "done"


def test_unattended_everything_runs_and_nothing_is_read(tmp_path: Path) -> None:
    taken = Taken(tmp_path, "this is never read\n", unattended=True)
    assert taken.whole
    assert len(taken.record.runs) == 2
    assert "(skipped)" in taken.said


def test_runs_that_cannot_begin_do_not_end_the_lesson(tmp_path: Path) -> None:
    taken = Taken(tmp_path, "q\n")
    taken.engine.refusal = EngineError("No disk", "It is full.", "Free some space.")
    taken.again("1\n1\n1\n4\n2\n4\nSo.\n")
    assert "No disk. It is full. Free some space." in " ".join(taken.said.split())
    assert "Afterwards" in taken.said


def test_lines_fit_and_carry_no_escape(tmp_path: Path) -> None:
    said = Taken(tmp_path, "1\n1\n1\n4\n2\n4\nSo.\n").said
    assert max(map(len, said.splitlines())) <= WIDEST
    assert "\x1b" not in said


def test_markdown_becomes_plain_text() -> None:
    assert sentence("*Which* `x` is **larger**, 2*3 or 7?") == "Which x is larger, 2*3 or 7?"
    assert sentence("`a*b*c` is **not `a + b`**.") == "a*b*c is not a + b."
    text = prose("## Title\n\nSee [the zigzag](#lab?step=1) and `code`.\n\n- one\n- two", 40)
    assert text.splitlines()[0] == "Title"
    assert "See the zigzag and code." in text
    assert "#" not in text
