"""M05 Losses: what the engine does for each topic."""

from __future__ import annotations

import math
from statistics import fmean

import pytest
import torch
from m00_m08 import on_digits, trained
from torch import Tensor
from torch.nn import functional as F

from engine import data, fit, losses, optim, probes
from engine import nn as models
from engine.compress import distillation
from engine.observations import ClassScores, Confidence


@pytest.mark.parametrize("seed", [0, 1])
def test_05_4_class_weights_give_a_rare_class_its_share(seed: int) -> None:
    """05.4 Class weights on imbalanced moons."""
    rare = data.imbalanced(data.moons(n=1000, noise=0.35), (1.0, 0.05))

    def recall(loss: losses.Loss) -> float:
        run = trained(
            on_digits(
                lambda: models.mlp(2, 16, 2), data=rare, loss=loss, probes=(probes.PerClass(),)
            ),
            seed,
        )
        return float(run.seen(ClassScores)[-1].recall.numpy()[1])

    assert recall(losses.CrossEntropy(weight=(1.0, 20.0))) > recall(losses.CrossEntropy()) + 0.2


def test_05_4_a_weighted_mean_is_divided_by_the_weights_that_were_used() -> None:
    """05.4 Divisor, ignored places, probabilities as targets."""
    random = torch.Generator().manual_seed(0)
    scores, labels = torch.randn(6, 3, generator=random), torch.tensor([0, 1, 1, 2, 0, 1])
    weight = torch.tensor([1.0, 5.0, 1.0])
    each = losses.CrossEntropy(reduction="none")(scores, labels) * weight[labels]
    ours = losses.CrossEntropy(weight=(1.0, 5.0, 1.0))(scores, labels)
    assert ours.item() == pytest.approx((each.sum() / weight[labels].sum()).item(), rel=1e-5)
    ignored = losses.CrossEntropy(ignore_index=1)(scores, labels)
    kept = losses.CrossEntropy()(scores[labels != 1], labels[labels != 1])
    assert ignored.item() == pytest.approx(kept.item(), rel=1e-6)
    sure = losses.CrossEntropy()(scores, F.one_hot(labels, 3).float())
    assert sure.item() == pytest.approx(losses.CrossEntropy()(scores, labels).item(), rel=1e-6)


@pytest.mark.parametrize("seed", [0, 1])
def test_05_6_focal_loss_makes_answers_less_sure(seed: int) -> None:
    """05.6 Focal loss: γ 0, 2, 5 on 20 to 1."""
    rare = data.imbalanced_classes(seed=seed)

    def fit(loss: losses.Loss) -> Tensor:
        run = trained(
            on_digits(lambda: models.logistic_regression(2, 2), data=rare, loss=loss), seed
        )
        with torch.no_grad():
            return run.model(rare.validation.inputs).softmax(1)

    plain, sharp, sharper = (fit(losses.Focal(gamma)) for gamma in (0.0, 2.0, 5.0))
    unsure = [probability.amax(1).mean().item() for probability in (plain, sharp, sharper)]
    assert unsure[0] > unsure[1] + 0.03 > unsure[2] + 0.06
    assert torch.allclose(plain, fit(losses.CrossEntropy()), atol=1e-4)


def test_05_6_easy_examples_weigh_little_and_a_scalar_alpha_only_scales() -> None:
    """05.6 (1 − p)² at p = 0.9; a vector α rebalances, a number does not."""
    scores, labels = torch.tensor([[math.log(9.0), 0.0]]), torch.tensor([0])
    ratio = losses.Focal(2.0)(scores, labels) / losses.CrossEntropy()(scores, labels)
    assert ratio.item() == pytest.approx(0.01, rel=1e-4)
    two, both = torch.zeros(2, 2), torch.tensor([0, 1])

    def weights(alpha: tuple[float, float]) -> Tensor:
        return losses.Focal(0.0, alpha, reduction="none")(two, both) / math.log(2)

    assert weights((0.25, 0.25)).tolist() == pytest.approx([0.25, 0.25])
    assert weights((0.75, 0.25)).tolist() == pytest.approx([0.75, 0.25])


@pytest.mark.parametrize("seed", [0, 1])
def test_05_7_smoothed_labels_keep_a_net_from_being_sure(seed: int) -> None:
    """05.7 Label smoothing: ε 0, 0.1, 0.3 with label noise."""
    noisy = data.with_label_noise(data.subset(data.digits(), 300), 0.2)

    def sure(smoothing: float) -> float:
        loss = losses.CrossEntropy(label_smoothing=smoothing)
        run = trained(
            on_digits(
                lambda: models.mlp(64, 64, 10),
                data=noisy,
                loss=loss,
                optimizer=optim.Adam(0.01),
                probes=(probes.ConfidenceHistogram(),),
            ),
            seed,
        )
        seen = run.seen(Confidence)[-1]
        counts = seen.right.numpy() + seen.wrong.numpy()
        return float((counts * range(len(counts))).sum() / counts.sum() / len(counts))

    confidence = [sure(smoothing) for smoothing in (0.0, 0.1, 0.3)]
    assert confidence[0] > confidence[1] + 0.05 > confidence[2] + 0.1


@pytest.mark.parametrize(("smoothing", "target"), [("all", 0.91), ("others", 0.90)])
def test_05_7_two_conventions_give_the_right_class_0_91_or_0_90(
    smoothing: str, target: float
) -> None:
    """05.7 The true class for ε = 0.1 and K = 10: the formula, and the tutorials' code."""
    scores = torch.zeros(1, 10, requires_grad=True)
    loss = losses.CrossEntropy(label_smoothing=0.1, smoothing=smoothing)
    (slope,) = torch.autograd.grad(loss(scores, torch.tensor([3])), scores)
    assert slope[0, 3].item() == pytest.approx(0.1 - target, abs=1e-6)


def test_05_8_a_teacher_helps_a_tiny_student_and_t_squared_keeps_its_gradient() -> None:
    """05.8 Distillation loss."""
    teacher = fit(on_digits(optimizer=optim.Adam(0.01)))
    few = data.subset(data.digits(), 60)

    def accuracy(step_loss: object) -> float:
        student = on_digits(
            lambda: models.mlp(64, 8, 10),
            data=few,
            step_loss=step_loss,
            optimizer=optim.Adam(0.02),
        )
        return fmean(trained(student, seed).validation() for seed in range(3))

    assert accuracy(distillation(teacher, temperature=3.0, alpha=0.9)) > accuracy(None) + 0.03
    random = torch.Generator().manual_seed(0)
    student = torch.randn(50, 10, generator=random, requires_grad=True)
    soft = torch.randn(50, 10, generator=random)

    def norm(temperature: float) -> float:
        loss = losses.SoftTargets(temperature)(student, soft)
        return float(torch.autograd.grad(loss, student)[0].norm())

    assert norm(10) / norm(1) == pytest.approx(1, abs=0.35)
    assert norm(10) / 100 / norm(1) == pytest.approx(0.01, abs=0.004)
    entropies = []
    for temperature in (1, 3, 10):
        with torch.no_grad():
            p = (teacher(few.train.inputs) / temperature).softmax(1)
        entropies.append(float(-(p * p.clamp(min=1e-12).log()).sum(1).mean()))
    assert entropies[0] < entropies[1] < entropies[2]
