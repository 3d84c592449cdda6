"""M16, attention and Transformers: every live experiment of the curriculum, made by the engine."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
import torch
from m16_m23 import ACCURACY, losses, measured, run, seen, tail
from torch import Tensor, nn
from torch.nn import functional as F
from trained import SEEDS

from engine import Experiment, data, optim, probes
from engine import nn as models
from engine.data import Dataset
from engine.nn.attention import attention
from engine.observations import Attention, Matrix, Texts
from engine.probes import Probe


def classifier(
    of: Dataset,
    settings: models.TransformerSettings,
    *,
    steps: int = 60,
    lr: float = 3e-3,
    batch_size: int = 64,
    probes: tuple[Probe, ...] = (),
) -> Experiment:
    """A Transformer encoder that names the class of a sequence."""
    return Experiment(
        model=lambda: models.TransformerClassifier(
            len(of.tokens), len(of.classes), length=of.train.inputs.shape[1], settings=settings
        ),
        data=of,
        loss=F.cross_entropy,
        optimizer=optim.Adam(lr),
        batch_size=batch_size,
        steps=steps,
        evaluate_every=steps,
        metrics=ACCURACY,
        probes=probes,
    )


def recalling(symbols: int = 8, n: int = 1200) -> Dataset:
    """Name the first of eight symbols."""
    return data.recall(n=n, shortest=8, longest=8, symbols=symbols)


def entropy(maps: Attention) -> float:
    """Mean entropy of the rows of the first layer, in nats; ln 8 = 2.08 looks everywhere alike."""
    weights = maps.maps[0].numpy()
    return float(-(weights * np.log(weights + 1e-12)).sum(-1).mean())


def test_16_1_without_the_root_attention_saturates_and_learning_is_slower() -> None:
    """16.1 Scaled dot-product: with and without 1/√d, and the entropy of the attention map."""
    steep, flat = [], []
    for scaled, found in ((True, flat), (False, steep)):
        settings = models.TransformerSettings(
            width=128,
            heads=1,
            layers=1,
            feed_forward=64,
            scaled=scaled,
            embedding_std=1.0,
            scale_embedding=False,
        )
        probe = (probes.AttentionMaps(),)
        for seed in SEEDS:
            made = classifier(recalling(), settings, lr=2e-3, batch_size=32, probes=probe)
            events = run(made, seed)
            found.append((entropy(seen(Attention, events)[0]), losses(events)[30]))
    assert min(start for start, _ in flat) > 1.2
    assert max(start for start, _ in steep) < 0.8
    assert max(loss for _, loss in flat) < 0.25
    assert min(loss for _, loss in steep) > 0.3


def test_16_1_the_variance_of_a_dot_product_is_its_length() -> None:
    """16.1 EX: q · k of 64 unit normals has variance 64."""
    q, k = torch.randn(2, 20_000, 64, generator=torch.Generator().manual_seed(0))
    assert (q * k).sum(1).var().item() == pytest.approx(64, rel=0.05)


def test_16_2_self_attention_finds_the_marker() -> None:
    """16.2 Self-attention: find the marker and name what stands behind it; rows sum to 1."""
    of = data.marker(n=1000, length=5, symbols=4)
    settings = models.TransformerSettings(width=32, heads=2, layers=2, feed_forward=64)
    for seed in SEEDS:
        events = run(
            classifier(of, settings, steps=200, lr=5e-3, probes=(probes.AttentionMaps(),)), seed
        )
        assert measured(events, "accuracy")[-1] > 0.8  # chance is a quarter
        for layer in seen(Attention, events)[-1].maps:
            assert layer.numpy().sum(-1) == pytest.approx(1.0, abs=1e-5)


class Recaller(nn.Module):
    """Attention as a tutorial writes it; the keyword decides what it attends over."""

    def __init__(self, of: Dataset, *, batch_first: bool) -> None:
        super().__init__()
        self.embedding = nn.Embedding(len(of.tokens), 32)
        self.positions = models.LearnedPositions(8, 32, std=1.0)
        self.attend = nn.MultiheadAttention(32, 4, batch_first=batch_first)
        self.head = nn.Linear(32, len(of.classes))

    def mixed(self, x: Tensor) -> Tensor:
        """(n, length, width) → the same shape."""
        return x + self.attend(x, x, x, need_weights=False)[0]  # type: ignore[no-any-return]

    def forward(self, tokens: Tensor) -> Tensor:
        """(n, length) → (n, classes), from the last position."""
        x = self.mixed(self.positions(self.embedding(tokens)))
        return self.head(x[:, -1])  # type: ignore[no-any-return]


def influence(model: nn.Module) -> Tensor:
    """How much of each place, sample by sample (4 × 3), moves when one of them is nudged."""
    assert isinstance(model, Recaller)
    x = torch.randn(4, 3, 32, generator=torch.Generator().manual_seed(0))
    rows = []
    for place in range(12):
        nudged = x.clone()
        nudged.view(12, 32)[place] += 1
        rows.append((model.mixed(nudged) - model.mixed(x)).norm(dim=-1).flatten())
    return torch.stack(rows, dim=1)  # (moved, nudged)


@pytest.mark.parametrize("batch_first", [True, False])
def test_16_3_without_batch_first_attention_runs_across_the_samples(batch_first: bool) -> None:
    """16.3 Multi-head attention: one keyword, 9.6 % or 100 %; which positions influence which."""
    of = recalling(symbols=10)
    for seed in SEEDS:
        made = Experiment(
            model=lambda: Recaller(of, batch_first=batch_first),
            data=of,
            loss=F.cross_entropy,
            optimizer=optim.Adam(1e-2),
            batch_size=64,
            steps=100,
            evaluate_every=100,
            metrics=ACCURACY,
            probes=(probes.MatrixMap(influence),),
        )
        events = run(made, seed)
        reached = measured(events, "accuracy")[-1]
        assert reached > 0.95 if batch_first else reached < 0.25
        values = seen(Matrix, events)[-1].values.numpy().reshape(4, 3, 4, 3)
        samples = values.max(axis=(1, 3))  # (moved sample, nudged sample)
        positions = values.max(axis=(0, 2))
        assert (samples[1, 0] > 0) != batch_first  # EX: sample 0 changes sample 1, in the bug
        assert (positions[1, 0] > 0) == batch_first


def test_16_4_a_model_that_sees_the_answer_has_a_loss_near_zero() -> None:
    """16.4 Masks: causal or not on the next character; the leak shows as a loss near zero.
    16.8: with the mask it is a tiny character model, which beats the letter counts and writes."""
    of = data.python_reference(context=32, stride=400)
    counts = of.train.targets.flatten().bincount().double()
    by_count = -(counts / counts.sum()).xlogy(counts / counts.sum()).sum().item()

    def write(model: nn.Module, count: int) -> list[str]:
        assert isinstance(model, models.TinyGPT)
        tokens = model.generate(torch.full((count, 1), 2), 20)
        return ["".join(of.tokens[token] for token in row) for row in tokens.tolist()]

    settings = models.gpt_settings(width=32, heads=2, layers=1, feed_forward=64)
    vocabulary = len(of.tokens)
    built = {
        causal: partial(models.TinyGPT, vocabulary, context=32, settings=settings, causal=causal)
        for causal in (True, False)
    }
    for seed in SEEDS:
        final = {}
        for causal, model in built.items():
            made = Experiment(
                model=model,
                data=of,
                loss=models.token_cross_entropy,
                optimizer=optim.Adam(1e-2),
                batch_size=32,
                steps=130,
                evaluate_every=130,
                probes=(probes.Samples(write, count=3),),
            )
            events = run(made, seed)
            final[causal] = measured(events)[-1]
            assert all(len(text) >= 21 for text in seen(Texts, events)[-1].texts)
        assert final[False] < 0.35
        assert 1.5 < final[True] < by_count - 0.3


def test_16_4_a_row_that_is_masked_throughout() -> None:
    """16.4 EX: with −10⁹ its weights are uniform; with −∞, as ours, it looks nowhere."""
    scores = torch.randn(1, 5).masked_fill(torch.ones(1, 5, dtype=torch.bool), -1e9)
    assert scores.softmax(-1).tolist() == [pytest.approx([0.2] * 5)]
    q = torch.randn(1, 4)
    _, weights = attention(q, torch.randn(5, 4), torch.randn(5, 4), mask=torch.zeros(1, 5).bool())
    assert weights.tolist() == [[0.0] * 5]


@pytest.mark.parametrize("positions", ["sinusoidal", "learned", "none"])
def test_16_5_without_positions_the_order_cannot_be_told(
    positions: models.attention.Positions,
) -> None:
    """16.5 Positional encoding: does A come before B? And the table as a heat map."""
    of = data.which_first(n=1000, length=6, symbols=4)
    settings = models.TransformerSettings(
        width=32, heads=2, layers=1, feed_forward=64, positions=positions
    )
    heat = () if positions == "none" else (probes.MatrixMap("positions.table"),)
    for seed in SEEDS:
        events = run(classifier(of, settings, steps=80, lr=5e-3, probes=heat), seed)
        reached = measured(events, "accuracy")[-1]
        assert 0.35 < reached < 0.7 if positions == "none" else reached > 0.9
        if positions == "sinusoidal":
            table = seen(Matrix, events)[-1].values.numpy()
            assert table.shape == (6, 32)
            assert table[1, :2] == pytest.approx([0.8415, 0.5403], abs=1e-4)  # EX


def test_16_6_loud_embeddings_drown_the_positions() -> None:
    """16.6 Embedding scale: ×√d belongs to a deviation of 1/√d, not to PyTorch's 1."""
    of = recalling(n=2000)
    for seed in SEEDS:
        final = {}
        for name, std, scaled in (
            ("loud", 1.0, True),
            ("paper", None, True),
            ("plain", 1.0, False),
        ):
            settings = models.TransformerSettings(
                width=64, layers=1, feed_forward=64, embedding_std=std, scale_embedding=scaled
            )
            final[name] = tail(run(classifier(of, settings, steps=80), seed))
        assert final["loud"] > 1.0
        assert max(final["paper"], final["plain"]) < 0.05


def test_16_6_how_loud() -> None:
    """16.6 EX: unit embeddings times √512 have a deviation of 22.6, positions an rms of 0.707."""
    torch.manual_seed(0)
    loud = models.TokenEmbedding(1000, 512, std=1.0)(torch.arange(1, 1000)[None])
    assert loud.std().item() == pytest.approx(22.6, rel=0.02)
    assert models.sinusoidal(64, 512).square().mean().sqrt().item() == pytest.approx(
        0.707, abs=1e-3
    )


def test_16_7_pre_norm_learns_deep_stacks_sooner() -> None:
    """16.7 Encoder layers: ten of them at a rate of 3e-3, normalised before or after the sum."""
    of = data.recall(n=1000, shortest=6, longest=6, symbols=4)
    for seed in SEEDS:
        final = {}
        for norm_first in (False, True):
            settings = models.TransformerSettings(
                width=32, heads=2, layers=10, feed_forward=64, norm_first=norm_first
            )
            final[norm_first] = tail(
                run(classifier(of, settings, steps=60, batch_size=32), seed), 5
            )
        assert final[True] < 0.3
        assert final[False] > 2 * final[True]


def test_16_7_parameters_of_a_layer() -> None:
    """16.7 EX: an encoder layer (64, 4, 128) has 33,472 parameters, as PyTorch's."""
    ours = models.attention.EncoderLayer(64, 4, 128)
    theirs = nn.TransformerEncoderLayer(64, 4, 128)
    for layer in (ours, theirs):
        assert sum(parameter.numel() for parameter in layer.parameters()) == 33_472


def test_16_8_what_an_encoder_lacks() -> None:
    """16.8 EX: decoder and output head, which the whole Transformer has beside the encoder."""
    parts = dict(models.Transformer(9, 9, length=4, output_length=4).named_children())
    assert {"encoder", "decoder", "head"} <= parts.keys()
