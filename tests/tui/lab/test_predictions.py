"""What a lab says of predictions: those that its own runs settle, and no earlier ones."""

from __future__ import annotations

from dataclasses import replace

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
        assert len(verdict_lines(lesson, block, record, UNICODE)) == 1
    assert len(verdict_lines(lesson, None, record, UNICODE)) == 2
