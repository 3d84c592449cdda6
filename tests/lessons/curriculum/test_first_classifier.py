"""What the lesson on the first classifier says is what its lab shows."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from helpers import SEEDS, Bench, bench
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import cross_entropy

from engine import data
from engine.data import Dataset
from engine.events import Probed, RunStarted, StepEnded
from engine.observations import Confusion, Mistakes
from lessons.curriculum.training.first_classifier.lab import reader


@pytest.fixture(scope="module")
def lesson() -> Bench:
    return bench("training/first_classifier")


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return data.digits()


def confusions(lesson: Bench, scenario: str, seed: int = 0) -> list[NDArray[np.int64]]:
    """Every confusion matrix of a run, the untrained one first."""
    return [
        event.seen.counts.numpy().astype(np.int64)
        for event in lesson.events(scenario, seed)
        if isinstance(event, Probed) and isinstance(event.seen, Confusion)
    ]


def per_cent_read(lesson: Bench, scenario: str, seed: int = 0, epoch: int = -1) -> float:
    return 100 * float(lesson.run(scenario, seed).curve("accuracy").values[epoch])


@pytest.mark.parametrize(
    ("prediction", "answer"), [("rates_that_read", "first"), ("reads_more", "hidden")]
)
def test_every_seed_gives_the_answer_that_the_text_explains(
    lesson: Bench, prediction: str, answer: str
) -> None:
    assert [lesson.observed(prediction, seed) for seed in SEEDS] == [answer] * len(SEEDS)


def test_scenarios_end_as_declared_and_each_is_run_somewhere(lesson: Bench) -> None:
    for scenario in lesson.lesson.lab.scenarios:
        assert lesson.run(scenario.name).status == scenario.ends
    assert lesson.never_run() == set()


def test_the_first_run_is_the_first_thing_to_do(lesson: Bench) -> None:
    assert [block.id for block in lesson.lesson.blocks][1] == "first_look"


def test_the_drawn_seven_is_a_training_image(lesson: Bench, digits: Dataset) -> None:
    seven = (digits.train.targets == 7).nonzero().flatten()[2]
    shades = (digits.train.inputs[seven].reshape(8, 8) * 4.999).int()
    rows = ["".join(" ░▒▓█"[shade] * 2 for shade in row).rstrip() for row in shades.tolist()]
    assert "\n".join(rows) in getattr(lesson.lesson.blocks[0], "markdown", "")


def test_sizes_of_splits_batches_epochs_and_networks(lesson: Bench, digits: Dataset) -> None:
    assert digits.test is not None
    assert (len(digits.train), len(digits.validation), len(digits.test)) == (1078, 359, 360)
    assert divmod(1078, 32) == (33, 22)
    started = {
        name: next(e for e in lesson.events(name) if isinstance(e, RunStarted))
        for name in ("first", "linear")
    }
    assert (started["first"].steps_per_epoch, started["first"].steps) == (34, 340)
    assert (started["first"].parameters, started["linear"].parameters) == (2410, 650)
    assert set(digits.validation.targets.bincount().tolist()) == {35, 36, 37}


def test_an_untrained_network_pays_ln_10(lesson: Bench) -> None:
    for seed in SEEDS:
        assert lesson.run("first", seed).loss[0] == pytest.approx(math.log(10), abs=0.05)
    assert round(math.log(10), 3) == 2.303
    assert round(-math.log(0.9), 3) == 0.105


def test_the_first_run_reads_about_92_in_100(lesson: Bench) -> None:
    assert per_cent_read(lesson, "first") == pytest.approx(92, abs=1)
    for seed in SEEDS:
        assert 91 < per_cent_read(lesson, "first", seed) < 93.5


def test_the_weakest_row_is_the_one_or_with_another_seed_the_eight(lesson: Bench) -> None:
    weakest = []
    for seed in SEEDS:
        last = confusions(lesson, "first", seed)[-1]
        weakest.append(int((last.diagonal() / last.sum(axis=1)).argmin()))
    assert weakest[0] == 1
    assert set(weakest) <= {1, 8}
    mistaken = confusions(lesson, "first")[-1][1].copy()
    mistaken[1] = 0
    assert mistaken.argmax() == 9


def test_mistakes_are_shown_the_most_confident_first(lesson: Bench) -> None:
    seen = [e.seen for e in lesson.events("first") if isinstance(e, Probed)]
    last = [each for each in seen if isinstance(each, Mistakes)][-1]
    assert list(last.confidence) == sorted(last.confidence, reverse=True)
    assert last.wrong == round(359 * (1 - per_cent_read(lesson, "first") / 100))


def test_probabilities_given_to_cross_entropy_go_through_softmax_twice() -> None:
    scores, target = torch.tensor([[2.0, 0.0, -1.0]]), torch.tensor([0])
    probabilities = scores.softmax(dim=1)
    twice = -probabilities.softmax(dim=1)[0, 0].log()
    assert cross_entropy(probabilities, target).item() == pytest.approx(twice.item())
    assert cross_entropy(scores, target).item() == pytest.approx(-probabilities[0, 0].log().item())


def test_eval_mode_changes_nothing_in_this_network() -> None:
    network, images = reader(hidden=32), torch.rand(8, 64)
    assert torch.equal(network.train()(images), network.eval()(images))
    assert not any(isinstance(m, nn.Dropout | nn.BatchNorm1d) for m in network.modules())


def test_the_small_rate_has_hardly_left_where_it_began(lesson: Bench) -> None:
    for seed in SEEDS:
        run = lesson.run("crawl", seed)
        assert abs(run.loss[-34:].mean() - math.log(10)) < 0.02
        assert per_cent_read(lesson, "crawl", seed) < 16


def test_the_large_rate_shoots_up_and_kills_every_hidden_unit(lesson: Bench) -> None:
    for seed in SEEDS:
        run = lesson.run("leap", seed)
        assert run.loss[:10].max() > 10
        assert math.log(10) < run.curve().last < 3
        assert per_cent_read(lesson, "leap", seed) == pytest.approx(10, abs=0.5)
        last = confusions(lesson, "leap", seed)[-1]
        assert (last.sum(axis=0) > 0).sum() == 1
        late = [e for e in lesson.events("leap", seed) if isinstance(e, StepEnded)][-34:]
        # No gradient reaches the output weights of a unit only where the unit is 0.
        assert {norm for event in late for norm in event.layer_norms[:3]} == {0.0}


def test_the_linear_model_is_first_ahead_and_then_behind(lesson: Bench) -> None:
    for seed in SEEDS:
        early = [per_cent_read(lesson, name, seed, epoch=0) for name in ("linear", "hidden")]
        assert early[0] > early[1]
        assert per_cent_read(lesson, "linear", seed) == pytest.approx(93, abs=0.6)
        assert 94.9 < per_cent_read(lesson, "hidden", seed) < 96.5
    assert per_cent_read(lesson, "hidden") == pytest.approx(95, abs=0.6)
    losses = [lesson.run(name).curve().values[0] for name in ("linear", "hidden")]
    text = lesson.after("with_and_without")
    assert "validation loss is {:.2f} there, and {:.2f} with".format(*losses) in text


def test_the_linear_model_does_better_with_settings_of_its_own(lesson: Bench) -> None:
    for seed in (0, 1, 2):
        tuned = lesson.run("linear", seed, lr=0.5, epochs=60).curve("accuracy").last
        assert 0.95 < tuned < 0.97
    assert round(100 / 359, 2) == 0.28


def test_numeric_questions(lesson: Bench) -> None:
    assert lesson.number("count_the_steps") == 5 * math.ceil(1000 / 64)
    assert lesson.number("knows_nothing") == pytest.approx(math.log(4), abs=0.001)
    assert lesson.number("mean_of_means") == pytest.approx((32 * 0.5 + 8 * 1.0) / 40)
