"""Numbers that people read: those of scikit-learn, where it has them."""

from __future__ import annotations

import math
import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as theirs
from torch import Tensor

from engine import metrics
from engine.errors import ConfigurationError
from engine.metrics.catalog import metrics as catalogue

few = settings(max_examples=25, deadline=None)
SEEDS = st.integers(0, 10_000)
SIZES = st.integers(1, 60)
Score = Callable[[Tensor, Tensor], float]


def drawn(seed: int, *shape: int) -> Tensor:
    """Scores with ties among them."""
    random = torch.Generator().manual_seed(seed)
    return torch.randn(shape, generator=random).mul(3).round() / 3


def labels(seed: int, classes: int, *shape: int) -> Tensor:
    return torch.randint(classes, shape, generator=torch.Generator().manual_seed(seed + 1))


def said(scores: Tensor) -> np.ndarray[Any, Any]:
    return scores.argmax(1).numpy() if scores.dim() > 1 else (scores > 0).long().numpy()


def test_accuracy_is_the_share_of_right_answers() -> None:
    scores = torch.tensor([[2.0, 1.0], [0.0, 3.0], [5.0, 4.0], [1.0, 0.0]])
    assert metrics.accuracy(scores, torch.tensor([0, 1, 1, 0])) == 0.75


# Classification


@few
@given(seed=SEEDS, n=SIZES, k=st.integers(1, 4))
def test_shares_of_right_answers(seed: int, n: int, k: int) -> None:
    scores, y = drawn(seed, n, 4), labels(seed, 4, n)
    distinct = scores + torch.arange(4) * 1e-3  # scikit-learn breaks ties in its own way
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = (
            theirs.accuracy_score(y, said(scores)),
            theirs.balanced_accuracy_score(y, said(scores)),
            theirs.top_k_accuracy_score(y, distinct.numpy(), k=k, labels=range(4)),
        )
    ours = (
        metrics.accuracy(scores, y),
        metrics.balanced_accuracy(scores, y),
        metrics.top_k(k)(distinct, y),
    )
    assert ours == pytest.approx(expected, rel=1e-6)


@few
@given(seed=SEEDS, n=SIZES, column=st.booleans())
def test_binary_accuracy(seed: int, n: int, column: bool) -> None:
    logits, y = drawn(seed, n), labels(seed, 2, n)
    expected = pytest.approx(theirs.accuracy_score(y, said(logits)), rel=1e-6)
    shape = (n, 1) if column else (n,)
    assert metrics.binary_accuracy(logits.reshape(shape), y.reshape(shape).float()) == expected
    assert metrics.binary_accuracy(logits.sigmoid(), y, threshold=0.5) == expected


def test_sequences_count_every_position() -> None:
    scores, y = drawn(1, 5, 3, 7), labels(1, 3, 5, 7)
    flat = scores.movedim(1, -1).reshape(-1, 3), y.reshape(-1)
    for score in (metrics.accuracy, metrics.balanced_accuracy, metrics.f1()):
        assert score(scores, y) == score(*flat)


MAKERS = {
    "precision": (metrics.precision, theirs.precision_score),
    "recall": (metrics.recall, theirs.recall_score),
    "f1": (metrics.f1, theirs.f1_score),
}


@few
@given(
    seed=SEEDS,
    n=SIZES,
    name=st.sampled_from(sorted(MAKERS)),
    average=st.sampled_from(("macro", "micro", "weighted")),
    undefined=st.sampled_from((0.0, 1.0)),
)
def test_precision_recall_and_f1(
    seed: int, n: int, name: str, average: str, undefined: float
) -> None:
    ours, sklearns = MAKERS[name]
    scores, y = drawn(seed, n, 6), labels(seed, 6, n)
    expected = sklearns(y, said(scores), average=average, zero_division=undefined)
    assert ours(average, undefined=undefined)(scores, y) == pytest.approx(expected)  # type: ignore[arg-type]
    alone = sklearns(y, said(scores), average=None, labels=range(6), zero_division=undefined)
    each = [ours(k, undefined=undefined)(scores, y) for k in range(6)]
    assert each == pytest.approx(list(alone))
    rows = metrics.per_class(scores, y, undefined=undefined)
    assert [getattr(row, name) for row in rows] == each
    assert [row.label for row in rows] == list(range(6))
    assert [row.examples for row in rows] == y.bincount(minlength=6).tolist()


@few
@given(seed=SEEDS, n=SIZES, name=st.sampled_from(sorted(MAKERS)))
def test_precision_recall_and_f1_of_a_yes(seed: int, n: int, name: str) -> None:
    ours, sklearns = MAKERS[name]
    logits, y = drawn(seed, n, 1), labels(seed, 2, n)
    expected = sklearns(y, said(logits[:, 0]), zero_division=0)
    assert ours(1)(logits, y) == pytest.approx(expected)


@few
@given(seed=SEEDS, n=st.integers(2, 60), form=st.sampled_from(("row", "column", "two")))
def test_roc(seed: int, n: int, form: str) -> None:
    scores, y = drawn(seed, n), labels(seed, 2, n)
    y[0], y[1] = 0, 1
    given_scores = {
        "row": scores,
        "column": scores[:, None],
        "two": torch.stack([-scores / 2, scores / 2], 1),
    }[form]
    curve = metrics.roc_curve(given_scores, y)
    false, true, thresholds = theirs.roc_curve(y, scores, drop_intermediate=False)
    assert curve.false_positive_rate == pytest.approx(false.tolist())
    assert curve.true_positive_rate == pytest.approx(true.tolist())
    assert curve.thresholds == pytest.approx(thresholds.tolist(), rel=1e-6)
    assert metrics.auc(given_scores, y) == pytest.approx(theirs.roc_auc_score(y, scores))


def test_auc_needs_both_kinds() -> None:
    for y in (torch.zeros(4), torch.ones(4)):
        assert math.isnan(metrics.auc(torch.arange(4.0), y))
    assert metrics.auc(torch.zeros(4), torch.tensor([0, 1, 0, 1])) == 0.5


def test_many_classes_have_no_single_roc_curve() -> None:
    with pytest.raises(ConfigurationError, match=r"\(n, 2\)"):
        metrics.auc(torch.zeros(4, 3), torch.zeros(4))


# Regression


@few
@given(seed=SEEDS, n=st.integers(2, 40), outputs=st.integers(0, 3), constant=st.booleans())
def test_regression(seed: int, n: int, outputs: int, constant: bool) -> None:
    shape = (n, outputs) if outputs else (n,)
    predictions, y = drawn(seed, *shape).double(), drawn(seed + 1, *shape).double()
    if constant:
        y = torch.ones_like(y)
    assert metrics.r2(predictions, y) == pytest.approx(theirs.r2_score(y, predictions))
    assert metrics.mean_absolute_error(predictions, y) == pytest.approx(
        theirs.mean_absolute_error(y, predictions)
    )
    assert metrics.r2(y, y) == 1


def test_the_mean_explains_nothing() -> None:
    y = torch.tensor([1.0, 2.0, 6.0])
    assert metrics.r2(torch.full((3,), 3.0), y) == 0
    assert metrics.r2(-y, y) < 0


# Language, calibration, boxes


@few
@given(seed=SEEDS, n=SIZES)
def test_perplexity_and_bits(seed: int, n: int) -> None:
    scores, y = drawn(seed, n, 5), labels(seed, 5, n)
    nats = theirs.log_loss(y, scores.double().softmax(1).numpy(), labels=range(5))
    assert metrics.perplexity(scores, y) == pytest.approx(math.exp(nats))
    assert metrics.bits_per_character(scores, y) == pytest.approx(nats / math.log(2))


def test_guessing_hesitates_between_all_and_a_disaster_between_infinitely_many() -> None:
    y = torch.tensor([[1, 2], [0, -100]])
    assert metrics.perplexity(torch.zeros(2, 16, 2), y) == pytest.approx(16)
    assert metrics.bits_per_character(torch.zeros(2, 16, 2), y) == pytest.approx(4)
    wrong = torch.tensor([[1000.0, 0.0]])
    assert metrics.perplexity(wrong, torch.tensor([1])) == math.inf
    assert math.isnan(metrics.perplexity(wrong * math.nan, torch.tensor([1])))


@few
@given(seed=SEEDS, n=SIZES, bins=st.integers(1, 20), binary=st.booleans())
def test_calibration_error_is_the_formula_of_the_paper(
    seed: int, n: int, bins: int, binary: bool
) -> None:
    logits, y = drawn(seed, n, 1 if binary else 4), labels(seed, 2, n)
    wide = torch.cat([torch.zeros_like(logits), logits], 1) if binary else logits
    p = wide.double().softmax(1).numpy()
    confidence, right = p.max(1), said(wide) == y.numpy()
    expected = 0.0
    for b in range(bins):
        inside = (confidence > b / bins) & (confidence <= (b + 1) / bins)
        if inside.any():
            expected += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    assert metrics.calibration_error(bins)(logits, y) == pytest.approx(expected)


def test_a_model_that_is_sure_and_half_right_is_badly_calibrated() -> None:
    sure = torch.tensor([[100.0, 0.0]] * 4)
    assert metrics.calibration_error()(sure, torch.tensor([0, 1, 0, 1])) == 0.5
    assert metrics.calibration_error()(sure, torch.zeros(4)) == 0


@few
@given(corners=st.lists(st.tuples(*[st.integers(0, 8)] * 4), min_size=2, max_size=6))
def test_iou_is_the_share_of_painted_cells(corners: list[tuple[int, int, int, int]]) -> None:
    boxes = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in corners]
    painted = np.zeros((len(boxes), 8, 8), dtype=int)
    for canvas, (left, top, right, bottom) in zip(painted, boxes, strict=True):
        canvas[top:bottom, left:right] = 1
    half = len(boxes) // 2
    first, second = torch.tensor(boxes[:half]).float(), torch.tensor(boxes[half:]).float()
    expected = [
        [theirs.jaccard_score(a.ravel(), b.ravel(), zero_division=0) for b in painted[half:]]
        for a in painted[:half]
    ]
    overlap = metrics.iou(first, second)
    np.testing.assert_allclose(overlap.numpy(), expected, rtol=1e-6)
    assert metrics.mean_iou(first, second[:half]) == pytest.approx(overlap.diagonal().mean().item())


# Mistakes and names


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda: metrics.top_k(0), "k"),
        (lambda: metrics.top_k(4)(torch.zeros(2, 3), torch.zeros(2)), "k"),
        (lambda: metrics.precision("mean"), "of"),  # type: ignore[arg-type]
        (lambda: metrics.recall(-1), "of"),
        (lambda: metrics.f1(3)(torch.zeros(2, 3), torch.zeros(2)), "of"),
        (lambda: metrics.calibration_error(0), "bins"),
        (lambda: metrics.accuracy(torch.zeros(2, 3), torch.zeros(2, 1)), "targets.shape"),
        (lambda: metrics.auc(torch.zeros(3), torch.zeros(2)), "targets.shape"),
        (lambda: metrics.r2(torch.zeros(3, 1), torch.zeros(3)), "target.shape"),
        (lambda: metrics.mean_absolute_error(torch.zeros(3, 1), torch.zeros(3)), "target.shape"),
        (lambda: metrics.iou(torch.zeros(3), torch.zeros(2, 4)), "first.shape"),
        (lambda: metrics.mean_iou(torch.zeros(3, 4), torch.zeros(2, 4)), "targets.shape"),
        (lambda: metrics.perplexity(torch.zeros(2, 3), torch.tensor([0, 3])), "target"),
    ],
)
def test_what_does_not_fit_is_named(act: Callable[[], object], field: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        act()
    assert caught.value.field == field


def test_every_metric_of_the_catalogue_gives_a_number() -> None:
    required = {"top_k": {"k": 2}}
    binary = {"binary_accuracy", "auc"}
    regression = {"mae", "r2"}
    assert len(catalogue.names) == 14
    for entry in catalogue:
        score = catalogue.make(entry.name, **required.get(entry.name, {}))
        if entry.name == "mean_iou":
            value = score(torch.tensor([[0.0, 0, 2, 1]]), torch.tensor([[0.0, 0, 1, 1]]))
            assert value == 0.5
            continue
        if entry.name in regression:
            value = score(drawn(1, 20), drawn(2, 20))
        else:
            y = labels(1, 2, 20)
            value = score(drawn(1, 20) if entry.name in binary else drawn(1, 20, 3), y)
        assert type(value) is float
        assert math.isfinite(value)


def test_the_names_of_metrics_need_no_torch() -> None:
    code = "import sys, engine.metrics.catalog; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
