"""M01 Tensors: what the engine does for each topic."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from m00_m08 import changed, on_digits, on_line, trained
from torch import Tensor, nn
from torch.nn import functional as F

from engine import Experiment, data, optim, probes
from engine import nn as models
from engine.data import Dataset, Examples
from engine.data.order import Sequential
from engine.errors import ConfigurationError
from engine.nn import layers
from engine.observations import Pictures
from engine.study.lockstep import lockstep


class Halves(nn.Module):
    """Upper and lower half of an image read apart, then put side by side; or the upper only."""

    def __init__(self, both: bool) -> None:
        super().__init__()
        self.both = both
        self.upper, self.lower = nn.Linear(32, 16), nn.Linear(32, 16)
        self.head = nn.Linear(32 if both else 16, 10)

    def forward(self, x: Tensor) -> Tensor:
        upper = self.upper(x[:, :32]).relu()
        if not self.both:
            return self.head(upper)
        return self.head(torch.cat([upper, self.lower(x[:, 32:]).relu()], dim=1))


@pytest.mark.parametrize("seed", [0, 1])
def test_01_5_two_inputs_concatenated_know_more_than_one(seed: int) -> None:
    """01.5 cat vs stack, chunk, split."""
    both, one = (trained(on_digits(lambda b=b: Halves(b), steps=340), seed) for b in (True, False))
    assert both.validation() > one.validation() + 0.05


def test_01_6_targets_of_another_shape_are_refused_and_broadcast_ones_learn_nothing() -> None:
    """01.6 squeeze/unsqueeze and the (N, 1) trap."""
    line = on_line().data
    assert line is not None
    flat = changed(line, lambda part: Examples(part.inputs, part.targets.squeeze(1)))
    right = trained(on_line(steps=300))
    assert right.loss < 1e-10
    assert right.model[0].weight.item() == pytest.approx(3, abs=1e-3)
    with pytest.raises(ConfigurationError, match=r"target\.shape.*120.*squeeze"):
        trained(on_line(data=flat))
    with pytest.warns(UserWarning, match="target size"):
        wrong = trained(on_line(data=flat, loss=F.mse_loss, steps=300))
    assert abs(wrong.model[0].weight.item()) < 1e-3
    assert wrong.loss == pytest.approx(flat.train.targets.var(correction=0).item(), rel=1e-3)


@pytest.mark.parametrize("seed", [0, 1])
def test_01_7_view_in_the_place_of_permute_scrambles_the_images(seed: int) -> None:
    """01.7 view/reshape/flatten/contiguous: a file that holds (row, column, image)."""
    digits = data.as_images(data.digits())

    def stored(part: Examples) -> Tensor:
        return part.inputs[:, 0].permute(1, 2, 0).contiguous()

    def viewed(part: Examples) -> Examples:
        return Examples(stored(part).view(-1, 1, 8, 8), part.targets)

    def permuted(part: Examples) -> Examples:
        return Examples(stored(part).permute(2, 0, 1)[:, None], part.targets)

    def cnn() -> nn.Module:
        return nn.Sequential(nn.Flatten(), models.mlp(64, 32, 10))

    look = {"probes": (probes.ImageGrid(),), "steps": 170}
    right = trained(on_digits(cnn, data=changed(digits, permuted), **look), seed)
    wrong = trained(on_digits(cnn, data=changed(digits, viewed), **look), seed)
    assert right.validation() > 0.9
    assert wrong.validation() < 0.3
    shown = [run.seen(Pictures)[0].images.numpy() for run in (right, wrong)]
    assert shown[0].shape == shown[1].shape
    assert not np.array_equal(*shown)


class Mixed(models.MultiHeadAttention):
    """Cuts heads with a `view` alone, which mixes positions and heads."""

    def split_heads(self, x: Tensor) -> Tensor:
        n, length, width = x.shape
        return x.reshape(n, self.heads, length, width // self.heads)


class NextToken(nn.Module):
    """One attention layer that may look back only, and says what comes next at every place."""

    def __init__(self, attention: type[models.MultiHeadAttention]) -> None:
        super().__init__()
        settings = models.TransformerSettings(width=32, heads=4)
        self.embedding, self.positions = settings.embedding(8), settings.positioned(8)
        self.attention = attention(32, 4)
        self.head = nn.Linear(32, 8)

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.positions(self.embedding(tokens))
        return self.head(x + self.attention(x, x, x, models.causal_mask(8)))


def unpredictable(seed: int) -> Dataset:
    """Rows of eight random tokens of seven kinds, and the same rows one place later."""
    rows = torch.randint(1, 8, (2500, 9), generator=torch.Generator().manual_seed(seed))
    train, validation = (Examples(part[:, :-1], part[:, 1:]) for part in (rows[:2000], rows[2000:]))
    return Dataset("noise", train, validation)


@pytest.mark.parametrize("seed", [0, 1])
def test_01_8_heads_split_by_view_alone_mix_positions_so_that_the_future_leaks(seed: int) -> None:
    """01.8 transpose/permute and head splitting: what comes next is pure chance, ln 7."""
    task = {
        "data": unpredictable(seed),
        "loss": models.token_cross_entropy,
        "metrics": (("accuracy", models.token_accuracy),),
        "optimizer": optim.Adam(0.01),
        "steps": 100,
    }
    right, wrong = (
        trained(on_digits(lambda kind=kind: NextToken(kind), **task), seed)
        for kind in (models.MultiHeadAttention, Mixed)
    )
    assert right.validation("loss") == pytest.approx(math.log(7), abs=0.05)
    assert wrong.validation("loss") < 1.4
    before = unpredictable(seed).validation.inputs[:1]
    after = before.clone()
    after[0, -1] = 1 + after[0, -1] % 7
    for run, leaks in ((right, False), (wrong, True)):
        with torch.no_grad():
            change = (run.model(after) - run.model(before))[0, :-1].abs().max().item()
        assert (change > 0.01) == leaks


def test_01_9_a_linear_layer_made_of_matrix_products_trains_the_same() -> None:
    """01.9 Element-wise and matrix products: the layer rebuilt from `@`."""

    def ours() -> nn.Module:
        return nn.Sequential(layers.Linear(64, 32), nn.ReLU(), layers.Linear(32, 10))

    def theirs() -> nn.Module:
        return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))

    twins = list(lockstep(on_digits(ours), on_digits(theirs)))
    assert twins[0].first.loss == pytest.approx(twins[0].second.loss, rel=1e-6)
    assert twins[-1].distance < 1e-4


class Biased(nn.Module):
    """x Wᵀ + b, with a bias of a shape of its own."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(3, 2))
        self.bias = nn.Parameter(torch.zeros(shape))

    def forward(self, x: Tensor) -> Tensor:
        return x @ self.weight.T + self.bias


def test_01_10_a_bias_for_every_sample_is_broadcast_without_a_word() -> None:
    """01.10 Broadcasting."""
    random = torch.Generator().manual_seed(0)
    inputs = torch.randn(80, 2, generator=random)
    targets = inputs @ torch.randn(2, 3, generator=random) + torch.tensor([1.0, -2.0, 3.0])
    halves = [Examples(inputs[k::2], targets[k::2]) for k in (0, 1)]

    def fit(shape: tuple[int, ...]) -> Experiment:
        return on_line(
            model=lambda: Biased(shape), data=Dataset("plane", *halves), order=Sequential()
        )

    feature, sample = trained(fit((3,))), trained(fit((40, 1)))
    assert feature.started.parameters == 6 + 3
    assert sample.started.parameters == 6 + 40
    assert feature.loss < 1e-6
    assert feature.validation("loss") < 1e-6
    assert sample.loss > 1
    assert sample.validation("loss") > 1


def test_01_13_a_run_does_not_listen_to_the_global_seed() -> None:
    """01.13 What a seed controls."""
    torch.manual_seed(1)
    first = trained(on_digits(steps=5))
    torch.manual_seed(2)
    np.random.beta(1, 1)
    assert trained(on_digits(steps=5)).losses == first.losses
