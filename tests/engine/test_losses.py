"""Our losses are PyTorch's, in value and in gradient; the others are the formula of the paper."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.nn import functional as F

from engine import losses
from engine.errors import ConfigurationError
from engine.losses import Reduction
from engine.losses.catalog import losses as catalogue

few = settings(max_examples=20, deadline=None)
SEEDS = st.integers(0, 10_000)
REDUCTIONS: st.SearchStrategy[Reduction] = st.sampled_from(("mean", "sum", "none"))
Loss = Callable[[Tensor, Tensor], Tensor]


def normal(seed: int, *shape: int, scale: float = 2.0) -> Tensor:
    random = torch.Generator().manual_seed(seed)
    return scale * torch.randn(shape, generator=random, dtype=torch.float64)


def labels(seed: int, classes: int, *shape: int) -> Tensor:
    return torch.randint(classes, shape, generator=torch.Generator().manual_seed(seed))


def assert_same(ours: Loss, theirs: Loss, prediction: Tensor, target: Tensor) -> None:
    """Values and gradients, in double and in single precision."""
    for dtype, tolerance in ((torch.float64, 1e-10), (torch.float32, 1e-5)):
        known = target.to(dtype) if target.is_floating_point() else target
        values, gradients = [], []
        for loss in (ours, theirs):
            leaf = prediction.to(dtype).clone().requires_grad_()
            value = loss(leaf, known)
            value.sum().backward()
            assert leaf.grad is not None
            values.append(value.detach())
            gradients.append(leaf.grad)
        torch.testing.assert_close(*values, rtol=tolerance, atol=tolerance)
        torch.testing.assert_close(*gradients, rtol=tolerance, atol=tolerance)


# Regression


@few
@given(seed=SEEDS, delta=st.floats(0.1, 4), reduction=REDUCTIONS)
def test_regression_losses_are_those_of_pytorch(
    seed: int, delta: float, reduction: Reduction
) -> None:
    prediction, target = normal(seed, 8, 3), normal(seed + 1, 8, 3)
    prediction[0] = target[0]  # an error of exactly 0
    pairs: list[tuple[Loss, Loss]] = [
        (losses.MSE(reduction), torch.nn.MSELoss(reduction=reduction)),
        (losses.MAE(reduction), torch.nn.L1Loss(reduction=reduction)),
        (losses.Huber(delta, reduction), torch.nn.HuberLoss(reduction, delta)),
        (losses.SmoothL1(delta, reduction), torch.nn.SmoothL1Loss(reduction=reduction, beta=delta)),
        (losses.SmoothL1(0, reduction), torch.nn.SmoothL1Loss(reduction=reduction, beta=0.0)),
    ]
    for ours, theirs in pairs:
        assert_same(ours, theirs, prediction, target)


def test_the_mean_squared_error_divides_by_all_elements() -> None:
    prediction, target = torch.zeros(4, 3), torch.ones(4, 3)
    assert losses.MSE("sum")(prediction, target) == 12
    assert losses.MSE()(prediction, target) == 1


def test_huber_is_smooth_l1_times_delta() -> None:
    prediction, target = normal(1, 50), normal(2, 50)
    huber = losses.Huber(2.0)(prediction, target)
    assert huber.item() == pytest.approx(2 * losses.SmoothL1(2.0)(prediction, target).item())
    assert losses.Huber()(torch.tensor([3.0]), torch.tensor([0.0])) == 2.5


def test_rmse_has_a_gradient_where_everything_is_right() -> None:
    prediction = torch.ones(3, requires_grad=True)
    (safe,) = torch.autograd.grad(losses.RMSE()(prediction, torch.ones(3)), prediction)
    (textbook,) = torch.autograd.grad(losses.RMSE(eps=0)(prediction, torch.ones(3)), prediction)
    assert safe.tolist() == [0, 0, 0]
    assert textbook.isnan().all()


@few
@given(seed=SEEDS)
def test_rmse_is_the_root_of_the_mean(seed: int) -> None:
    prediction, target = normal(seed, 9), normal(seed + 1, 9)
    assert_same(losses.RMSE(eps=0), lambda p, t: F.mse_loss(p, t).sqrt(), prediction, target)
    assert losses.RMSE()(target, target).item() == pytest.approx(1e-4)


# Classification


@few
@given(seed=SEEDS, weight=st.floats(0, 5), reduction=REDUCTIONS, soft=st.booleans())
def test_bce_with_logits_is_that_of_pytorch(
    seed: int, weight: float, reduction: Reduction, soft: bool
) -> None:
    # In float32 PyTorch's own loses digits for logits like −20, so it is asked in double.
    prediction, target = normal(seed, 7, 2, scale=4), normal(seed + 1, 7, 2).sigmoid()
    prediction[0] = 0
    if not soft:
        target = target.round()
    theirs = torch.nn.BCEWithLogitsLoss(
        reduction=reduction, pos_weight=torch.tensor(weight, dtype=torch.float64)
    )
    assert_same(
        losses.BCEWithLogits(weight, reduction),
        lambda p, t: theirs(p.double(), t.double()).to(p.dtype),
        prediction,
        target,
    )


def test_a_logit_far_on_the_wrong_side_still_has_its_gradient() -> None:
    z = torch.tensor([-200.0, 1e4, -1e4, -20.0], requires_grad=True)
    loss = losses.BCEWithLogits(reduction="none")(z, torch.tensor([1.0, 0.0, 0.0, 0.0]))
    loss.sum().backward()
    assert loss.tolist() == pytest.approx([200, 1e4, 0, 2.0612e-9], rel=1e-4)
    assert z.grad is not None
    assert z.grad.tolist() == pytest.approx([-1, 1, 0, 2.0612e-9], rel=1e-4)


WEIGHTS = st.none() | st.lists(st.floats(0.1, 5), min_size=5, max_size=5).map(tuple)
SMOOTHING = st.sampled_from((0.0, 0.1, 0.7, 1.0))


@few
@given(
    seed=SEEDS,
    weight=WEIGHTS,
    smoothing=SMOOTHING,
    reduction=REDUCTIONS,
    extra=st.sampled_from(((), (4,), (2, 3))),
)
def test_cross_entropy_of_labels_is_that_of_pytorch(
    seed: int,
    weight: tuple[float, ...] | None,
    smoothing: float,
    reduction: Reduction,
    extra: tuple[int, ...],
) -> None:
    prediction, target = normal(seed, 6, 5, *extra), labels(seed, 5, 6, *extra)
    target[0] = -1
    ours = losses.CrossEntropy(weight, -1, smoothing, reduction=reduction)

    def theirs(p: Tensor, t: Tensor) -> Tensor:
        w = None if weight is None else p.new_tensor(weight)
        return F.cross_entropy(p, t, w, None, -1, None, reduction, smoothing)

    assert_same(ours, theirs, prediction, target)


@few
@given(seed=SEEDS, weight=WEIGHTS, smoothing=SMOOTHING, reduction=REDUCTIONS)
def test_cross_entropy_of_probabilities_is_that_of_pytorch(
    seed: int, weight: tuple[float, ...] | None, smoothing: float, reduction: Reduction
) -> None:
    prediction, target = normal(seed, 6, 5, 2), normal(seed + 1, 6, 5, 2).softmax(1)
    ours = losses.CrossEntropy(weight, label_smoothing=smoothing, reduction=reduction)

    def theirs(p: Tensor, t: Tensor) -> Tensor:
        w = None if weight is None else p.new_tensor(weight)
        return F.cross_entropy(p, t, w, reduction=reduction, label_smoothing=smoothing)

    assert_same(ours, theirs, prediction, target)


@few
@given(seed=SEEDS, epsilon=st.floats(0.01, 0.7), as_probabilities=st.booleans())
def test_the_other_convention_of_smoothing_is_pytorch_s_with_more(
    seed: int, epsilon: float, as_probabilities: bool
) -> None:
    prediction, target = normal(seed, 6, 5), labels(seed, 5, 6)
    if as_probabilities:
        target = F.one_hot(target, 5).double()
    ours = losses.CrossEntropy(label_smoothing=epsilon, smoothing="others")
    assert_same(
        ours,
        lambda p, t: F.cross_entropy(p, t, label_smoothing=epsilon * 5 / 4),
        prediction,
        target,
    )


def test_cross_entropy_of_a_row_that_can_be_worked_out_by_hand() -> None:
    scores, target = torch.tensor([[2.0, 1.0, 0.1]]).double(), torch.tensor([0])
    assert losses.CrossEntropy()(scores, target).item() == pytest.approx(0.4170, abs=5e-5)
    floor = math.log(1 + 9 / math.e)
    perfect = F.one_hot(torch.tensor([3]), 10).double()
    assert losses.CrossEntropy()(perfect, torch.tensor([3])).item() == pytest.approx(floor)
    assert floor == pytest.approx(1.461, abs=1e-3)


def test_the_lowest_loss_under_smoothing_is_the_entropy_of_the_target() -> None:
    q = torch.full((10,), 0.01, dtype=torch.float64)
    q[3] = 0.91
    best = losses.CrossEntropy(label_smoothing=0.1)(q.log()[None], torch.tensor([3]))
    assert best.item() == pytest.approx(-(q * q.log()).sum().item())
    assert best.item() == pytest.approx(0.500, abs=1e-3)


def test_a_class_that_is_impossible_costs_the_others_nothing() -> None:
    scores = torch.tensor([[1.0, 2.0, -torch.inf]], requires_grad=True)
    loss = losses.CrossEntropy()(scores, torch.tensor([1]))
    loss.backward()
    assert loss.item() == pytest.approx(math.log(1 + math.exp(-1)), rel=1e-6)
    assert scores.grad is not None
    assert scores.grad.isfinite().all()


def test_where_every_label_is_ignored_there_is_no_mean() -> None:
    ignored = torch.tensor([-100, -100])
    assert losses.CrossEntropy()(torch.zeros(2, 3), ignored).isnan()
    assert losses.CrossEntropy(reduction="sum")(torch.zeros(2, 3), ignored) == 0


@few
@given(seed=SEEDS, dim=st.sampled_from((0, 1, -1)))
def test_log_softmax_is_that_of_pytorch(seed: int, dim: int) -> None:
    scores = normal(seed, 4, 5, scale=30)
    assert_same(
        lambda p, _: losses.log_softmax(p, dim) ** 2,
        lambda p, _: torch.log_softmax(p, dim) ** 2,
        scores / 10,
        scores,
    )


# Focal loss, against the formula of the paper in numpy


def binary_focal(z: np.ndarray, y: np.ndarray, gamma: float, alpha: float | None) -> np.ndarray:
    p = 1 / (1 + np.exp(-z))
    p_t = np.where(y == 1, p, 1 - p)
    alpha_t = 1.0 if alpha is None else np.where(y == 1, alpha, 1 - alpha)
    return np.asarray(-alpha_t * (1 - p_t) ** gamma * np.log(p_t))


@few
@given(
    seed=SEEDS,
    gamma=st.sampled_from((0.0, 0.5, 2.0, 5.0)),
    alpha=st.none() | st.floats(0, 1),
    integers=st.booleans(),
)
def test_binary_focal_is_the_formula_of_the_paper(
    seed: int, gamma: float, alpha: float | None, integers: bool
) -> None:
    z, y = normal(seed, 20), labels(seed, 2, 20)
    expected = binary_focal(z.numpy(), y.numpy(), gamma, alpha)
    target = y if integers else y.double()
    loss = losses.BinaryFocal(gamma, alpha, "none")
    assert loss(z, target).numpy() == pytest.approx(expected, rel=1e-10)
    assert torch.autograd.gradcheck(lambda x: loss(x, target), z.requires_grad_())


@few
@given(
    seed=SEEDS,
    gamma=st.sampled_from((0.0, 0.5, 2.0, 5.0)),
    alpha=st.none() | st.tuples(*[st.floats(0, 2)] * 4),
)
def test_focal_is_the_formula_of_the_paper(
    seed: int, gamma: float, alpha: tuple[float, ...] | None
) -> None:
    z, y = normal(seed, 12, 4), labels(seed, 4, 12)
    p = torch.softmax(z, 1).numpy()[np.arange(12), y.numpy()]
    alpha_y = 1.0 if alpha is None else np.array(alpha)[y.numpy()]
    loss = losses.Focal(gamma, alpha)
    assert loss(z, y).item() == pytest.approx(
        np.mean(-alpha_y * (1 - p) ** gamma * np.log(p)), rel=1e-10
    )
    assert torch.autograd.gradcheck(lambda x: loss(x, y), z.requires_grad_())


def test_focal_without_focus_is_cross_entropy_and_binary_focal_is_focal_for_two() -> None:
    z, y = normal(3, 30, 4, 2), labels(3, 4, 30, 2)
    assert_same(losses.Focal(0), F.cross_entropy, z, y)
    assert_same(
        losses.BinaryFocal(0),
        F.binary_cross_entropy_with_logits,
        normal(3, 30),
        labels(3, 2, 30).double(),
    )
    logit, answer = normal(4, 30), labels(4, 2, 30)
    two = torch.stack([torch.zeros_like(logit), logit], 1)
    torch.testing.assert_close(
        losses.Focal(2, (0.75, 0.25))(two, answer), losses.BinaryFocal(2, 0.25)(logit, answer)
    )


def test_an_easy_example_hardly_counts() -> None:
    logit = torch.tensor(0.9).double().logit()[None]
    weights = losses.BinaryFocal(2)(logit, torch.ones(1)) / -math.log(0.9)
    assert weights.item() == pytest.approx(0.01)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("size", [30.0, 100.0, 1e4])
def test_every_loss_of_huge_scores_is_finite_and_so_is_its_gradient(
    gamma: float, size: float
) -> None:
    z = torch.tensor([[size, -size, 0.0], [-size, size, size], [0.0, 0.0, size]])
    y = torch.tensor([0, 0, 1])
    q = F.one_hot(y, 3).float()
    cases: list[tuple[Loss, Tensor]] = [
        (losses.Focal(gamma), y),
        (losses.BinaryFocal(gamma), q),
        (losses.CrossEntropy(label_smoothing=0.1), y),
        (losses.CrossEntropy(), q),
        (losses.BCEWithLogits(), q),
        (losses.KL(), q),
        (losses.SoftTargets(1.0), -z),
    ]
    for loss, target in cases:
        leaf = z.clone().requires_grad_()
        value = loss(leaf, target)
        value.backward()
        assert value.isfinite(), loss
        assert leaf.grad is not None
        assert leaf.grad.isfinite().all(), loss
    (right,) = torch.autograd.grad(losses.CrossEntropy(reduction="sum")(z.requires_grad_(), y), z)
    torch.testing.assert_close(right, z.detach().softmax(1) - q)


# Distributions


@few
@given(seed=SEEDS)
def test_kl_is_the_batchmean_of_pytorch(seed: int) -> None:
    prediction, target = normal(seed, 6, 5), normal(seed + 1, 6, 5).softmax(1)
    target[0] = torch.tensor([0, 0, 1, 0, 0])
    assert_same(
        losses.KL(),
        lambda p, t: F.kl_div(p.log_softmax(1), t, reduction="batchmean"),
        prediction,
        target,
    )
    assert losses.KL("none")(prediction, target).shape == (6,)
    assert losses.KL()(target[1:].log(), target[1:]).item() == pytest.approx(0, abs=1e-15)
    assert torch.autograd.gradcheck(lambda p: losses.KL()(p, target), prediction.requires_grad_())


@few
@given(seed=SEEDS, temperature=st.floats(0.5, 10), alpha=st.floats(0, 1))
def test_distillation_is_the_formula_of_the_paper(
    seed: int, temperature: float, alpha: float
) -> None:
    student, teacher, y = normal(seed, 6, 5), normal(seed + 1, 6, 5), labels(seed, 5, 6)

    def formula(s: Tensor, t: Tensor) -> Tensor:
        q, log_p = (t / temperature).softmax(1), (s / temperature).log_softmax(1)
        soft = F.kl_div(log_p, q, reduction="batchmean") * temperature**2
        return alpha * soft + (1 - alpha) * F.cross_entropy(s, y)

    ours = losses.Distillation(temperature, alpha)
    assert_same(lambda s, t: ours(s, t, y), formula, student, teacher)


def test_two_that_say_the_same_have_nothing_to_teach() -> None:
    for temperature in (1.0, 3.0, 10.0):
        loss = losses.SoftTargets(temperature)(normal(1, 6, 5), normal(1, 6, 5))
        assert loss.item() == pytest.approx(0, abs=1e-13)


def test_the_temperature_is_no_learning_rate_and_the_teacher_does_not_learn() -> None:
    norms = []
    teacher = normal(8, 64, 10, scale=0.5).requires_grad_()
    for temperature in (1.0, 10.0):
        student = normal(7, 64, 10, scale=0.5).requires_grad_()
        losses.SoftTargets(temperature)(student, teacher).backward()
        assert student.grad is not None
        norms.append(student.grad.norm().item())
    assert teacher.grad is None
    assert norms[1] == pytest.approx(norms[0], rel=0.2)


# Embeddings


@few
@given(seed=SEEDS, margin=st.floats(0.1, 5), reduction=REDUCTIONS)
def test_triplet_is_that_of_pytorch(seed: int, margin: float, reduction: Reduction) -> None:
    anchor, positive, negative = (normal(seed + k, 9, 4) for k in range(3))
    ours = losses.Triplet(margin, reduction)
    theirs = torch.nn.TripletMarginLoss(margin, reduction=reduction)
    assert_same(
        lambda a, p: ours(a, p, negative.to(p.dtype)),
        lambda a, p: theirs(a, p, negative.to(p.dtype)),
        anchor,
        positive,
    )


@few
@given(seed=SEEDS, margin=st.floats(0.5, 5))
def test_contrastive_is_the_formula_of_the_paper(seed: int, margin: float) -> None:
    first, second, same = normal(seed, 9, 4), normal(seed + 1, 9, 4), labels(seed, 2, 9)
    distance = np.linalg.norm(first.numpy() - second.numpy() + 1e-6, axis=1)
    different = 1 - same.numpy()
    expected = (1 - different) * distance**2 / 2
    expected += different * np.maximum(0, margin - distance) ** 2 / 2
    loss = losses.Contrastive(margin, "none")
    assert loss(first, second, same).numpy() == pytest.approx(expected, rel=1e-10)
    assert torch.autograd.gradcheck(lambda x: loss(x, second, same), first.requires_grad_())


def test_equal_embeddings_have_a_gradient() -> None:
    point = torch.ones(2, 3, requires_grad=True)
    other = torch.ones(2, 3)
    losses.Contrastive()(point, other, torch.tensor([0, 1])).backward()
    losses.Triplet()(point, other, other).backward()
    assert point.grad is not None
    assert point.grad.isfinite().all()


# Mistakes


@pytest.mark.parametrize(
    "loss",
    [
        losses.MSE(),
        losses.MAE(),
        losses.Huber(),
        losses.SmoothL1(),
        losses.RMSE(),
        losses.BCEWithLogits(),
        losses.BinaryFocal(),
    ],
)
def test_a_column_against_a_row_is_not_broadcast(loss: Loss) -> None:
    with pytest.raises(ConfigurationError) as caught:
        loss(torch.zeros(8, 1), torch.zeros(8))
    assert (caught.value.field, caught.value.value) == ("target.shape", (8,))
    assert "(8, 1)" in caught.value.reason
    assert "(8, 8)" in caught.value.reason
    assert "unsqueeze(1)" in caught.value.remedy


def test_shapes_that_have_nothing_in_common_are_named() -> None:
    with pytest.raises(ConfigurationError, match=r"target.shape cannot be \(5,\).*\(8, 3\)"):
        losses.MSE()(torch.zeros(8, 3), torch.zeros(5))


@pytest.mark.parametrize("loss", [losses.CrossEntropy(), losses.Focal()])
@pytest.mark.parametrize("label", [3, -1])
def test_a_label_outside_the_classes_is_named(loss: Loss, label: int) -> None:
    with pytest.raises(ConfigurationError, match="from 0 to 2") as caught:
        loss(torch.zeros(4, 3), torch.tensor([0, 2, label, 1]))
    assert caught.value.value == label
    assert "3" in caught.value.reason


@pytest.mark.parametrize(
    ("loss", "prediction", "target", "field"),
    [
        (losses.CrossEntropy(), torch.zeros(4, 3), torch.zeros(4, 1).long(), "target.shape"),
        (losses.CrossEntropy(), torch.zeros(4, 3), torch.zeros(4, 3).long(), "target.shape"),
        (losses.CrossEntropy(), torch.zeros(4, 3), torch.zeros(4, 2), "target.shape"),
        (losses.CrossEntropy(), torch.zeros(4, 3), torch.zeros(4), "target.dtype"),
        (losses.CrossEntropy(), torch.zeros(4), torch.zeros(4).long(), "prediction.shape"),
        (losses.CrossEntropy((1, 2)), torch.zeros(4, 3), torch.zeros(4).long(), "weight"),
        (losses.Focal(alpha=(1, 2)), torch.zeros(4, 3), torch.zeros(4).long(), "alpha"),
        (losses.Focal(), torch.zeros(4, 1), torch.zeros(4).long(), "prediction.shape"),
        (losses.BCEWithLogits(), torch.zeros(4), torch.tensor([0.0, 1, 2, 1]), "target"),
        (losses.BCEWithLogits(), torch.zeros(2), torch.tensor([-1.0, 1]), "target"),
        (losses.BinaryFocal(), torch.zeros(2), torch.tensor([0.5, 1]), "target"),
        (
            losses.CrossEntropy(label_smoothing=0.1, smoothing="others"),
            torch.zeros(4, 1),
            torch.zeros(4).long(),
            "smoothing",
        ),
        (losses.KL(), torch.zeros(4, 3), torch.zeros(4, 2), "target.shape"),
        (losses.SoftTargets(), torch.zeros(4, 3), torch.zeros(4, 2), "target.shape"),
    ],
)
def test_what_does_not_fit_is_named(
    loss: Loss, prediction: Tensor, target: Tensor, field: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        loss(prediction, target)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: losses.MSE("average"), "reduction"),  # type: ignore[arg-type]
        (lambda: losses.Huber(0), "delta"),
        (lambda: losses.SmoothL1(-1), "beta"),
        (lambda: losses.RMSE(-1), "eps"),
        (lambda: losses.BCEWithLogits(-1), "positive_weight"),
        (lambda: losses.CrossEntropy((1, -1)), "weight"),
        (lambda: losses.CrossEntropy(label_smoothing=1.5), "label_smoothing"),
        (lambda: losses.CrossEntropy(smoothing="some"), "smoothing"),  # type: ignore[arg-type]
        (lambda: losses.Focal(-1), "gamma"),
        (lambda: losses.Focal(alpha=0.25), "alpha"),  # type: ignore[arg-type]
        (lambda: losses.BinaryFocal(alpha=2), "alpha"),
        (lambda: losses.SoftTargets(0), "temperature"),
        (lambda: losses.Distillation(alpha=-0.1), "alpha"),
        (lambda: losses.Triplet(0), "margin"),
        (lambda: losses.Contrastive(0), "margin"),
    ],
)
def test_a_setting_that_cannot_be_is_named(make: Callable[[], object], field: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        make()
    assert caught.value.field == field


# By name, and in lower precision


SETTINGS: dict[str, dict[str, object]] = {
    "huber": {"delta": 0.5},
    "smooth_l1": {"beta": 0.5},
    "bce_with_logits": {"positive_weight": 3.0},
    "cross_entropy": {"weight": (1.0, 2.0, 0.5), "label_smoothing": 0.1},
}


@pytest.mark.parametrize(
    "name", [entry.name for entry in catalogue if "source" in {s.name for s in entry.settings}]
)
def test_either_source_by_name_gives_the_same(name: str) -> None:
    settings = SETTINGS.get(name, {})
    ours, theirs = (catalogue.make(name, source=s, **settings) for s in ("scratch", "torch"))
    assert type(ours).__module__.startswith("engine.losses")
    assert not isinstance(theirs, type(ours))
    target = labels(2, 3, 6) if name == "cross_entropy" else labels(2, 2, 6, 3).double()
    assert_same(ours, theirs, normal(1, 6, 3), target)


def test_every_loss_of_the_catalogue_trains_on_a_prediction_and_a_target() -> None:
    assert len(catalogue.names) == 12
    for entry in catalogue:
        classes = entry.name in ("cross_entropy", "smoothed_cross_entropy", "focal")
        prediction = normal(1, 6, 3).requires_grad_()
        target = labels(2, 3, 6) if classes else F.one_hot(labels(2, 3, 6), 3).double()
        value = entry.make()(prediction, target)
        value.backward()
        assert value.shape == ()
        assert prediction.grad is not None
        assert prediction.grad.abs().sum() > 0
    with pytest.raises(ConfigurationError, match="Did you mean 'torch'"):
        catalogue.make("mse", source="pytorch")


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_half_precision_predictions_are_summed_in_single_precision(dtype: torch.dtype) -> None:
    scores = normal(1, 4096, 3).to(dtype)
    y, q = labels(2, 3, 4096), F.one_hot(labels(2, 3, 4096), 3).to(dtype)
    cases: list[tuple[Loss, Tensor]] = [
        (losses.CrossEntropy(), y),
        (losses.Focal(), y),
        (losses.BCEWithLogits(), q),
        (losses.MSE(), q),
        (losses.RMSE(), q),
    ]
    for loss, target in cases:
        value = loss(scores, target)
        exact = loss(scores.double(), target.double() if target.is_floating_point() else target)
        assert value.dtype == torch.float32
        assert value.item() == pytest.approx(exact.item(), rel=2e-3)


def test_on_another_device_no_value_is_looked_at() -> None:
    # The meta device has shapes and no values: a look at one raises.
    scores, y = torch.zeros(4, 3, device="meta"), torch.zeros(4, device="meta").long()
    answers, pairs = scores[:, 0], (scores, scores, y)
    values = [
        losses.CrossEntropy((1, 2, 3), label_smoothing=0.1)(scores, y),
        losses.Focal(alpha=(1, 2, 3))(scores, y),
        losses.BCEWithLogits(2.0)(answers, answers),
        losses.BinaryFocal(alpha=0.25)(answers, y),
        losses.SoftTargets()(scores, scores),
        losses.Contrastive()(*pairs),
        losses.Distillation()(*pairs),
    ]
    assert [value.device.type for value in values] == ["meta"] * 7
