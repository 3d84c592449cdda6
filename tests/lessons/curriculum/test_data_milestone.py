"""What the milestone of the data says is what its lab shows."""

from __future__ import annotations

import math

import pytest
import torch
from helpers import Bench, bench

from engine.events import Probed
from engine.observations import ClassScores
from lessons.curriculum.data.milestone import lab


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("data/milestone")


def test_table_of_the_runs(lesson: Bench) -> None:
    text = lesson.after("three_loaders")
    rows = {"whole": "304 negatives, shuffled", "few": "30 negatives, shuffled"}
    for name, label in {**rows, "balanced": "balanced, 30 negatives"}.items():
        run = lesson.run(name)
        share = f"{100 * lab.share_right(run):.0f} %"
        assert f"| {label} | {lab.last_loss(run):.2f} | {share} |" in text
    assert lesson.never_run() == set()


def test_the_shuffled_run_with_few_negatives_never_names_one(lesson: Bench) -> None:
    *_, seen = (
        event.seen
        for event in lesson.events("few")
        if isinstance(event, Probed) and isinstance(event.seen, ClassScores)
    )
    assert seen.recall.numpy().tolist() == [0, 1]
    assert seen.support.numpy().tolist() == [88, 112]


def test_the_stored_order_suffers(lesson: Bench) -> None:
    stored = lesson.run(None, order="stored")
    assert lab.share_right(stored) < lab.share_right(lesson.run("whole")) - 0.05


def test_more_epochs_help_the_sampler(lesson: Bench) -> None:
    longer = lesson.run(None, order="balanced", negatives=30, epochs=12)
    assert lab.share_right(longer) > lab.share_right(lesson.run("balanced")) + 0.05


def test_counts_of_the_text() -> None:
    assert lab.stored(304).train.targets.bincount().tolist() == [304, 296]
    assert lab.stored(30).train.targets.bincount().tolist() == [30, 296]
    assert round(32 * 30 / 326) == 3


def test_a_constant_answer_costs_what_the_text_says(lesson: Bench) -> None:
    share = 296 / 326
    cost = -(share * math.log(share) + (1 - share) * math.log(1 - share))
    text = lesson.after("three_loaders")
    assert f'answers "positive, with {100 * share:.0f} %"' in text
    assert f"a loss of {cost:.2f}" in text
    assert f"ln 2 = {math.log(2):.2f}" in text


def test_always_healthy_costs_what_the_review_says() -> None:
    cost = -(0.95 * math.log(0.95) + 0.05 * math.log(0.05))
    assert cost == pytest.approx(0.2, abs=0.01)


def test_a_batch_is_as_long_as_its_longest_sentence() -> None:
    sentences = lab.Sentences(lab.stored(30).train)
    samples = [sentences[place] for place in range(6)]
    tokens, labels = lab.collate(samples)
    assert tokens.shape == (6, max(len(row) for row, _ in samples))
    assert torch.equal(labels, torch.zeros(6, dtype=torch.int64))
