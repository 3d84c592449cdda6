"""Lessons unfold: outcomes stay hidden until there is a prediction, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons import flow
from lessons.progress.records import LessonRecord, PredictionGiven, QuizGiven, RunMade
from lessons.questions.forms import Choice, Choices
from lessons.schema import (
    Block,
    Lab,
    Lesson,
    Option,
    Predict,
    Prose,
    Quiz,
    Reflect,
    Run,
    Scenario,
)

PREDICT = Predict(
    id="predict",
    ask="?",
    options=(Option(key="a", text="a"), Option(key="b", text="b")),
    answer="m.lab:f",
    scenarios=("a", "b"),
)
RUN = Run(id="run-1", scenarios=("a", "b"))
CHOICES = Choices(choices=(Choice(text="yes", why=".", right=True), Choice(text="no", why=".")))
BLOCKS: tuple[Block, ...] = (
    Prose(id="prose-1", markdown="before"),
    PREDICT,
    Prose(id="prose-2", markdown="press r"),
    RUN,
    Prose(id="prose-3", markdown="what you saw"),
    Quiz(id="quiz", ask="?", form=CHOICES),
    Reflect(id="reflect", ask="?", model_answer="."),
    Prose(id="prose-4", markdown="the end"),
)
LESSON = Lesson(
    id="unit/lesson",
    title="",
    aim="",
    minutes=10,
    requires=(),
    covers=(),
    sources=(),
    lab=Lab(
        recipe="m.lab:r",
        scenarios=tuple(Scenario(name=name, label=name) for name in ("a", "b", "c")),
    ),
    blocks=BLOCKS,
    folder=Path("nowhere"),
)
NEW = LessonRecord(lesson="unit/lesson")
GUESS = ("predict", PredictionGiven(choice="a", confidence=2))
SKIP = ("predict", PredictionGiven(choice=None, confidence=None))
RIGHT = ("quiz", QuizGiven(answer="1", right=True, tries=1))
WRONG = ("quiz", QuizGiven(answer="2", right=False, tries=1))


def made(scenario: str, seed: int = 0, *, standard: bool = True, run: str = "") -> RunMade:
    name = run or f"{scenario}{seed}"
    return RunMade(run=name, scenario=scenario, seed=seed, standard=standard)


def seen(record: LessonRecord) -> str:
    shown = flow.visible(LESSON, record)
    assert shown == BLOCKS[: len(shown)]
    return shown[-1].id


PREDICTED = replace(NEW, predictions=(GUESS,))
RAN = replace(PREDICTED, runs=(made("a"), made("b")))


@pytest.mark.parametrize(
    ("record", "last"),
    [
        (NEW, "predict"),
        (replace(NEW, predictions=(SKIP,)), "run-1"),
        (PREDICTED, "run-1"),
        (replace(PREDICTED, runs=(made("a"),)), "run-1"),
        (replace(PREDICTED, runs=(made("a"), made("b", standard=False))), "run-1"),
        (replace(PREDICTED, runs=(made("a"), made("b", 1))), "run-1"),
        (RAN, "prose-4"),
        (replace(PREDICTED, skipped=("run-1",)), "prose-4"),
        # Runs made in the lab beforehand do not open what waits for the prediction.
        (replace(NEW, runs=(made("a"), made("b"))), "predict"),
    ],
)
def test_outcomes_are_hidden_until_they_are_earned(record: LessonRecord, last: str) -> None:
    assert seen(record) == last


def test_the_first_open_block_waits_for_the_learner() -> None:
    waiting = [
        NEW,
        PREDICTED,
        RAN,
        replace(RAN, quizzes=(WRONG,)),
        replace(RAN, quizzes=(RIGHT,)),
    ]
    ids = [block.id for record in waiting if (block := flow.current(LESSON, record))]
    assert ids == ["predict", "run-1", "quiz", "quiz", "reflect"]
    done = replace(RAN, quizzes=(RIGHT,), reflections=(("reflect", "so"),))
    assert flow.current(LESSON, done) is None


def test_progress_counts_what_asks_something() -> None:
    assert flow.progress(LESSON, NEW) == (0, 4)
    assert flow.progress(LESSON, RAN) == (2, 4)
    assert flow.minutes_left(LESSON, NEW) == 10
    assert flow.minutes_left(LESSON, RAN) == 5
    done = replace(RAN, quizzes=(RIGHT,), reflections=(("reflect", ""),))
    assert flow.progress(LESSON, done) == (4, 4)
    assert flow.minutes_left(LESSON, done) == 0


def test_the_status_of_a_lesson() -> None:
    assert flow.lesson_status(LESSON, NEW) == "new"
    assert flow.lesson_status(LESSON, replace(NEW, status="started")) == "started"
    assert flow.lesson_status(LESSON, PREDICTED) == "started"
    done = replace(RAN, quizzes=(RIGHT,), reflections=(("reflect", "so"),))
    assert flow.lesson_status(LESSON, done) == "done"
    assert flow.lesson_status(LESSON, replace(NEW, status="done")) == "done"
    assert flow.minutes_left(LESSON, replace(NEW, status="done")) == 0


def test_a_lesson_without_questions_is_done_only_when_said_so() -> None:
    silent = replace(LESSON, blocks=BLOCKS[:1])
    assert flow.lesson_status(silent, NEW) == "new"
    assert flow.lesson_status(silent, replace(NEW, status="done")) == "done"
    assert flow.minutes_left(silent, NEW) == 10


def test_runs_are_compared_seed_by_seed_and_the_first_complete_seed_counts() -> None:
    record = replace(
        NEW, runs=(made("a", 1), made("a", 0), made("b", 0), made("b", 1), made("c", 0))
    )
    assert [run.run for run in flow.settling_runs(LESSON, PREDICT, record)] == ["a0", "b0"]


def test_a_run_made_again_replaces_the_earlier_one_of_its_seed() -> None:
    record = replace(NEW, runs=(made("a"), made("b"), made("a", run="again")))
    assert [run.run for run in flow.runs_of(RUN, record)] == ["again", "b0"]


def test_several_seeds_are_waited_for_where_the_spread_is_the_point() -> None:
    spread = replace(LESSON, blocks=(PREDICT, replace(RUN, seeds=2)))
    one = replace(PREDICTED, runs=(made("a"), made("b")))
    two = replace(one, runs=(*one.runs, made("b", 1), made("a", 1)))
    assert flow.seeds_compared(spread, PREDICT) == 2
    assert flow.settling_runs(spread, PREDICT, one) == ()
    assert [run.run for run in flow.settling_runs(spread, PREDICT, two)] == ["a0", "b0", "a1", "b1"]
    assert flow.current(spread, one) is spread.blocks[1]
    assert flow.current(spread, two) is None


def test_a_scenario_that_would_give_a_prediction_away_says_which() -> None:
    assert flow.asked_first(LESSON, "a", NEW) is PREDICT
    assert flow.asked_first(LESSON, "c", NEW) is None
    assert flow.asked_first(LESSON, "a", PREDICTED) is None


@given(
    st.lists(st.sampled_from(["predict", "run-1", "quiz", "reflect"]), unique=True),
    st.booleans(),
)
def test_nothing_done_ever_hides_what_was_visible(steps: list[str], skips: bool) -> None:
    record, before = NEW, flow.visible(LESSON, NEW)
    for step in steps:
        match step:
            case "predict":
                record = replace(record, predictions=(SKIP if skips else GUESS,))
            case "run-1" if skips:
                record = replace(record, skipped=("run-1",))
            case "run-1":
                record = replace(record, runs=(made("a"), made("b")))
            case "quiz":
                record = replace(record, quizzes=(RIGHT,))
            case _:
                record = replace(record, reflections=(("reflect", ""),))
        after = flow.visible(LESSON, record)
        assert after[: len(before)] == before
        before = after
    done, total = flow.progress(LESSON, record)
    assert (done, total) == (len(steps), 4)
    assert (flow.current(LESSON, record) is None) == (done == total)


def test_one_goes_on_from_where_one_was() -> None:
    """What was passed over above waits, but not in the way."""
    seen = LessonRecord(
        lesson=LESSON.id,
        predictions=(("predict", PredictionGiven(choice="a", confidence=1)),),
        skipped=("run-1",),
    )
    quiz, reflect = LESSON.blocks[5], LESSON.blocks[6]
    assert flow.waiting(LESSON, seen) is quiz
    assert flow.waiting(LESSON, replace(seen, position="reflect")) is reflect
    assert flow.waiting(LESSON, replace(seen, position="prose-4")) is quiz
    assert flow.waiting(LESSON, replace(seen, position="gone")) is quiz
    begun = LessonRecord(lesson=LESSON.id, position="reflect")
    assert flow.waiting(LESSON, begun) is PREDICT, "what is still hidden cannot be gone on with"
