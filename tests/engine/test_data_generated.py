"""Generated sets and tables: what they promise holds, for any size and seed."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from data_samples import splits, tensors
from hypothesis import given, settings
from hypothesis import strategies as st

import engine.augment
import engine.data
from engine.augment.catalog import augmentations
from engine.data import (
    Dataset,
    blobs,
    breast_cancer,
    circles,
    diabetes,
    digits,
    gaussian_ring,
    imbalanced_classes,
    iris,
    line,
    polynomial,
    random_noise,
    scenes,
    sine,
    spirals,
    two_scales,
    wine,
    xor,
)
from engine.data.catalog import datasets
from engine.data.text.catalog import texts
from engine.errors import ConfigurationError

OFFLINE = [
    name
    for name in datasets.names
    if name not in ("mnist", "fashion_mnist", "cifar10", *texts.names)
]
few = settings(max_examples=20, deadline=None)


@pytest.mark.parametrize("name", OFFLINE)
def test_a_set_is_a_function_of_its_seed_alone(name: str) -> None:
    torch.manual_seed(1)
    before = torch.get_rng_state()
    first = datasets.make(name, seed=3)
    assert torch.equal(torch.get_rng_state(), before)
    torch.manual_seed(2)
    again, other = datasets.make(name, seed=3), datasets.make(name, seed=4)
    assert all(torch.equal(a, b) for a, b in zip(tensors(first), tensors(again), strict=True))
    assert not torch.equal(first.train.inputs, other.train.inputs)


@pytest.mark.parametrize("name", OFFLINE)
def test_types_and_shares_of_every_set(name: str) -> None:
    data = datasets.make(name)
    total = sum(len(part) for part in splits(data))
    assert len(data.train) / total == pytest.approx(0.75 if name == "moons" else 0.6, abs=0.01)
    for part in splits(data):
        assert part.inputs.dtype == torch.float32
        assert part.inputs.isfinite().all()
        if part.targets.ndim == 1:
            assert part.targets.dtype == torch.int64
            assert part.targets.unique().tolist() == list(range(len(data.classes)))
        else:
            assert part.targets.dtype == torch.float32
        if data.features:
            assert part.inputs.shape == (len(part), len(data.features))


def test_the_catalogues_have_everything_that_is_public() -> None:
    in_catalogue = {entry.make for entry in augmentations}
    public = {getattr(engine.augment, name) for name in engine.augment.__all__}
    assert public - in_catalogue == {engine.augment.Compose}
    assert set(texts.names) < set(datasets.names)
    assert all(
        datasets[name].make.__name__ == name for name in set(datasets.names) - set(texts.names)
    )
    for name in texts.names:
        assert datasets[name] is texts[name]


def columns(data: Dataset) -> torch.Tensor:
    return torch.cat([part.inputs for part in splits(data)])


@pytest.mark.parametrize(
    ("make", "counts"),
    [(iris, [50, 50, 50]), (wine, [59, 71, 48]), (breast_cancer, [212, 357])],
)
def test_tables(make: Callable[..., Dataset], counts: list[int]) -> None:
    data = make()
    targets = torch.cat([part.targets for part in splits(data)])
    assert targets.bincount().tolist() == counts
    for part in splits(data):
        share = part.targets.bincount() / len(part)
        torch.testing.assert_close(share, torch.tensor(counts) / sum(counts), atol=0.02, rtol=0)
    inputs = data.train.inputs
    torch.testing.assert_close(inputs.mean(0), torch.zeros_like(inputs[0]), atol=1e-5, rtol=0)
    torch.testing.assert_close(inputs.std(0, correction=0), torch.ones_like(inputs[0]))
    raw = make(standardise=False, features=data.features[2:4])
    known = raw.train.inputs
    torch.testing.assert_close(
        (raw.validation.inputs - known.mean(0)) / known.std(0, correction=0),
        data.validation.inputs[:, 2:4],
        atol=1e-4,
        rtol=1e-4,
    )


def test_names_of_columns_are_those_of_scikit_learn() -> None:
    from sklearn.datasets import load_breast_cancer, load_iris

    assert breast_cancer().features == tuple(load_breast_cancer().feature_names)
    assert breast_cancer().classes == tuple(load_breast_cancer().target_names)
    assert iris().classes == tuple(load_iris().target_names)
    assert [f"{name} (cm)" for name in iris().features] == list(load_iris().feature_names)


def test_raw_measurements_are_in_their_units() -> None:
    """Setosa's petals are 1 to 1.9 cm long; the wine's proline reaches 1680 mg/l."""
    flowers = iris(standardise=False, features=("petal length",))
    setosa = torch.cat([part.inputs[part.targets == 0] for part in splits(flowers)])
    assert (round(setosa.min().item(), 1), round(setosa.max().item(), 1)) == (1.0, 1.9)
    assert columns(wine(standardise=False, features=("proline",))).max() == 1680


@pytest.mark.parametrize("make", [iris, wine, breast_cancer])
def test_tables_know_their_columns(make: Callable[..., Dataset]) -> None:
    with pytest.raises(ConfigurationError, match="'weight'"):
        make(features=("weight",))
    with pytest.raises(ConfigurationError, match="at least 1"):
        make(features=())


@few
@given(n=st.integers(20, 300), seed=st.integers(0, 2**40), arms=st.integers(2, 4))
def test_points_without_noise_lie_where_the_formula_says(n: int, seed: int, arms: int) -> None:
    data = circles(n=n, noise=0, inner=0.3, seed=seed)
    for part in splits(data):
        expected = torch.where(part.targets == 0, 1.0, 0.3)
        torch.testing.assert_close(part.inputs.norm(dim=1), expected)
    for part in splits(spirals(n=n, arms=arms, turns=0.7, noise=0, seed=seed)):
        radius = part.inputs.norm(dim=1)
        angle = torch.atan2(part.inputs[:, 1], part.inputs[:, 0])
        off = angle / (2 * math.pi) - part.targets / arms - 0.7 * radius
        torch.testing.assert_close(off, off.round(), atol=1e-5, rtol=0)
        assert radius.min() >= 0.1 - 1e-6
        assert radius.max() <= 1 + 1e-6
    for part in splits(blobs(n=n, classes=arms, spread=0, radius=3, seed=seed)):
        angle = 2 * math.pi * part.targets / arms
        expected = 3 * torch.stack([angle.cos(), angle.sin()], dim=1)
        torch.testing.assert_close(part.inputs, expected, atol=1e-5, rtol=0)
    for part in splits(xor(n=n, noise=0, seed=seed)):
        assert torch.equal(part.targets == 1, part.inputs.prod(dim=1) == -1)
        assert len(part.inputs.unique(dim=0)) == 4


def test_noise_has_the_chosen_size() -> None:
    pairs = [
        (circles(n=4000, noise=0.0), circles(n=4000, noise=0.3)),
        (spirals(n=4000, noise=0.0), spirals(n=4000, noise=0.3)),
        (blobs(n=4000, spread=0.0), blobs(n=4000, spread=0.3)),
        (xor(n=4000, noise=0.0), xor(n=4000, noise=0.3)),
        (gaussian_ring(n=4000, spread=0.0), gaussian_ring(n=4000, spread=0.3)),
    ]
    for clean, noisy in pairs:
        spread = (noisy.train.inputs - clean.train.inputs).std().item()
        assert spread == pytest.approx(0.3, rel=0.05)
    for make in (sine, polynomial):
        clean, noisy = make(n=4000, noise=0.0), make(n=4000, noise=0.3)
        assert torch.equal(clean.train.inputs, noisy.train.inputs)
        spread = (noisy.train.targets - clean.train.targets).std().item()
        assert spread == pytest.approx(0.3, rel=0.05)


def test_the_ring_has_its_modes() -> None:
    data = gaussian_ring()
    counts = data.train.targets.bincount()
    assert counts.min() == counts.max() == 375
    centres = torch.stack([data.train.inputs[data.train.targets == m].mean(0) for m in range(8)])
    torch.testing.assert_close(centres.norm(dim=1), torch.full((8,), 2.0), atol=5e-3, rtol=0)
    assert data.train.inputs[data.train.targets == 2].mean(0).tolist() == pytest.approx(
        [0, 2], abs=5e-3
    )


def test_curves() -> None:
    wave = sine(waves=2, noise=0).train
    torch.testing.assert_close(wave.targets, (4 * math.pi * wave.inputs).sin())
    curve = polynomial(coefficients=(1.0, 0.0, -2.0), powers=3, noise=0)
    x = curve.train.inputs[:, :1]
    torch.testing.assert_close(curve.train.inputs, torch.cat([x, x**2, x**3], dim=1))
    torch.testing.assert_close(curve.train.targets, 1 - 2 * x**2)
    assert curve.features == ("x", "x^2", "x^3")
    assert curve.train.inputs.abs().max() <= 1


def test_outliers_are_in_training_only_and_pull_up_squares_but_not_distances() -> None:
    data = line(n=500, slope=3, intercept=1, noise=0, outliers=0.1, distance=10)
    for part, share in zip(splits(data), (0.1, 0, 0), strict=True):
        off = part.targets - (3 * part.inputs + 1)
        far = off.abs() > 1
        assert far.float().mean().item() == pytest.approx(share)
        torch.testing.assert_close(off[far], torch.full_like(off[far], 10.0))


def test_the_rare_class_is_rare_in_every_split() -> None:
    data = imbalanced_classes(n=2100, ratio=20)
    assert sum(int((part.targets == 1).sum()) for part in splits(data)) == 100
    for part in splits(data):
        assert (part.targets == 1).float().mean().item() == pytest.approx(1 / 21, abs=0.003)
    rare, common = (data.train.inputs[data.train.targets == c].mean(0) for c in (1, 0))
    assert (rare - common).tolist() == pytest.approx([2, 0], abs=0.3)


def test_random_noise_knows_nothing() -> None:
    """A linear model, fitted to the training labels, is no better than guessing on fresh ones."""
    data = random_noise(n=4000, features=5, classes=4)
    wanted = torch.nn.functional.one_hot(data.train.targets, 4).float()
    weights = torch.linalg.lstsq(data.train.inputs, wanted).solution
    assert data.test is not None
    right = (data.test.inputs @ weights).argmax(1) == data.test.targets
    assert right.float().mean().item() == pytest.approx(0.25, abs=0.06)


def accuracy_of_descent(data: Dataset) -> float:
    """Test accuracy of a linear classifier after 200 steps of SGD at 0.1."""
    weight, bias = torch.zeros(2, 2, requires_grad=True), torch.zeros(2, requires_grad=True)
    for _ in range(200):
        logits = data.train.inputs @ weight + bias
        loss = torch.nn.functional.cross_entropy(logits, data.train.targets)
        for parameter, gradient in zip(
            (weight, bias), torch.autograd.grad(loss, (weight, bias)), strict=True
        ):
            parameter.data -= 0.1 * gradient
    assert data.test is not None
    right = (data.test.inputs @ weight + bias).argmax(1) == data.test.targets
    return right.float().mean().item()


def test_two_scales_need_a_scale_each() -> None:
    data = two_scales()
    assert accuracy_of_descent(data) < 0.65
    assert accuracy_of_descent(engine.data.standardised(data, over="all")) < 0.65
    assert accuracy_of_descent(engine.data.standardised(data, over="feature")) > 0.97


def pixels(boxes: torch.Tensor, size: int) -> list[tuple[int, int, int, int]]:
    """(left, top, right, bottom) of every box that is there."""
    centre, side = boxes[boxes[:, 0] >= 0][:, 1:3], boxes[boxes[:, 0] >= 0][:, 3:5]
    edges = torch.cat([centre - side / 2, centre + side / 2], dim=1) * size
    return [tuple(row) for row in edges.round().int().tolist()]


@settings(max_examples=6, deadline=None)
@given(size=st.integers(24, 48), most=st.integers(1, 4), seed=st.integers(0, 2**40))
def test_scenes_are_as_described(size: int, most: int, seed: int) -> None:
    data = scenes(n=20, size=size, max_boxes=most, noise=0, overlap=0.1, seed=seed)
    for part in splits(data):
        assert part.inputs.shape == (len(part), 1, size, size)
        assert part.targets.shape == (len(part), most, 5)
        assert part.inputs.min() >= 0
        assert part.inputs.max() <= 1
        for image, boxes in zip(part.inputs[:, 0], part.targets, strict=True):
            there = boxes[:, 0] >= 0
            assert there[0]
            assert torch.equal(there, there.sort(descending=True).values)
            assert (boxes[~there] == torch.tensor([-1.0, 0, 0, 0, 0])).all()
            assert ((boxes[there][:, 1:] > 0) & (boxes[there][:, 1:] <= 1)).all()
            inside = torch.zeros_like(image, dtype=torch.bool)
            for left, top, right, bottom in pixels(boxes, size):
                assert 8 <= bottom - top <= 16
                ink = image[top:bottom, left:right]
                inside[top:bottom, left:right] = True
                # The box touches the ink on all four sides.
                assert min(ink[0].max(), ink[-1].max(), ink[:, 0].max(), ink[:, -1].max()) > 0
            assert image[~inside].sum() == 0


def test_boxes_hardly_overlap() -> None:
    data = scenes(n=100, max_boxes=4, overlap=0.1)
    worst = 0.0
    for boxes in data.train.targets:
        found = pixels(boxes, 32)
        for i, a in enumerate(found):
            for b in found[:i]:
                width = max(min(a[2], b[2]) - max(a[0], b[0]), 0)
                height = max(min(a[3], b[3]) - max(a[1], b[1]), 0)
                smaller = min((r - le) * (bo - t) for le, t, r, bo in (a, b))
                worst = max(worst, width * height / smaller)
    assert 0 < worst <= 0.1
    counts = (data.train.targets[:, :, 0] >= 0).sum(1)
    assert set(counts.tolist()) == {1, 2, 3, 4}


def test_digits_of_a_scene_keep_their_class() -> None:
    """The best match among all digits, shrunk to 8 x 8 within their ink, is mostly of the class."""
    data = scenes(n=60, max_boxes=1, noise=0, smallest=16, largest=16)
    source = digits(flat=False).train
    right = 0
    for image, boxes in zip(data.train.inputs, data.train.targets, strict=True):
        ((left, top, right_edge, bottom),) = pixels(boxes, 32)
        ink = image[:, top:bottom, left:right_edge]
        width = max(round(8 * (right_edge - left) / 16), 1)
        small = torch.nn.functional.interpolate(ink[None], (8, width), mode="area")[0, 0]
        left_margin = (8 - width) // 2
        canvas = torch.zeros(8, 8)
        canvas[:, max(left_margin, 0) : max(left_margin, 0) + width] = small[:, :8]
        nearest = (source.inputs[:, 0] - canvas).square().sum((1, 2)).argmin()
        right += int(source.targets[nearest] == boxes[0, 0])
    assert right / len(data.train) > 0.8


@pytest.mark.parametrize(
    ("name", "setting", "value"),
    [
        ("circles", "n", 9),
        ("circles", "noise", -0.1),
        ("circles", "inner", 1.0),
        ("spirals", "arms", 1),
        ("spirals", "n", 9),
        ("blobs", "classes", 1),
        ("blobs", "spread", math.nan),
        ("gaussian_ring", "modes", 0),
        ("xor", "n", 19),
        ("polynomial", "powers", 0),
        ("polynomial", "coefficients", ()),
        ("sine", "noise", -1),
        ("line", "outliers", 1.0),
        ("imbalanced_classes", "ratio", 0.5),
        ("imbalanced_classes", "n", 100),
        ("random_noise", "classes", 1),
        ("two_scales", "scale", 0),
        ("scenes", "largest", 33),
        ("scenes", "smallest", 4),
        ("scenes", "max_boxes", 0),
        ("scenes", "overlap", 1.5),
    ],
)
def test_what_cannot_be_drawn(name: str, setting: str, value: object) -> None:
    with pytest.raises(ConfigurationError) as caught:
        datasets.make(name, **{setting: value})
    assert caught.value.field == f"{name}.{setting}"


def test_the_helper_that_standardises_leaves_what_never_varies() -> None:
    from engine.data.scaling import standard

    values = torch.tensor([[1.0, 5.0], [3.0, 5.0], [100.0, 6.0]], dtype=torch.float64)
    scaled = standard(values, torch.tensor([0, 1]))
    assert torch.equal(scaled, torch.tensor([[-1.0, 0], [1, 0], [98, 1]]))
    assert diabetes().train.inputs.isfinite().all()
