"""M05 Losses: what the engine does for each topic."""

from __future__ import annotations

import math
from statistics import fmean

import pytest
import torch
from m00_m08 import changed, on_digits, on_line, trained
from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, data, fit, losses, optim, probes
from engine import nn as models
from engine.compress import distillation
from engine.data import Dataset, Examples
from engine.events import NonFinite
from engine.observations import ClassScores, Confidence, FittedCurve


def test_05_1_a_sum_is_a_mean_with_a_far_larger_rate() -> None:
    """05.1 MSE and reduction."""
    mean, total = (
        trained(on_line(loss=losses.MSE(kind), optimizer=optim.SGD(0.1), steps=60))
        for kind in ("mean", "sum")
    )
    assert total.losses[0] == pytest.approx(120 * mean.losses[0], rel=1e-5)
    assert total.norms[0] == pytest.approx(120 * mean.norms[0], rel=1e-5)
    assert mean.status == "finished"
    assert mean.loss < 1e-2
    assert total.status == "diverged" or total.losses[-1] > 1e20
    ones = torch.ones(4, 3)
    assert losses.MSE("sum")(ones, 0 * ones) / losses.MSE()(ones, 0 * ones) == 12


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_05_2_outliers_pull_a_squared_error_and_hardly_an_absolute_one(seed: int) -> None:
    """05.2 MAE, Huber, SmoothL1, RMSE."""
    line = data.line(outliers=0.05, seed=seed)

    def off(loss: losses.Loss) -> float:
        run = trained(on_line(data=line, loss=loss, probes=(probes.FitCurve(),)), seed)
        curve = run.seen(FittedCurve)[-1]
        x, y = curve.x.numpy(), curve.y.numpy()
        return float(abs(y - (2 * x + 0.5)).mean())

    squared = off(losses.MSE())
    assert squared > 0.4
    for robust in (losses.MAE(), losses.Huber(), losses.SmoothL1()):
        assert off(robust) < 0.3 * squared


def test_05_2_values_and_slopes_by_hand() -> None:
    """05.2 Huber at 3; the slope of a root at 0."""
    three, zero = torch.tensor([3.0]), torch.zeros(1)
    assert losses.Huber(1.0)(three, zero) == 2.5
    assert losses.Huber(2.0)(three, zero) == 2 * losses.SmoothL1(2.0)(three, zero)
    perfect = torch.ones(3, requires_grad=True)
    (slope,) = torch.autograd.grad(((perfect - torch.ones(3)) ** 2).mean().sqrt(), perfect)
    assert slope.isnan().all()
    (slope,) = torch.autograd.grad(losses.RMSE()(perfect, torch.ones(3)), perfect)
    assert slope.isfinite().all()


def test_05_2_a_perfect_fit_under_a_bare_root_ends_in_nan() -> None:
    """05.2 Training goes perfectly, and then turns to NaN."""

    def root(prediction: Tensor, target: Tensor) -> Tensor:
        return ((prediction - target) ** 2).mean().sqrt()

    flat = Examples(torch.zeros(10, 1), torch.zeros(10, 1))

    def nothing() -> nn.Module:
        model = models.linear_regression()
        nn.init.zeros_(model[0].bias)
        return model

    line = Dataset("flat", flat, flat)
    run = trained(on_line(data=line, model=nothing, loss=root))
    assert run.status == "diverged"
    assert run.of(NonFinite)[0].what == "gradient"
    assert trained(on_line(data=line, model=nothing, loss=losses.RMSE())).status == "finished"


@pytest.mark.parametrize("seed", [0, 1])
def test_05_3_softmax_before_cross_entropy_leaves_a_floor(seed: int) -> None:
    """05.3 Cross-entropy: log-softmax and NLL on logits."""
    settings = {"optimizer": optim.SGD(0.1), "epochs": 10, "batch_size": 32}
    logits = trained(on_digits(**settings), seed)
    twice = trained(
        on_digits(lambda: nn.Sequential(*models.mlp(64, 32, 10), nn.Softmax(dim=1)), **settings),
        seed,
    )
    assert logits.validation() > 0.85
    assert twice.validation() < 0.65
    floor = math.log(math.e + 9) - 1
    assert floor == pytest.approx(1.461, abs=1e-3)
    assert twice.loss > 2 > floor
    adam = {"optimizer": optim.Adam(0.01), "epochs": 20}
    forced = trained(
        on_digits(lambda: nn.Sequential(*models.mlp(64, 32, 10), nn.Softmax(dim=1)), **adam), seed
    )
    assert floor <= forced.loss < floor + 0.3
    assert forced.validation() > 0.8


def test_05_3_the_tutorials_example_is_0_4170() -> None:
    """05.3 Four rows of logits 2, 1, 0.1, the right class first."""
    row, labels = torch.tensor([2.0, 1.0, 0.1]), torch.tensor([0, 1, 2, 0])
    scores = torch.stack([row, row[[1, 0, 2]], row[[1, 2, 0]], row])
    assert losses.CrossEntropy()(scores, labels).item() == pytest.approx(0.4170, abs=1e-4)
    twice = losses.CrossEntropy()(scores.softmax(1), labels).item()
    assert twice == pytest.approx(0.802, abs=1e-3)


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


def saturated() -> nn.Module:
    """A line through points whose logits are far on the wrong side."""
    model = nn.Linear(2, 1)
    nn.init.constant_(model.bias, -200.0)
    return model


def test_05_5_a_saturated_sigmoid_has_no_gradient_and_its_logit_has() -> None:
    """05.5 Binary CE with logits."""
    moons = changed(data.moons(), lambda part: Examples(part.inputs, part.targets[:, None].float()))

    def sigmoid_first(prediction: Tensor, target: Tensor) -> Tensor:
        return F.binary_cross_entropy(prediction.sigmoid(), target)

    settings = {"data": moons, "metrics": (), "batch_size": None, "steps": 60}
    stuck = trained(on_digits(saturated, loss=sigmoid_first, **settings))
    moving = trained(on_digits(saturated, loss=losses.BCEWithLogits(), **settings))
    assert max(stuck.norms) == 0
    assert stuck.losses[0] == stuck.losses[-1]
    assert moving.losses[-1] < moving.losses[0]
    logit, yes = torch.tensor([-200.0], requires_grad=True), torch.ones(1)
    assert torch.autograd.grad(losses.BCEWithLogits()(logit, yes), logit)[0].item() == -1
    assert torch.autograd.grad(sigmoid_first(logit, yes), logit)[0].item() == 0


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


def too_little_costs_more(prediction: Tensor, target: Tensor) -> Tensor:
    """An error below the truth counts nine times as much as one above it."""
    error = prediction - target
    return torch.where(error < 0, -9 * error, error).mean()


@pytest.mark.parametrize("seed", [0, 1])
def test_05_9_a_loss_of_ones_own_is_plugged_in(seed: int) -> None:
    """05.9 Custom losses."""
    one, zero = torch.ones(1), torch.zeros(1)
    assert (too_little_costs_more(zero, one), too_little_costs_more(one, zero)) == (9, 1)
    noisy = data.line(noise=0.5, outliers=0.0)
    experiment: Experiment = on_line(
        data=noisy, loss=too_little_costs_more, optimizer=optim.Adam(0.05), steps=300
    )
    model = trained(experiment, seed).model
    with torch.no_grad():
        above = (model(noisy.train.inputs) > noisy.train.targets).float().mean().item()
    assert above == pytest.approx(0.9, abs=0.06)
