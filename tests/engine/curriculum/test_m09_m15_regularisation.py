"""M13: what keeps a model from learning its examples by heart."""

from __future__ import annotations

from statistics import fmean

import pytest
import torch
from m09_m15 import Trained, on_digits, trained
from torch import nn
from trained import SEEDS

from engine import augment, data, losses, optim, probes
from engine import nn as models
from engine.augment.mixing import blended
from engine.data import Batch, Dataset
from engine.events import BestKept, Evaluated
from engine.nn.layers import Dropout
from engine.observations import Confidence
from engine.regularise import DropConnect
from engine.tricks import KeepBest


def noisy(share: float = 0.3, examples: int | None = None) -> Dataset:
    """Digits of which a share has a wrong label."""
    digits = data.with_label_noise(data.digits(), share)
    return digits if examples is None else data.subset(digits, examples)


@pytest.mark.parametrize("seed", SEEDS)
def test_13_1_from_too_small_to_learnt_by_heart(seed: int) -> None:
    """13.1: 50 images, growing width: neither is learnt, then only the 50, then more."""

    def run(width: int) -> Trained:
        return trained(
            on_digits(
                lambda: models.mlp(64, width, 10),
                data=data.subset(data.digits(), 50),
                batch_size=25,
                steps=300,
                optimizer=optim.Adam(0.01),
                evaluate_on=("train", "validation"),
            ),
            seed,
        )

    narrow, wide = run(1), run(64)
    assert narrow.last("train", "accuracy") < 0.6
    assert narrow.last("validation", "accuracy") < 0.5
    assert wide.last("train", "accuracy") == 1
    assert 0.6 < wide.last("validation", "accuracy") < 0.93


@pytest.mark.parametrize("seed", SEEDS)
def test_13_2_weight_decay_against_wrong_labels(seed: int) -> None:
    """13.2: 30 % wrong labels, AdamW: a decay of 1 gets more of the truth than none."""
    none, strong = (
        trained(
            on_digits(
                lambda: models.mlp(64, 128, 10),
                data=noisy(),
                epochs=25,
                optimizer=optim.AdamW(0.01, weight_decay=decay),
            ),
            seed,
        )
        for decay in (0.0, 1.0)
    )
    assert strong.validation() > none.validation() + 0.02
    assert strong.loss > none.loss + 0.2


def test_13_2_one_step_of_decay() -> None:
    """13.2 exercise: p = 2, rate 1, decay 0.1, gradient 0 → 1.8."""
    p = nn.Parameter(torch.tensor([2.0]))
    p.grad = torch.zeros(1)
    optim.SGD(1.0, weight_decay=0.1).build([p]).step((1.0,))
    assert p.item() == pytest.approx(1.8)


@pytest.mark.parametrize("seed", SEEDS)
def test_13_3_dropout_against_wrong_labels(seed: int) -> None:
    """13.3: p 0, 0.2, 0.5, 0.8: the more is dropped, the less of the noise is learnt."""
    runs = [
        trained(
            on_digits(
                lambda p=p: models.mlp(64, 128, 10, dropout=p),
                data=noisy(examples=300),
                epochs=40,
                optimizer=optim.Adam(0.003),
            ),
            seed,
        )
        for p in (0.0, 0.2, 0.5, 0.8)
    ]
    training = [run.loss for run in runs]
    assert training == sorted(training)
    assert runs[3].validation() > runs[0].validation() + 0.03


def test_13_3_what_is_kept_is_scaled() -> None:
    """13.3 exercise: p = 0.5: by 2."""
    torch.manual_seed(0)
    out = Dropout(0.5)(torch.ones(1000))
    assert set(out.tolist()) == {0.0, 2.0}


@pytest.mark.parametrize("seed", SEEDS)
def test_13_4_dropconnect_regularises_too(seed: int) -> None:
    """13.4: weights left out instead of units: less of the noise is learnt."""

    def run(p: float) -> Trained:
        return trained(
            on_digits(
                lambda: nn.Sequential(nn.Linear(64, 64), nn.ReLU(), DropConnect(64, 10, p)),
                data=noisy(examples=400),
                epochs=50,
                optimizer=optim.Adam(0.003),
            ),
            seed,
        )

    without, dropped = run(0.0), run(0.5)
    assert dropped.loss > without.loss + 0.1
    assert dropped.validation() > without.validation() + 0.02


def test_13_4_a_mask_over_weights_is_no_mask_over_activations() -> None:
    """13.4: what dropout sets to 0 is 0 for all outputs; DropConnect masks every weight alone."""
    x, torch_layer = torch.ones(6, 30), nn.Linear(30, 40, bias=False)
    layer = DropConnect(30, 40, 0.5, bias=False)
    for one in (layer, torch_layer):
        nn.init.ones_(one.weight)
    torch.manual_seed(0)
    assert len(set(torch_layer(Dropout(0.5)(x))[0].tolist())) == 1
    assert len(set(layer(x)[0].tolist())) > 5
    assert not torch.equal(layer(x)[0], layer(x)[1])
    shared = DropConnect(30, 40, 0.5, per_example=False)(x)
    torch.testing.assert_close(shared[0], shared[1])


@pytest.mark.parametrize("seed", SEEDS)
def test_13_5_shifts_teach_what_shifts_keep(seed: int) -> None:
    """13.5: 100 images: trained on shifted ones, shifted ones are read; mirroring does not help.

    On images that are not shifted it does not pay: all of them stand in the middle.
    """
    images = data.digits(flat=False)

    def run(*augmentations: data.Augmentation) -> Trained:
        return trained(
            on_digits(
                lambda: models.lenet((1, 8, 8)),
                data=data.subset(images, 100),
                batch_size=50,
                steps=100,
                optimizer=optim.Adam(0.01),
                augment=augmentations,
            ),
            seed,
        )

    plain, shifted = run(), run(augment.Shift(1), augment.Noise(0.02))
    moved = data.shifted(images, most=1)
    assert shifted.on(moved) > plain.on(moved) + 0.2
    gap = [run.validation("loss") - run.loss for run in (plain, shifted)]
    assert gap[1] < gap[0]
    assert run(augment.HorizontalFlip()).on(moved) < shifted.on(moved) - 0.2


def test_13_6_cutout_cuts() -> None:
    """13.6: 16 of 32 pixels: about 199 of 1024 blank on average; with the wrong sign none."""
    cutout = augment.Cutout(16)
    random = torch.Generator().manual_seed(0)
    images = torch.ones(1000, 1, 32, 32)
    cut = cutout(Batch(images, torch.zeros(1000)), random).inputs
    blank = (cut == 0).float().sum().item() / 1000
    assert blank == pytest.approx(199, abs=6)
    assert cutout.expected_area(32, 32) == pytest.approx(blank, rel=0.03)

    row = images[0, 0].clone()
    x1 = max(16 - 8, 0)
    x2 = min(16 - 8, 32)  # the mistake
    row[x1:x2, x1:x2] = 0
    assert (row == 0).sum() == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_13_7_mixing_makes_the_task_harder(seed: int) -> None:
    """13.7: mixup with α 0.1, 1, 4: the training loss rises, what is learnt is as good."""
    runs = [
        trained(
            on_digits(
                lambda: models.mlp(64, 128, 10),
                steps=170,
                optimizer=optim.Adam(0.01),
                augment=(augment.Mixup(10, alpha),),
            ),
            seed,
        )
        for alpha in (0.0, 0.1, 1.0, 4.0)
    ]
    training = [run.loss for run in runs]
    assert training == sorted(training)
    assert training[-1] > training[0] + 0.3
    assert all(run.validation() > runs[0].validation() - 0.05 for run in runs)


def test_13_7_the_histogram_of_lambda() -> None:
    """13.7: α 0.1 hardly mixes, 1 mixes evenly, 4 about half and half; λ 0.3 → (0.3, 0.7)."""
    n = 600
    everyone = Batch(torch.eye(n), torch.arange(n))

    def middle(alpha: float) -> float:
        """Share of λ between 0.25 and 0.75."""
        mixed = augment.Mixup(n, alpha)(everyone, torch.Generator().manual_seed(0))
        assert torch.allclose(mixed.targets.sum(1), torch.ones(n))
        assert torch.allclose(mixed.targets, mixed.inputs)
        share = mixed.targets.diagonal()
        return ((share > 0.25) & (share < 0.75)).float().mean().item()

    assert middle(0.1) < 0.2
    assert middle(1.0) == pytest.approx(0.5, abs=0.1)
    assert middle(4.0) > 0.75

    mixed = blended(torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 1.0]]), torch.tensor([0.3]))
    torch.testing.assert_close(mixed, torch.tensor([[0.3, 0.7]]))


def test_13_7_cutmix_counts_what_it_pasted() -> None:
    """13.7: the label's share is the share of pixels that stayed."""
    n = 64
    images = torch.zeros(n, 1, 8, 8)
    images[::2] = 1.0
    batch = Batch(images, (torch.arange(n) + 1) % 2)
    mixed = augment.CutMix(2)(batch, torch.Generator().manual_seed(0))
    torch.testing.assert_close(mixed.inputs.mean((1, 2, 3)), mixed.targets[:, 1])


@pytest.mark.parametrize("seed", SEEDS)
def test_13_8_label_smoothing_makes_modest(seed: int) -> None:
    """13.8: 20 % wrong labels: with ε = 0.1 far fewer answers are given with certainty."""

    def run(smoothing: float) -> float:
        seen = trained(
            on_digits(
                lambda: models.mlp(64, 128, 10),
                data=noisy(0.2),
                epochs=25,
                optimizer=optim.Adam(0.01),
                loss=losses.CrossEntropy(label_smoothing=smoothing),
                probes=(probes.ConfidenceHistogram(),),
            ),
            seed,
        ).seen(Confidence)[-1]
        counts = seen.right.numpy() + seen.wrong.numpy()
        return float(counts[-1] / counts.sum())

    assert run(0.1) < 0.5 * run(0.0)


def test_13_8_the_lowest_loss_that_can_be_reached() -> None:
    """13.8 exercise: ε = 0.1, ten classes: 0.500, the entropy of the smoothed target."""
    q = torch.full((1, 10), 0.01)
    q[0, 3] = 0.91
    loss = losses.CrossEntropy(label_smoothing=0.1)
    assert loss(q.log(), torch.tensor([3])).item() == pytest.approx(0.500, abs=1e-3)
    assert -(q * q.log()).sum().item() == pytest.approx(0.500, abs=1e-3)


@pytest.mark.parametrize("seed", SEEDS)
def test_13_9_stopped_at_its_best(seed: int) -> None:
    """13.9: 30 % wrong labels: kept to the end against stopped at its best, on the test split."""

    def run(keep: KeepBest | None) -> Trained:
        return trained(
            on_digits(
                lambda: models.mlp(64, 128, 10),
                data=noisy(),
                epochs=40,
                optimizer=optim.Adam(0.01),
                keep_best=keep,
            ),
            seed,
        )

    kept, stopped = run(None), run(KeepBest(patience=6))
    assert len(stopped.losses) < len(kept.losses)
    assert stopped.on(noisy()) > kept.on(noisy()) + 0.04
    best = stopped.of(BestKept)[0]
    assert best.patience_used_up
    curve = {measured.step: measured.loss for measured in stopped.of(Evaluated)}
    assert best.value == curve[best.step] == min(curve.values())


def test_13_10_small_batches_learn_the_noise_later() -> None:
    """13.10: 30 % wrong labels: at the same training loss, batches of 8 know more than one batch.

    A few points in a hundred, in the mean of three seeds, and only where both are compared at one
    training loss: at the same number of epochs the large batch has simply learnt less of anything.
    """

    def accuracy(size: int, rate: float, steps: int, seed: int) -> float:
        """When the training loss has come down to 0.9."""
        run = trained(
            on_digits(
                lambda: models.mlp(64, 64, 10),
                data=noisy(examples=250),
                batch_size=size,
                steps=steps,
                optimizer=optim.SGD(rate),
                evaluate_every=steps // 50,
                evaluate_on=("train", "validation"),
            ),
            seed,
        )
        measured = run.of(Evaluated)
        training = [each for each in measured if each.split == "train"]
        validation = [each for each in measured if each.split == "validation"]
        value = next(
            known.value("accuracy")
            for seen, known in zip(training, validation, strict=True)
            if seen.loss < 0.9
        )
        assert value is not None
        return value

    small = fmean(accuracy(8, 0.1, 1000, seed) for seed in SEEDS)
    large = fmean(accuracy(250, 0.5, 250, seed) for seed in SEEDS)
    assert large < small < large + 0.15
