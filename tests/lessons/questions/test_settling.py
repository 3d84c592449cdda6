"""Predictions are settled by the lesson's answer function, wherever it is called."""

from __future__ import annotations

from pathlib import Path

import pytest
from stored_runs import store_run

from engine.errors import EngineError
from engine.references import resolve
from engine.runs import RunStore
from lessons.progress.records import PredictionGiven
from lessons.questions.settling import AnswerError, judge, observe, settle
from lessons.schema import Option, Predict


def call(reference: str, arguments: tuple[object, ...]) -> object:
    """What a worker does, in this process."""
    return resolve(reference)(*arguments)


def predict(answer: str) -> Predict:
    options = tuple(Option(key=key, text=key) for key in ("plain", "heavy_ball", "none"))
    scenarios = ("plain", "heavy_ball")
    return Predict(id="p", ask="?", options=options, answer=answer, scenarios=scenarios)


@pytest.fixture
def runs(tmp_path: Path) -> tuple[str, ...]:
    store = RunStore(tmp_path)
    return (
        store_run(store, "plain", [3.0, 2.0, 1.0, 0.05]),
        store_run(store, "heavy_ball", [3.0, 0.05, 0.2]),
    )


@pytest.mark.parametrize(
    ("choice", "right"), [("heavy_ball", True), ("plain", False), (None, None)]
)
def test_the_runs_decide(
    tmp_path: Path, runs: tuple[str, ...], choice: str | None, right: bool | None
) -> None:
    given = PredictionGiven(choice=choice, confidence=None if choice is None else 3)
    verdict = settle(predict("stored_runs:first_below"), given, runs, tmp_path, call)
    assert (verdict.observed, verdict.right, verdict.runs) == ("heavy_ball", right, runs)


def test_without_a_prediction_there_is_nothing_to_be_right_about(
    tmp_path: Path, runs: tuple[str, ...]
) -> None:
    verdict = settle(predict("stored_runs:first_below"), None, runs, tmp_path, call)
    assert (verdict.observed, verdict.right) == ("heavy_ball", None)


def test_the_arguments_are_plain_data(tmp_path: Path, runs: tuple[str, ...]) -> None:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def remember(reference: str, arguments: tuple[object, ...]) -> object:
        asked.append((reference, arguments))
        return "none"

    assert judge(predict("a.b:c"), runs, tmp_path, remember) == "none"
    assert asked == [("lessons.questions.settling:observe", ("a.b:c", str(tmp_path), runs))]


def test_an_answer_that_is_no_option_names_the_function(
    tmp_path: Path, runs: tuple[str, ...]
) -> None:
    with pytest.raises(AnswerError) as caught:
        judge(predict("stored_runs:misspelt"), runs, tmp_path, call)
    assert "stored_runs:misspelt says 'plains'" in caught.value.reason
    assert '"plain"' in caught.value.next_step
    with pytest.raises(AnswerError, match="stored_runs:nothing says None"):
        judge(predict("stored_runs:nothing"), runs, tmp_path, call)


def test_missing_functions_and_runs_are_errors(tmp_path: Path, runs: tuple[str, ...]) -> None:
    with pytest.raises(EngineError, match="stored_runs:absent"):
        observe("stored_runs:absent", str(tmp_path), runs)
    with pytest.raises(EngineError, match="cannot be read"):
        observe("stored_runs:first_below", str(tmp_path), ("gone",))
