"""What a lab says of predictions: those that its own runs settle, and no earlier ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lab_samples import LESSON

from lessons.progress.records import LessonRecord, PredictionGiven, Verdict
from lessons.schema import Predict, Run
from tui.lab.predictions import verdict_lines
from tui.symbols import UNICODE


class Settled(LessonRecord):
    """A record in which every prediction was answered, and settled."""

    def prediction(self, block: str) -> PredictionGiven:
        return PredictionGiven(choice="slow", confidence=2)

    def verdict(self, block: str) -> Verdict:
        return Verdict(observed="fast", right=False, runs=())


def test_a_lab_shows_the_verdict_of_its_own_prediction_only() -> None:
    asked = LESSON.of(Predict)[0]
    later = replace(asked, id="later", scenarios=("slow",))
    first = Run(id="first", scenarios=("slow", "fast"))
    second = Run(id="second", scenarios=("slow", "long"))
    earlier = replace(asked, id="earlier", scenarios=("slow",))
    lesson = replace(LESSON, blocks=(earlier, first, later, second))
    record = Settled(lesson=LESSON.id)
    for block in (first, second):
        assert len(verdict_lines(lesson, block, record, UNICODE, width=80)) == 1
    assert len(verdict_lines(lesson, None, record, UNICODE, width=80)) == 2
    linked = {name: replace(later, id=name, scenarios=(name,)) for name in ("slow", "fast")}
    lesson = replace(LESSON, blocks=(*linked.values(), second))
    for name in linked:
        found = verdict_lines(lesson, None, record, UNICODE, width=80, scenario=name)
        assert len(found) == 1


@pytest.mark.parametrize(
    ("width", "said", "why"),
    [(200, True, True), (28, True, False), (22, False, True), (12, False, False)],
)
def test_what_has_no_room_is_left_out_whole(width: int, said: bool, why: bool) -> None:
    (predict,) = LESSON.of(Predict)
    block = Run(id="runs", scenarios=predict.scenarios)
    lesson = replace(LESSON, blocks=(predict, block))
    record = Settled(lesson=LESSON.id)
    (line,) = verdict_lines(lesson, block, record, UNICODE, width=width)
    assert len(line.wrap(width)) <= 2
    assert ("you said" in line.plain, "esc reads why" in line.plain) == (said, why)
    assert "the runs say" in line.plain
