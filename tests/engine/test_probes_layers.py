"""What is seen inside a model is what is there."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from probe_samples import CPU, Attends, Restless, images, look, scene, sentences, step_loss
from torch import Tensor, nn

from engine.data import Batch, Dataset, Examples
from engine.errors import ConfigurationError
from engine.nn import mlp
from engine.nn.attention import attention_maps
from engine.observations import (
    LARGEST,
    Attention,
    Embedded,
    Histograms,
    LayerActivity,
    LayerNorms,
    Matrix,
)
from engine.probes import (
    Activations,
    AttentionMaps,
    Embeddings,
    LayerGradients,
    MatrixMap,
    Scene,
    WeightHistograms,
)
from engine.probes.embeddings import pca
from engine.probes.histogram import histogram


def line() -> Dataset:
    """Points on a line through 0."""
    x = torch.linspace(-1, 1, 20).reshape(-1, 1)
    part = Examples(x, 3 * x)
    return Dataset("line", part, part)


# Norms and updates


def test_the_ratio_is_that_of_the_first_step_after_a_look() -> None:
    model = nn.Linear(1, 1)
    with torch.no_grad():
        model.weight.fill_(2.0)
        model.bias.zero_()
    here = scene(model, line())
    observer = LayerGradients().start()
    observer.begin(here)
    first = observer.look(here)
    assert isinstance(first, LayerNorms)
    assert first.names == ("weight", "bias")
    assert first.weight_norm.numpy().tolist() == [2.0, 0.0]
    assert first.update_ratio is None

    for change in (0.5, 100.0):
        with torch.no_grad():
            model.weight += change
            model.bias += 1
        observer.after_step(here)
    second = observer.look(here)
    assert isinstance(second, LayerNorms)
    assert second.update_ratio is not None
    ratio, of_zero = second.update_ratio.numpy().tolist()
    assert ratio == pytest.approx(0.5 / 2.0)
    assert math.isnan(of_zero)
    assert second.weight_norm.numpy().tolist() == [102.5, 2.0]


def test_gradient_norms_are_those_that_the_step_would_have_with_its_dropout() -> None:
    here = scene(Restless(), images())
    assert here.data is not None
    seen = look(LayerGradients(samples=160), here)
    assert isinstance(seen, LayerNorms)
    assert seen.gradient_norm is not None
    batch = Batch(here.data.train.inputs, here.data.train.targets)
    step_loss(here.model, batch).backward()
    norms = [p.grad.norm().item() for p in here.model.parameters() if p.grad is not None]
    np.testing.assert_allclose(seen.gradient_norm.numpy(), norms, rtol=1e-6)


def test_without_a_known_loss_there_is_no_gradient() -> None:
    here = Scene(mlp(2, 4, 2), None, None, CPU)
    norms, counts = look(LayerGradients(), here), look(WeightHistograms(), here)
    assert isinstance(norms, LayerNorms)
    assert isinstance(counts, Histograms)
    assert norms.gradient_norm is None
    assert counts.gradient_counts is None


# Histograms

numbers = st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=40)


@given(numbers, st.integers(1, 12))
@settings(max_examples=25)
def test_a_histogram_counts_like_numpy(values: list[float], bins: int) -> None:
    (low, high), counts = histogram(torch.tensor(values), bins)
    assert counts.sum() == len(values)
    if max(values) - min(values) > 1e-3:
        assert (low, high) == (min(values), max(values))
    expected, _ = np.histogram(np.float64(values), bins, (low, high))
    # A value on an inner edge may fall on either side of it by one rounding.
    assert np.abs(np.cumsum(counts.numpy()) - np.cumsum(expected)).max() <= sum(
        min(abs((v - low) / (high - low) * bins - k) for k in range(bins + 1)) < 1e-4
        for v in values
    )


def test_values_beyond_the_limits_are_in_the_outermost_bins() -> None:
    values = torch.tensor([-9.0, 0.1, 0.6, 9.0, math.nan, math.inf])
    limits, counts = histogram(values, 2, (0.0, 1.0))
    assert limits == (0.0, 1.0)
    assert counts.tolist() == [2, 2]


def test_weights_and_gradients_are_all_counted() -> None:
    here = scene(mlp(1, 5, 1), line())
    seen = look(WeightHistograms(bins=8), here)
    assert isinstance(seen, Histograms)
    sizes = [parameter.numel() for parameter in here.model.parameters()]
    assert seen.counts.numpy().sum(axis=1).tolist() == sizes
    assert seen.gradient_counts is not None
    assert seen.gradient_counts.numpy().sum(axis=1).tolist() == sizes
    first = next(here.model.parameters())
    assert seen.ranges.numpy()[0].tolist() == [first.min().item(), first.max().item()]


# Activations


def dying() -> nn.Sequential:
    """Two inputs; of three ReLU units the second is dead, then tanh far out and near 0."""
    first, second = nn.Linear(2, 3), nn.Linear(3, 2)
    with torch.no_grad():
        first.weight.copy_(torch.tensor([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]]))
        first.bias.copy_(torch.tensor([0.0, -1.0, 0.0]))
        second.weight.zero_()
        second.bias.copy_(torch.tensor([5.0, 0.0]))
    return nn.Sequential(first, nn.ReLU(), second, nn.Tanh())


def crosses() -> Dataset:
    """Four points around the origin."""
    inputs = torch.tensor([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    part = Examples(inputs, torch.tensor([0, 1, 0, 1]))
    return Dataset("crosses", part, part, classes=("a", "b"))


def test_dead_units_zeros_and_saturation() -> None:
    seen = look(Activations(bins=4), scene(dying(), crosses()))
    assert isinstance(seen, LayerActivity)
    assert seen.names == ("0", "1", "2", "3")
    assert seen.kinds == ("Linear", "ReLU", "Linear", "Tanh")
    assert seen.examples == 4
    assert seen.dead.numpy().tolist() == [0, 1, 1, 1]
    assert seen.units.numpy().tolist() == [3, 3, 2, 2]
    assert seen.zeros.numpy()[1] == pytest.approx(8 / 12)
    assert seen.mean.numpy()[1] == pytest.approx(4 / 12)
    assert seen.std.numpy()[1] == pytest.approx(np.std([1] * 4 + [0] * 8))
    saturated = seen.saturated.numpy()
    assert np.isnan(saturated[:3]).all()
    assert saturated[3] == 0.5
    assert seen.counts.numpy()[1].tolist() == [8, 0, 0, 4]
    assert seen.ranges.numpy()[1].tolist() == [0, 1]


def test_common_limits_make_layers_comparable() -> None:
    seen = look(Activations(bins=2, limits=(-1, 1), layers=("3",)), scene(dying(), crosses()))
    assert isinstance(seen, LayerActivity)
    assert seen.names == ("3",)
    assert seen.ranges.numpy().tolist() == [[-1, 1]]
    assert seen.counts.numpy().tolist() == [[0, 8]]


def test_a_channel_is_a_unit_and_layers_come_in_the_order_of_their_calls() -> None:
    model = Restless()
    with torch.no_grad():
        model.norm.weight[2] = 0
        model.norm.bias[2] = -1
    seen = look(Activations(), scene(model, images()))
    assert isinstance(seen, LayerActivity)
    assert seen.names == ("conv", "norm", "relu", "drop", "hidden", "tanh", "head")
    assert seen.units.numpy()[:3].tolist() == [4, 4, 4]
    assert seen.dead.numpy()[2] >= 1


def test_a_layer_that_works_in_place_does_not_change_what_was_heard_before_it() -> None:
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(inplace=True))
    seen = look(Activations(), scene(model, crosses()))
    assert isinstance(seen, LayerActivity)
    assert seen.zeros.numpy()[0] == 0
    assert seen.ranges.numpy()[0][0] < 0


def test_a_layer_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match="Did you mean 'conv'"):
        Activations(layers=("conw",)).start().begin(scene(Restless(), images()))


def test_many_layers_stay_within_the_bound() -> None:
    deep = nn.Sequential(*[nn.Linear(2, 2) for _ in range(900)])
    here = scene(deep, crosses())
    seen = look(Activations(bins=60), here)
    assert isinstance(seen, LayerActivity)
    assert seen.counts.numpy().nbytes <= LARGEST
    weights = look(WeightHistograms(bins=60, most=10**6), here)
    assert isinstance(weights, Histograms)
    assert weights.gradient_counts is not None
    assert weights.counts.numpy().nbytes + weights.gradient_counts.numpy().nbytes <= LARGEST
    norms = look(LayerGradients(), here)
    assert isinstance(norms, LayerNorms)
    assert len(norms.names) == len(norms.weight_norm) == 1024


# Attention


def test_attention_is_that_of_the_example_and_padding_is_cut() -> None:
    data = sentences()
    here = scene(Attends(), data)
    seen = look(AttentionMaps(example=3), here)
    assert isinstance(seen, Attention)
    tokens = data.validation.inputs[3:4]
    assert tokens[0, 3:].tolist() == [0, 0]
    assert seen.tokens == tuple(data.tokens[number] for number in tokens[0, :3])
    assert seen.label == data.classes[data.validation.targets[3]]
    expected = attention_maps(here.model, tokens)
    assert seen.layers == ("attention",)
    assert len(seen.maps) == len(expected) == 1
    np.testing.assert_array_equal(seen.maps[0].numpy(), expected[0][0, :, :3, :3].numpy())


def test_long_examples_are_cut_to_what_fits() -> None:
    part = Examples(torch.ones(2, 300, dtype=torch.int64), torch.zeros(2, dtype=torch.int64))
    data = Dataset("long", part, part, classes=("a", "b"))
    seen = look(AttentionMaps(), scene(Attends(), data))
    assert isinstance(seen, Attention)
    heads, queries, keys = seen.maps[0].shape
    assert (heads, queries) == (2, keys)
    assert 80 < keys <= 90
    assert seen.maps[0].numpy().nbytes <= LARGEST


# Embeddings


@given(st.integers(0, 50), st.integers(2, 6))
@settings(max_examples=15)
def test_principal_components_are_scikit_learns(seed: int, dimensions: int) -> None:
    from sklearn.decomposition import PCA

    random = torch.Generator().manual_seed(seed)
    vectors = torch.randn(30, dimensions, generator=random, dtype=torch.float64)
    points, axes, shares = pca(vectors)
    theirs = PCA(2, svd_solver="full").fit(vectors.numpy())
    np.testing.assert_allclose(np.abs(axes.numpy()), np.abs(theirs.components_), atol=1e-10)
    expected = np.abs(theirs.transform(vectors.numpy()))
    np.testing.assert_allclose(np.abs(points.numpy()), expected, atol=1e-10)
    np.testing.assert_allclose(shares, theirs.explained_variance_ratio_, rtol=1e-10)
    again, _, _ = pca(vectors, -axes)
    np.testing.assert_allclose(again.numpy(), -points.numpy(), atol=1e-12)


def test_vectors_of_one_dimension_lie_on_a_line() -> None:
    points, _, shares = pca(torch.tensor([[1.0], [2.0], [6.0]]).double())
    assert points[:, 1].tolist() == [0, 0, 0]
    assert shares == (1.0, 0.0)


def test_the_rows_of_an_embedding_carry_their_tokens() -> None:
    seen = look(Embeddings(), scene(Attends(), sentences()))
    assert isinstance(seen, Embedded)
    assert seen.labels == ("<pad>", "<unk>", "a", "good", "bad", "film")
    assert seen.truth == ()
    assert seen.points.shape == (6, 2)
    assert sum(seen.explained) <= 1 + 1e-9


def test_a_hidden_layer_is_laid_out_by_class() -> None:
    data = images()
    model = Restless()
    seen = look(Embeddings(layer="conv", count=20), scene(model, data))
    assert isinstance(seen, Embedded)
    assert len(seen.points) == len(seen.truth) == 20
    assert all(seen.labels[n] == data.classes[seen.truth[n]] for n in range(20))
    chosen = torch.linspace(0, 59, 20).round().long()
    pooled = model.conv(data.validation.inputs[chosen]).mean(dim=(2, 3)).detach().double()
    expected, _, _ = pca(pooled)
    np.testing.assert_allclose(np.abs(seen.points.numpy()), expected.abs().numpy(), atol=1e-5)


def test_the_layer_before_the_last_is_the_default_and_tsne_has_no_axes() -> None:
    model = Restless()
    heard: list[Tensor] = []
    model.tanh.register_forward_hook(lambda *call: heard.append(call[2]))
    seen = look(Embeddings(method="tsne", count=12), scene(model, images()))
    assert isinstance(seen, Embedded)
    assert len(heard) == 1
    assert seen.points.shape == (12, 2)
    assert seen.method == "tsne"
    assert math.isnan(seen.explained[0])


# Matrices


def test_a_named_matrix_is_shown_as_it_is_and_a_long_one_in_part() -> None:
    model = mlp(2, 200, 2)
    weight = look(MatrixMap("linear1.weight", most=96), scene(model, None))
    assert isinstance(weight, Matrix)
    assert (weight.title, weight.rows, weight.columns) == ("linear1.weight", 200, 2)
    expected = next(model.parameters()).detach()[:96].numpy()
    np.testing.assert_array_equal(weight.values.numpy(), expected)
    bias = look(MatrixMap("linear2.bias"), scene(model, None))
    assert isinstance(bias, Matrix)
    assert bias.values.shape == (1, 2)
    made = look(MatrixMap(lambda model: torch.eye(500)[:3], most=10**6), scene(model, None))
    assert isinstance(made, Matrix)
    assert made.values.shape == (3, 128)
    assert (made.rows, made.columns) == (3, 500)


def eye(model: nn.Module) -> torch.Tensor:
    """Ones on the diagonal."""
    return torch.eye(3)


def test_a_matrix_that_a_function_makes_is_called_as_the_function() -> None:
    for of, title in ((eye, "eye"), (lambda model: torch.eye(3), ""), (partial(eye), "")):
        made = look(MatrixMap(of), scene(mlp(2, 3, 2), None))
        assert isinstance(made, Matrix)
        assert made.title == title


def test_what_is_no_matrix_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="linear1"):
        MatrixMap("linear1.weigth").start().begin(scene(mlp(2, 3, 2), None))
    with pytest.raises(ConfigurationError, match=r"not \(4, 1, 3, 3\)"):
        look(MatrixMap("conv.weight"), scene(Restless(), None))
