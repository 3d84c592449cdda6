"""What a run card says of the runs that were made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from lessons.catalog import load_catalog
from lessons.progress.records import LessonRecord, RunMade
from lessons.schema import Run
from tui.app import TutorApp
from tui.screens.lesson_cards import CardMaker
from tui.symbols import UNICODE
from tui.widgets.run_card import RunCard, RunResult

LESSON = "tensors/making_tensors"


def made(run: str, seed: int, *, standard: bool = True) -> RunMade:
    return RunMade(run=run, scenario="digits", seed=seed, standard=standard)


def result(*runs: RunMade) -> RunResult:
    lesson = load_catalog().lesson(LESSON)
    block = next(block for block in lesson.of(Run) if block.seeds == 5)

    def described(ids: Sequence[str]) -> str:
        return " ".join(ids)

    maker = CardMaker(lesson, UNICODE, described, None, *(None,) * 4)  # type: ignore[arg-type]
    return maker.result(block, "digits", LessonRecord(lesson=LESSON, runs=runs))


def test_a_scenario_is_made_once_all_seeds_are() -> None:
    four = [made(f"r{seed}", seed) for seed in range(4)]
    assert result() == RunResult(label="digits", finished=False)
    assert result(*four) == RunResult(label="digits", finished=False, result="r0 r1 r2 r3")
    assert result(*four, made("r4", 4)).finished
    assert not result(*four, made("again", 3), made("turned", 4, standard=False)).finished


def test_the_latest_run_of_each_seed_counts() -> None:
    runs = [made(f"r{seed}", seed) for seed in range(5)]
    assert result(*runs, made("again", 2)).result == "r0 r1 r3 r4 again"
    assert result(*runs, made("another", 9)).result == "r1 r2 r3 r4 another"


@pytest.mark.parametrize(
    ("labels", "words"),
    [(("one",), "make this run with 5 seeds."), (("a", "b"), "these 2 runs, each with 5 seeds.")],
)
async def test_how_many_seeds_is_said(
    make_app: Callable[[], TutorApp], labels: tuple[str, ...], words: str
) -> None:
    app = make_app()
    async with app.run_test():
        card = RunCard("runs", 5, UNICODE)
        await app.screen.mount(card)
        card.results = tuple(RunResult(label=label, finished=False) for label in labels)
        assert words in card.invitation().text.plain
