"""M17, evaluation and selection: every live experiment, made by the engine."""

from __future__ import annotations

import math
from statistics import fmean

import pytest
import torch
from m16_m23 import ACCURACY, digits, losses, measured, request, run
from torch import Tensor, nn
from torch.nn import functional as F
from trained import SEEDS

from engine import Experiment, data, optim, train
from engine import nn as models
from engine.data import Batch, Dataset
from engine.events import BestKept, Evaluated, RunEnded
from engine.search import Objective, k_fold
from engine.tricks import KeepBest

THREE = (0, 1, 2)


def test_17_1_a_metric_without_eval_mode_is_worse() -> None:
    """17.1 evaluate(): the same weights, measured with dropout still on."""

    def forgetful(model: nn.Module, batch: Batch) -> Tensor:
        model.train()
        return model(batch.inputs)  # type: ignore[no-any-return]

    for seed in SEEDS:
        right, wrong = (
            run(digits(64, dropout=0.7, epochs=4, predict=predict), seed)
            for predict in (None, forgetful)
        )
        assert measured(right) == measured(wrong)  # training is not touched by it
        assert measured(right, "accuracy")[-1] > measured(wrong, "accuracy")[-1] + 0.05


def test_17_2_the_best_of_many_evaluations_flatters() -> None:
    """17.2 Train/val/test: labels are drawn by lot, and yet the best epoch beats chance."""
    lottery = data.with_shuffled_labels(data.digits(), splits=("train", "validation", "test"))
    gaps = []
    for seed in THREE:
        made = digits(
            of=lottery,
            batch_size=256,
            epochs=50,
            evaluate_on=("validation", "test"),
            keep_best=KeepBest(metric="accuracy", mode="max"),
        )
        events = run(made, seed)
        (best,) = [event for event in events if isinstance(event, BestKept)]
        chosen = [
            event.value("accuracy")
            for event in events
            if isinstance(event, Evaluated) and (event.split, event.step) == ("test", best.step)
        ]
        validation = measured(events, "accuracy")
        assert best.value == max(validation) > fmean(validation) + 0.01
        assert chosen[0] is not None
        gaps.append(best.value - chosen[0])
    assert fmean(gaps) > 0.01


def test_17_2_how_much_fifty_looks_flatter() -> None:
    """17.2 the figure: a model that is right 80 times in 100, on 200 items, best of 50: 86.1 %."""
    random = torch.Generator().manual_seed(0)
    right = torch.rand(400, 50, 200, generator=random) < 0.8
    assert right.double().mean(2).amax(1).mean().item() == pytest.approx(0.861, abs=0.004)


def in_folds(of: Dataset, size: int, epochs: int, *, shuffled: bool, seed: int) -> float:
    """Mean accuracy of five folds of data that are stored class by class."""
    found = []
    for fold in data.folds(of, 5, prepare=data.sorted_by_class):
        made = Experiment(
            model=lambda: models.mlp(size, 16, len(of.classes)),
            data=fold,
            loss=F.cross_entropy,
            optimizer=optim.Adam(1e-2),
            batch_size=32,
            epochs=epochs,
            evaluate_every=10**6,
            metrics=ACCURACY,
            order=None if shuffled else data.Sequential(),
        )
        found.append(measured(run(made, seed), "accuracy")[-1])
    return fmean(found)


def test_17_3_folds_of_sorted_data_have_to_be_shuffled() -> None:
    """17.3 K-fold: iris, loader unshuffled 87 % or shuffled 93 %; digits at chance or not."""
    for seed in SEEDS:
        iris = data.iris()
        ordered = in_folds(iris, 4, 20, shuffled=False, seed=seed)
        assert in_folds(iris, 4, 20, shuffled=True, seed=seed) > ordered + 0.02
    ordered = in_folds(data.digits(), 64, 3, shuffled=False, seed=0)
    assert ordered < 0.35
    assert in_folds(data.digits(), 64, 3, shuffled=True, seed=0) > 0.85


def test_17_3_a_whole_evaluation_in_folds() -> None:
    """17.3 Five runs, each fold standardised by itself; the spread is that of n − 1."""
    found = k_fold(
        request("one_fold"),
        k=5,
        standardise=True,
        objective=Objective(metric="accuracy", direction="maximize", when="last"),
    )
    assert len(found.values) == 5
    assert found.mean > 0.85
    assert 0 < found.sd < 0.15
    sizes = [len(fold.validation) for fold in data.folds(data.iris(), 5)]
    assert sizes == [24] * 5  # training and validation examples; the test split stays apart


def careless(values: list[float], patience: int) -> int | None:
    """The rule of three tutorials: count up only where the value is worse than the best."""
    best, waited = values[0], 0
    for epoch, value in enumerate(values[1:], start=1):
        if value > best:
            waited += 1
            if waited == patience:
                return epoch
        else:
            best, waited = value, 0
    return None


@pytest.mark.parametrize("value", [0.5, math.nan])
def test_17_4_no_progress_ends_a_run(value: float) -> None:
    """17.4 Early stopping: a validation that is constant, or not a number, is no progress."""
    made = digits(
        epochs=20,
        optimizer=optim.SGD(0.0),
        metrics=(("odd", lambda scores, targets: value),),
        keep_best=KeepBest(metric="odd", patience=5),
    )
    events = run(made)
    values = measured(events, "odd")
    assert len(values) == 6 - math.isnan(value)  # EX: after epoch 5, counted from 0
    assert [event.steps for event in events if isinstance(event, RunEnded)] == [17 * len(values)]
    assert careless([value] * 20, patience=5) is None
    if not math.isnan(value):
        assert [e.patience_used_up for e in events if isinstance(e, BestKept)] == [True]


def test_17_5_the_best_weights_are_better_than_the_last() -> None:
    """17.5 Checkpointing: restore the best or keep the last, on a run that overfits."""
    few = data.with_label_noise(data.subset(data.digits(), 200), 0.3)
    for seed in THREE:
        made = digits(
            128,
            of=few,
            batch_size=32,
            epochs=40,
            evaluate_on=("validation", "test"),
            keep_best=KeepBest(),
        )
        events = run(made, seed)
        (best,) = [event for event in events if isinstance(event, BestKept)]
        test = {e.step: e for e in events if isinstance(e, Evaluated) and e.split == "test"}
        assert test[best.step].loss < 0.9 * test[max(test)].loss


def test_17_5_a_first_score_that_is_no_number_blocks_nothing() -> None:
    """17.5 EX: careless code saves once where the first score is NaN; ours saves every best."""
    saved = 0
    best = math.nan
    for number, value in enumerate((math.nan, 0.5, 0.4, 0.3)):
        if number == 0 or value < best:
            best, saved = value, saved + 1
    assert saved == 1
    memory = KeepBest().start()
    model = nn.Linear(1, 1)
    reports = [memory.report(step, v, model) for step, v in enumerate((math.nan, 0.5, 0.4, 0.3))]
    assert reports == [False, True, True, True]


def test_17_6_a_gallery_of_curves() -> None:
    """17.6 Learning curves: real runs that underfit, fit, overfit and oscillate."""
    whole = data.digits()
    few = data.with_label_noise(data.subset(whole, 200), 0.3)
    both = {"evaluate_on": ("train", "validation"), "epochs": 30}
    gallery = {
        "underfits": digits(of=whole, optimizer=optim.SGD(1e-3), **both),
        "fits": digits(of=whole, **both),
        "overfits": digits(128, of=few, batch_size=32, **both),
        "oscillates": digits(of=whole, optimizer=optim.SGD(4.0), **both),
    }
    curves = {}
    for name, made in gallery.items():
        events = list(train(made, seed=0, device="cpu"))
        curves[name] = (measured(events, split="train"), measured(events), losses(events))
    trained, validated, _ = curves["underfits"]
    assert trained[-1] > 2.0
    assert validated[-1] == pytest.approx(trained[-1], rel=0.05)
    trained, validated, _ = curves["fits"]
    assert trained[-1] < 0.1
    assert validated[-1] < 0.3
    trained, validated, _ = curves["overfits"]
    assert trained[-1] < 0.5 * min(validated)
    assert validated[-1] > 1.15 * min(validated)
    _, _, steps = curves["oscillates"]
    jumps = sum(after > before for before, after in zip(steps[-200:], steps[-199:], strict=False))
    assert jumps > 60
    assert max(steps[-200:]) > 1.0
