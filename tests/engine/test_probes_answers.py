"""What a model answers, and how right it is."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from probe_samples import (
    CPU,
    Attends,
    Restless,
    Says,
    curve,
    images,
    look,
    planar,
    points,
    scene,
    sentences,
)
from sklearn.metrics import precision_recall_fscore_support, roc_auc_score
from torch import nn

from engine import metrics
from engine.data import Dataset, Examples
from engine.errors import ConfigurationError
from engine.nn import mlp
from engine.observations import (
    LARGEST,
    ClassScores,
    Confidence,
    Estimated,
    FittedCurve,
    Predicted,
    RocCurve,
)
from engine.probes import ConfidenceHistogram, FitCurve, PerClass, Predictions, Probe, Roc, Scene
from engine.probes.confusion import tally
from engine.probes.per_class import class_scores


def fruit(targets: list[int], classes: tuple[str, ...] = ("apple", "pear", "fig")) -> Dataset:
    """Examples of no content with these classes."""
    part = Examples(torch.zeros(len(targets), 2), torch.tensor(targets))
    return Dataset("fruit", part, part, classes=classes)


# By class

labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30)


@given(labels)
@settings(max_examples=25)
def test_scores_are_scikit_learns_with_nan_for_nothing_to_measure(
    pairs: list[tuple[int, int]],
) -> None:
    truth, predicted = (list(column) for column in zip(*pairs, strict=True))
    counts = tally(torch.tensor(truth), torch.tensor(predicted), 4)
    ours = class_scores(counts, ("a", "b", "c", "d"))
    theirs = precision_recall_fscore_support(
        truth, predicted, labels=range(4), zero_division=np.nan
    )
    for array, expected in zip(
        (ours.precision, ours.recall, ours.f1, ours.support), theirs, strict=True
    ):
        np.testing.assert_allclose(array.numpy(), np.float64(expected), rtol=1e-6)


def test_scores_are_measured_on_the_validation_split() -> None:
    logits = torch.eye(3)[[0, 1, 1, 0]] * 9
    seen = look(PerClass(), scene(Says(logits), fruit([0, 0, 1, 2])))
    assert isinstance(seen, ClassScores)
    assert seen.classes == ("apple", "pear", "fig")
    assert seen.support.numpy().tolist() == [2, 1, 1]
    assert seen.recall.numpy().tolist() == [0.5, 1, 0]
    assert seen.precision.numpy()[:2].tolist() == [0.5, 0.5]
    assert np.isnan(seen.precision.numpy()[2])


# ROC


def test_two_classes_need_no_name_and_more_do() -> None:
    torch.manual_seed(0)
    here = scene(planar(), points())
    seen = look(Roc(), here)
    assert isinstance(seen, RocCurve)
    assert here.data is not None
    assert seen.positive == here.data.classes[1]
    assert seen.points.numpy()[[0, -1]].tolist() == [[0, 0], [1, 1]]
    with pytest.raises(ConfigurationError, match="Name the class"):
        Roc().start().begin(scene(Restless(), images()))
    with pytest.raises(ConfigurationError, match=r"Roc\.positive"):
        Roc("11").start().begin(scene(Restless(), images()))
    one_of_ten = look(Roc("3"), scene(Restless(), images()))
    assert isinstance(one_of_ten, RocCurve)
    assert one_of_ten.positive == "3"
    assert 0 <= one_of_ten.auc <= 1


def test_a_class_that_is_not_there_has_no_curve() -> None:
    with pytest.raises(ConfigurationError, match="examples of the class and others"):
        Roc("fig").start().begin(scene(Says(torch.eye(3)), fruit([0, 1, 1])))


def test_a_long_curve_is_thinned_and_its_area_is_not() -> None:
    random = torch.Generator().manual_seed(0)
    truth = torch.randint(2, (2000,), generator=random)
    logits = torch.randn(2000, 2, generator=random)
    logits[:, 1] += truth
    seen = look(Roc(), scene(Says(logits), fruit(truth.tolist(), ("no", "yes"))))
    assert isinstance(seen, RocCurve)
    assert len(seen.points) == 401
    assert seen.auc == pytest.approx(roc_auc_score(truth, logits.softmax(dim=1)[:, 1]))
    assert (np.diff(seen.points.numpy(), axis=0) >= 0).all()


# Confidence


def test_right_and_wrong_answers_by_confidence() -> None:
    logits = torch.tensor([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.6, 0.4]]).log()
    data = fruit([0, 1, 0, 1], ("no", "yes"))
    seen = look(ConfidenceHistogram(bins=10), scene(Says(logits), data))
    assert isinstance(seen, Confidence)
    assert seen.right.numpy().sum() == 3
    assert seen.wrong.numpy().sum() == 1
    assert seen.wrong.numpy()[5:7].sum() == 1
    gaps = [0.25 * (1 - 0.9), 0.25 * (1 - 0.8), 0.5 * (0.6 - 0.5)]
    assert seen.calibration_error == pytest.approx(sum(gaps), abs=1e-6)


def test_confidence_and_its_error_are_those_of_the_metric() -> None:
    logits = torch.randn(50, 2, generator=torch.Generator().manual_seed(0))
    truth = [0, 1] * 25
    seen = look(ConfidenceHistogram(bins=15), scene(Says(logits), fruit(truth, ("no", "yes"))))
    assert isinstance(seen, Confidence)
    expected = metrics.calibration_error(15)(logits, torch.tensor(truth))
    assert seen.calibration_error == pytest.approx(expected, abs=1e-6)


# Examples


def test_predictions_show_images_with_truth_and_probabilities() -> None:
    data = images()
    model = nn.Sequential(nn.Flatten(), mlp(64, 8, 10))
    seen = look(Predictions(count=5), scene(model, data))
    assert isinstance(seen, Predicted)
    chosen = torch.linspace(0, 59, 5).round().long()
    expected = model(data.validation.inputs[chosen]).softmax(dim=1).detach().numpy()
    np.testing.assert_allclose(seen.probabilities.numpy(), expected, rtol=1e-5)
    assert seen.truth == tuple(data.validation.targets[chosen].tolist())
    assert seen.images is not None
    np.testing.assert_array_equal(seen.images.numpy(), data.validation.inputs[chosen].numpy())
    assert seen.texts == ()


def test_predictions_show_sentences() -> None:
    data = sentences()
    seen = look(Predictions(count=2), scene(Attends(), data))
    assert isinstance(seen, Predicted)
    assert seen.images is None
    first = [data.tokens[number] for number in data.validation.inputs[0].tolist() if number]
    assert seen.texts[0] == " ".join(first)


def test_large_images_are_fewer() -> None:
    part = Examples(torch.rand(30, 3, 64, 64), torch.arange(30) % 3)
    data = Dataset("photos", part, part, classes=("a", "b", "c"))
    model = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
    seen = look(Predictions(count=30), scene(model, data))
    assert isinstance(seen, Predicted)
    assert seen.images is not None
    assert seen.images.shape == (1, 3, 64, 64)
    assert len(seen.truth) == len(seen.probabilities) == 1
    assert seen.images.numpy().nbytes <= LARGEST


def test_a_regression_shows_values() -> None:
    data = curve()
    model = mlp(1, 4, 1)
    seen = look(Predictions(values=7), scene(model, data))
    assert isinstance(seen, Estimated)
    chosen = torch.linspace(0, 79, 7).round().long()
    assert seen.truth.numpy().tolist() == data.validation.targets[chosen].flatten().tolist()
    expected = model(data.validation.inputs[chosen]).flatten().tolist()
    assert seen.predicted.numpy().tolist() == pytest.approx(expected)


def test_the_curve_goes_beyond_the_points() -> None:
    model = nn.Linear(1, 1)
    seen = look(FitCurve(resolution=13, margin=0.5), scene(model, curve()))
    assert isinstance(seen, FittedCurve)
    x = seen.x.numpy()
    assert (x[0], x[-1], len(x)) == (-6, 6, 13)
    slope, height = model.weight.item(), model.bias.item()
    np.testing.assert_allclose(seen.y.numpy(), slope * x + height, rtol=1e-5)
    assert seen.axes == ("angle", "y")
    drawn = seen.points.numpy()
    assert drawn.shape == (80, 2)
    np.testing.assert_allclose(drawn[:, 1], np.sin(drawn[:, 0]), atol=1e-6)


# What does not fit

token_targets = Examples(torch.ones(4, 3, dtype=torch.int64), torch.ones(4, 3).long())


@pytest.mark.parametrize("probe", [PerClass(), ConfidenceHistogram(), Roc()])
def test_classes_are_needed_one_for_each_example(probe: Probe) -> None:
    name = type(probe).__name__
    with pytest.raises(ConfigurationError, match=f"The probe {name} needs data with named classes"):
        probe.start().begin(scene(mlp(1, 1), curve()))
    with pytest.raises(ConfigurationError, match=f"The probe {name} needs data"):
        probe.start().begin(Scene(mlp(1, 1), None, None, CPU))
    tags = Dataset("tags", token_targets, token_targets, classes=("a", "b"))
    with pytest.raises(ConfigurationError, match=r"not targets of shape \(4, 3\)"):
        probe.start().begin(scene(mlp(1, 1), tags))


@pytest.mark.parametrize("data", [points(), images(), None])
def test_a_curve_needs_a_regression_with_one_feature(data: Dataset | None) -> None:
    with pytest.raises(ConfigurationError, match="FitCurve needs a regression"):
        FitCurve().start().begin(scene(mlp(1, 1), data))


def test_more_than_one_output_is_no_curve() -> None:
    for probe in (FitCurve(), Predictions()):
        with pytest.raises(ConfigurationError, match="one output"):
            look(probe, scene(mlp(1, 3), curve()))


def test_predictions_need_examples_and_one_target_each() -> None:
    with pytest.raises(ConfigurationError, match="validation split"):
        Predictions().start().begin(scene(mlp(1, 1), None))
    tags = Dataset("tags", token_targets, token_targets)
    with pytest.raises(ConfigurationError, match="one target for each"):
        Predictions().start().begin(scene(mlp(1, 1), tags))
