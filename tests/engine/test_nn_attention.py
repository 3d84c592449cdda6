"""Attention is PyTorch's to the last digit, masks hide what they should, maps leave no trace."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from token_samples import classify, next_token, some_tokens
from torch import Tensor, nn

from engine.data import Batch
from engine.errors import ConfigurationError
from engine.nn.attention import (
    DecoderLayer,
    Encoder,
    EncoderLayer,
    LearnedPositions,
    MultiHeadAttention,
    SinusoidalPositions,
    TinyGPT,
    TokenEmbedding,
    Transformer,
    TransformerClassifier,
    TransformerSettings,
    attention,
    attention_layers,
    attention_maps,
    causal_mask,
    generate,
    gpt_settings,
    padding_mask,
    sinusoidal,
)
from engine.nn.attention.catalog import attention_models
from engine.nn.sequence import teacher_forced, token_cross_entropy

EXACT = {"rtol": 1e-10, "atol": 1e-12}
SIZES = st.integers(1, 6)


def drawn(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


def twin(tensor: Tensor) -> Tensor:
    return tensor.detach().clone().requires_grad_()


def scalar(out: Tensor) -> Tensor:
    """A number to which every output contributes differently."""
    return (out * torch.arange(1.0, out.numel() + 1).view_as(out)).sum().sin()


def assert_same_gradients(ours: nn.Module, theirs: nn.Module) -> None:
    """Of all weights, where PyTorch has the projections of queries, keys and values in one."""
    mine = {name: parameter.grad for name, parameter in ours.named_parameters()}
    for name, parameter in theirs.named_parameters():
        parts = [name]
        if "in_proj_" in name:
            prefix, kind = name.split("in_proj_")
            parts = [f"{prefix}{part}.{kind}" for part in ("query", "key", "value")]
        torch.testing.assert_close(
            torch.cat([mine.pop(part) for part in parts]), parameter.grad, **EXACT
        )
    assert mine == {}


# Scaled dot product


@given(
    shape=st.tuples(SIZES, SIZES, SIZES, SIZES, SIZES),
    masked=st.booleans(),
    scaled=st.booleans(),
    seed=st.integers(0, 999),
)
@settings(max_examples=25)
def test_attention_is_pytorchs(
    *, shape: tuple[int, int, int, int, int], masked: bool, scaled: bool, seed: int
) -> None:
    torch.manual_seed(seed)
    n, q, k, d, v = shape
    query, key, value = drawn(n, q, d), drawn(n, k, d), drawn(n, k, v)
    theirs = twin(query), twin(key), twin(value)
    mask = torch.rand(n, q, k) < 0.5 if masked else None  # rows without any True among them
    found, weights = attention(query, key, value, mask=mask, scaled=scaled)
    expected = F.scaled_dot_product_attention(*theirs, mask, scale=None if scaled else 1.0)
    torch.testing.assert_close(found, expected, **EXACT)
    torch.testing.assert_close(weights @ value, found, **EXACT)
    scalar(found).backward()
    scalar(expected).backward()
    for mine, other in zip((query, key, value), theirs, strict=True):
        torch.testing.assert_close(mine.grad, other.grad, **EXACT)


def test_who_may_look_nowhere_finds_nothing() -> None:
    query, key, value = drawn(1, 3, 4), drawn(1, 5, 4), drawn(1, 5, 4)
    mask = torch.ones(3, 5, dtype=torch.bool)
    mask[1] = False
    found, weights = attention(query, key, value, mask=mask)
    assert not found[0, 1].any()
    torch.testing.assert_close(weights.sum(dim=-1)[0], torch.tensor([1.0, 0, 1]).double())
    scalar(found).backward()
    for tensor in (query, key, value):
        assert tensor.grad is not None
        assert torch.isfinite(tensor.grad).all()
    assert query.grad is not None
    assert not query.grad[0, 1].any()


def test_a_dot_product_has_the_variance_of_its_length() -> None:
    torch.manual_seed(0)
    q, k = torch.randn(20000, 64), torch.randn(20000, 64)
    assert (q * k).sum(dim=1).var().item() == pytest.approx(64, rel=0.05)
    sharp, soft = (
        attention(q[:100], k[:100], k[:100], scaled=scaled)[1].amax(dim=-1).mean()
        for scaled in (False, True)
    )
    assert sharp > 0.7
    assert soft < 0.2


def test_masks() -> None:
    assert causal_mask(3).tolist() == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
    seen = padding_mask(torch.tensor([[5, 3, 0], [2, 0, 0]]))
    assert seen.shape == (2, 1, 1, 3)
    assert seen[:, 0, 0].tolist() == [[True, True, False], [True, False, False]]


def test_dropped_weights_are_made_up_for() -> None:
    torch.manual_seed(0)
    key = torch.zeros(1, 4000, 2)
    value = torch.ones(1, 4000, 1)
    found, weights = attention(key[:, :1], key, value, dropout=0.5)
    assert found.item() == pytest.approx(1, abs=0.1)
    assert found.item() != 1
    torch.testing.assert_close(weights, torch.full((1, 1, 4000), 1 / 4000))


# Multi-head attention


@given(
    n=SIZES,
    q=SIZES,
    k=SIZES,
    heads=st.integers(1, 4),
    mask=st.sampled_from(["none", "causal", "padding"]),
    fused=st.booleans(),
)
@settings(max_examples=25)
def test_multi_head_attention_is_pytorchs(
    *, n: int, q: int, k: int, heads: int, mask: str, fused: bool
) -> None:
    torch.manual_seed(n + 10 * q + 100 * k)
    width = 3 * heads
    theirs = nn.MultiheadAttention(width, heads, batch_first=True).double()
    nn.init.normal_(theirs.in_proj_bias)
    ours = MultiHeadAttention(width, heads, fused=fused).double()
    ours.load_state_dict(theirs.state_dict())
    query, memory = drawn(n, q, width), drawn(n, k, width)
    x, y = twin(query), twin(memory)
    may, blocked, padding = None, None, None
    if mask == "causal":
        may = torch.ones(q, k, dtype=torch.bool).tril()
        blocked = ~may
    elif mask == "padding":
        tokens = torch.randint(0, 2, (n, k))
        tokens[:, 0] = 1
        may, padding = padding_mask(tokens), tokens == 0

    found = ours(query, memory, memory, may)
    expected, weights = theirs(
        x, y, y, padding, attn_mask=blocked, average_attn_weights=False, need_weights=True
    )
    torch.testing.assert_close(found, expected, **EXACT)
    scalar(found).backward()
    scalar(expected).backward()
    torch.testing.assert_close(query.grad, x.grad, **EXACT)
    torch.testing.assert_close(memory.grad, y.grad, **EXACT)
    assert_same_gradients(ours, theirs)
    (look,) = attention_maps(ours, query, memory, memory, *([] if may is None else [may]))
    torch.testing.assert_close(look, weights, **EXACT)


def test_heads_have_to_divide_the_width() -> None:
    with pytest.raises(ConfigurationError, match=r"heads cannot be 3.*64"):
        MultiHeadAttention(64, 3)
    with pytest.raises(ConfigurationError, match="heads"):
        TransformerSettings(heads=5)
    for field, value in (
        ("width", 0),
        ("layers", 0),
        ("dropout", 1.0),
        ("activation", "silu"),
        ("positions", "rotary"),
        ("embedding_std", 0.0),
    ):
        with pytest.raises(ConfigurationError, match=field):
            TransformerSettings(**{field: value})


@given(seed=st.integers(0, 99), length=st.integers(2, 8))
@settings(max_examples=10)
def test_without_positions_a_permutation_goes_straight_through(seed: int, length: int) -> None:
    torch.manual_seed(seed)
    layer = EncoderLayer(12, 3, 16, dropout=0.0).double()
    x, order = drawn(2, length, 12), torch.randperm(length)
    torch.testing.assert_close(layer(x)[:, order], layer(x[:, order]), **EXACT)


def test_samples_of_a_batch_do_not_see_each_other() -> None:
    """The trap of `nn.MultiheadAttention` without `batch_first`."""
    torch.manual_seed(0)
    layer = MultiHeadAttention(12, 3)
    x = torch.randn(2, 5, 12)
    y = x.clone()
    y[0] += 1
    assert torch.equal(layer(x, x, x)[1], layer(y, y, y)[1])
    z = x.clone()
    z[0, 0] += 1
    assert not torch.isclose(layer(x, x, x)[0, 4], layer(z, z, z)[0, 4]).all()


# Layers


def test_the_parameters_of_the_curriculum() -> None:
    assert sum(p.numel() for p in EncoderLayer(64, 4, 128).parameters()) == 33472


@pytest.mark.parametrize("norm_first", [False, True])
@pytest.mark.parametrize("activation", ["relu", "gelu"])
@given(n=SIZES, length=SIZES, causal=st.booleans(), seed=st.integers(0, 99))
@settings(max_examples=6)
def test_the_encoder_layer_is_pytorchs(
    *, norm_first: bool, activation: str, n: int, length: int, causal: bool, seed: int
) -> None:
    torch.manual_seed(seed)
    options = {"dropout": 0.0, "activation": activation, "norm_first": norm_first}
    theirs = nn.TransformerEncoderLayer(12, 3, 20, batch_first=True, **options).double()
    ours = EncoderLayer(12, 3, 20, **options).double()
    ours.load_state_dict(theirs.state_dict())
    x = drawn(n, length, 12)
    y = twin(x)
    may = causal_mask(length) if causal else None
    found, expected = ours(x, may), theirs(y, None if may is None else ~may)
    torch.testing.assert_close(found, expected, **EXACT)
    scalar(found).backward()
    scalar(expected).backward()
    torch.testing.assert_close(x.grad, y.grad, **EXACT)
    assert_same_gradients(ours, theirs)


@pytest.mark.parametrize("norm_first", [False, True])
@given(n=SIZES, length=SIZES, read=SIZES, seed=st.integers(0, 99))
@settings(max_examples=8)
def test_the_decoder_layer_is_pytorchs(
    *, norm_first: bool, n: int, length: int, read: int, seed: int
) -> None:
    torch.manual_seed(seed)
    options = {"dropout": 0.0, "norm_first": norm_first}
    theirs = nn.TransformerDecoderLayer(12, 3, 20, batch_first=True, **options).double()
    ours = DecoderLayer(12, 3, 20, **options).double()
    ours.load_state_dict(theirs.state_dict())
    x, memory = drawn(n, length, 12), drawn(n, read, 12)
    y, their_memory = twin(x), twin(memory)
    tokens = torch.randint(0, 2, (n, read))
    tokens[:, 0] = 1
    may = causal_mask(length)
    found = ours(x, memory, may, padding_mask(tokens))
    expected = theirs(
        y, their_memory, tgt_mask=~may, memory_key_padding_mask=tokens == 0, tgt_is_causal=False
    )
    torch.testing.assert_close(found, expected, **EXACT)
    scalar(found).backward()
    scalar(expected).backward()
    torch.testing.assert_close(x.grad, y.grad, **EXACT)
    torch.testing.assert_close(memory.grad, their_memory.grad, **EXACT)
    assert_same_gradients(ours, theirs)


def test_a_stack_is_pytorchs() -> None:
    torch.manual_seed(0)
    x = drawn(2, 5, 12)
    for norm_first in (False, True):
        shape = {"width": 12, "heads": 3, "feed_forward": 20, "layers": 3}
        ours = Encoder(TransformerSettings(norm_first=norm_first, **shape)).double()
        layer = nn.TransformerEncoderLayer(
            12, 3, 20, dropout=0.0, norm_first=norm_first, batch_first=True
        )
        norm = nn.LayerNorm(12) if norm_first else None
        theirs = nn.TransformerEncoder(layer, 3, norm, enable_nested_tensor=False).double()
        for weight in theirs.parameters():
            nn.init.normal_(weight, std=0.3)
        ours.load_state_dict(theirs.state_dict())
        torch.testing.assert_close(ours(x), theirs(x), **EXACT)


def test_dropout_is_for_training() -> None:
    torch.manual_seed(0)
    layer, x = EncoderLayer(12, 3, 16, dropout=0.5), torch.randn(2, 5, 12)
    assert not torch.equal(layer(x), layer(x))
    layer.eval()
    assert torch.equal(layer(x), layer(x))


@pytest.mark.parametrize("scaled", [True, False])
def test_the_fused_kernel_changes_nothing_but_the_time(scaled: bool) -> None:
    torch.manual_seed(0)
    tokens = torch.tensor([[3, 4, 5, 0], [1, 0, 0, 0], [0, 0, 0, 0]])
    plain, fused = (
        TransformerClassifier(
            9, 2, length=4, settings=TransformerSettings(width=16, scaled=scaled, fused=fused)
        ).double()
        for fused in (False, True)
    )
    fused.load_state_dict(plain.state_dict())
    torch.testing.assert_close(fused(tokens), plain(tokens), **EXACT)
    assert torch.isfinite(plain(tokens)).all()


# Positions and embeddings


@given(length=st.integers(1, 40), width=st.integers(1, 17))
@settings(max_examples=15)
def test_positions_are_those_of_the_paper(length: int, width: int) -> None:
    table = sinusoidal(length, width, torch.float64)
    for pos in range(length):
        for column in range(width):
            angle = pos / 10000 ** (column // 2 * 2 / width)
            wave = math.sin(angle) if column % 2 == 0 else math.cos(angle)
            assert table[pos, column].item() == pytest.approx(wave, abs=1e-12)


def test_positions_of_the_curriculum() -> None:
    table = sinusoidal(50, 512)
    assert table.dtype == torch.float32
    assert table[1, :2].tolist() == pytest.approx([0.8415, 0.5403], abs=5e-5)
    assert table.square().mean().sqrt().item() == pytest.approx(0.5**0.5, abs=1e-5)


@pytest.mark.parametrize("kind", [SinusoidalPositions, LearnedPositions])
def test_positions_are_added_and_end_somewhere(kind: Callable[[int, int], nn.Module]) -> None:
    module = kind(5, 4)
    x = torch.zeros(2, 3, 4)
    assert torch.equal(module(x)[1], module.table[:3])
    with pytest.raises(ConfigurationError, match=r"length cannot be 6.*5 positions"):
        module(torch.zeros(2, 6, 4))
    learned = sum(parameter.numel() for parameter in module.parameters())
    assert learned == (20 if kind is LearnedPositions else 0)
    assert ("table" in module.state_dict()) == (kind is LearnedPositions)


def test_how_loud_tokens_are() -> None:
    """E004-22: the factor belongs to embeddings of variance 1/d."""
    torch.manual_seed(0)
    tokens = torch.arange(1, 400)[None]

    def loudness(**options: object) -> float:
        return TokenEmbedding(400, 512, **options)(tokens).std().item()

    assert loudness() == pytest.approx(1, rel=0.02)
    assert loudness(std=1.0) == pytest.approx(22.6, rel=0.02)
    assert loudness(std=1.0, scaled=False) == pytest.approx(1, rel=0.02)
    embedding = TokenEmbedding(400, 512)
    assert not embedding(torch.zeros(1, 2, dtype=torch.int64)).any()
    embedding(torch.tensor([[0, 5]])).sum().backward()
    assert embedding.table.weight.grad is not None
    assert embedding.table.weight.grad.any(dim=1).nonzero().flatten().tolist() == [5]


def test_learned_positions_start_as_loud_as_tokens() -> None:
    torch.manual_seed(0)
    for options in ({}, {"embedding_std": 0.02, "scale_embedding": False}):
        settings_ = TransformerSettings(width=64, positions="learned", **options)
        tokens = settings_.embedding(500)(torch.arange(1, 500)[None]).std()
        table = settings_.positioned(500).table.std()
        assert table.item() == pytest.approx(tokens.item(), rel=0.05)


# Models


@pytest.mark.parametrize("pooling", ["mean", "first"])
def test_a_classifier_does_not_look_at_padding(pooling: str) -> None:
    torch.manual_seed(0)
    tokens = some_tokens()
    longer = F.pad(tokens, (0, 13))
    model = TransformerClassifier(12, 3, length=20, pooling=pooling).double()
    torch.testing.assert_close(model(longer), model(tokens), **EXACT)
    careless = TransformerClassifier(12, 3, length=20, pooling=pooling, masked=False)
    assert (careless(longer) - careless(tokens)).abs().max() > 1e-3
    with pytest.raises(ConfigurationError, match="pooling"):
        TransformerClassifier(12, 3, length=20, pooling="last")  # type: ignore[arg-type]


def test_without_positions_a_classifier_cannot_tell_the_order() -> None:
    torch.manual_seed(0)
    tokens = torch.randint(1, 12, (4, 7))
    for positions, same in (("none", True), ("sinusoidal", False), ("learned", False)):
        model = TransformerClassifier(
            12, 3, length=7, settings=TransformerSettings(positions=positions)
        ).double()
        assert torch.allclose(model(tokens.flip(1)), model(tokens), **EXACT) == same


@given(
    length=st.integers(2, 12),
    cut=st.data(),
    norm_first=st.booleans(),
    fused=st.booleans(),
    seed=st.integers(0, 99),
)
@settings(max_examples=15)
def test_a_causal_model_never_sees_what_comes(
    *, length: int, cut: st.DataObject, norm_first: bool, fused: bool, seed: int
) -> None:
    torch.manual_seed(seed)
    chosen = gpt_settings(norm_first=norm_first, fused=fused, width=16, embedding_std=1.0)
    model = TinyGPT(12, context=12, settings=chosen).double()
    at = cut.draw(st.integers(1, length - 1))
    tokens = torch.randint(0, 12, (2, length))
    changed = tokens.clone()
    changed[:, at:] = (tokens[:, at:] + 1) % 12
    before, after = model(tokens), model(changed)
    torch.testing.assert_close(before[:, :at], after[:, :at], **EXACT)
    assert not torch.isclose(before[:, at:], after[:, at:]).all()
    leaky = TinyGPT(12, context=12, settings=chosen, causal=False).double()
    assert not torch.isclose(leaky(tokens)[:, :at], leaky(changed)[:, :at]).all()


def test_tied_weights_are_one() -> None:
    tied, free = TinyGPT(50, context=8), TinyGPT(50, context=8, tied=False)
    assert tied.head.weight is tied.embedding.table.weight
    count_tied, count_free = (sum(p.numel() for p in m.parameters()) for m in (tied, free))
    assert count_free - count_tied == 50 * 64


def test_an_untrained_gpt_knows_nothing() -> None:
    """Its loss starts at that of an even guess, since logits start small."""
    torch.manual_seed(0)
    tokens = torch.randint(1, 60, (8, 17))
    loss = token_cross_entropy(TinyGPT(60, context=16)(tokens[:, :-1]), tokens[:, 1:])
    assert loss.item() == pytest.approx(math.log(60), abs=0.15)


# Generating


class Fixed(nn.Module):
    """The same logits everywhere, and a note of the lengths that it was shown."""

    def __init__(self, logits: list[float]) -> None:
        super().__init__()
        self.logits = torch.tensor(logits)
        self.lengths: list[int] = []

    def forward(self, tokens: Tensor) -> Tensor:
        self.lengths.append(tokens.shape[1])
        return self.logits.expand(*tokens.shape, -1)


def test_text_comes_from_the_likeliest_few() -> None:
    model, prompt = Fixed([0.0, 3.0, 1.0, 2.0, -1.0]), torch.tensor([[4, 4]] * 200)
    written = generate(model, prompt, 5, top_k=2)
    assert torch.equal(written[:, :2], prompt)
    assert written[:, 2:].unique().tolist() == [1, 3]
    share = (written[:, 2:] == 1).float().mean().item()
    assert share == pytest.approx(1 / (1 + math.exp(-1)), abs=0.05)
    assert generate(model, prompt, 3, temperature=0.0)[:, 2:].unique().tolist() == [1]
    assert generate(model, prompt, 5, top_k=99)[:, 2:].unique().tolist() == [0, 1, 2, 3, 4]
    cold = generate(model, prompt, 5, temperature=0.25, top_k=2)[:, 2:]
    assert (cold == 1).float().mean().item() == pytest.approx(1 / (1 + math.exp(-4)), abs=0.02)


def test_text_is_drawn_from_the_generator_and_nothing_else() -> None:
    torch.manual_seed(0)
    model, prompt = TinyGPT(30, context=6, settings=gpt_settings(dropout=0.5)), torch.ones(1, 2)
    prompt = prompt.long()
    state = torch.get_rng_state()

    def text(seed: int | None) -> list[int]:
        random = None if seed is None else torch.Generator().manual_seed(seed)
        return model.generate(prompt, 20, generator=random)[0].tolist()

    assert text(1) == text(1) != text(2)
    assert text(None) == text(0)
    assert torch.equal(torch.get_rng_state(), state)
    assert model.training
    random = torch.Generator().manual_seed(0)
    assert not torch.equal(
        model.generate(prompt, 20, generator=random), model.generate(prompt, 20, generator=random)
    )


def test_no_more_is_shown_than_the_context() -> None:
    model = Fixed([0.0, 1.0])
    generate(model, torch.ones(1, 2, dtype=torch.int64), 4, context=3)
    assert model.lengths == [2, 3, 3, 3]
    gpt = TinyGPT(30, context=4)
    assert gpt.generate(torch.ones(2, 3, dtype=torch.int64), 6).shape == (2, 9)


def test_what_generating_refuses() -> None:
    model, prompt = Fixed([0.0, 1.0]), torch.ones(1, 2, dtype=torch.int64)
    with pytest.raises(ConfigurationError, match="temperature"):
        generate(model, prompt, 1, temperature=-1.0)
    with pytest.raises(ConfigurationError, match="top_k"):
        generate(model, prompt, 1, top_k=0)
    with pytest.raises(ConfigurationError, match="prompt"):
        generate(model, prompt[:, :0], 1)


# Maps


def test_maps_of_a_gpt() -> None:
    torch.manual_seed(0)
    model, tokens = TinyGPT(30, context=8), torch.randint(0, 30, (3, 8))
    maps = attention_maps(model, tokens)
    assert [tuple(look.shape) for look in maps] == [(3, 4, 8, 8)] * 2
    assert attention_layers(model) == ["body.layers.0.self_attn", "body.layers.1.self_attn"]
    for look in maps:
        torch.testing.assert_close(look.sum(dim=-1), torch.ones(3, 4, 8))
        assert not look.triu(1).any()


def test_maps_of_a_transformer_that_writes_by_itself() -> None:
    torch.manual_seed(0)
    model, source = Transformer(12, 9, length=7, output_length=5), some_tokens()
    shapes = {
        name: tuple(look.shape[2:])
        for name, look in zip(attention_layers(model), attention_maps(model, source), strict=True)
    }
    assert shapes["encoder.layers.1.self_attn"] == (7, 7)
    assert shapes["decoder.layers.1.self_attn"] == (5, 5)
    assert shapes["decoder.layers.1.multihead_attn"] == (5, 7)


def test_looking_leaves_no_trace() -> None:
    torch.manual_seed(0)
    model = TransformerClassifier(12, 3, length=7, settings=TransformerSettings(dropout=0.3))
    model.encoder.layers[1].eval()
    tokens = some_tokens()
    modes = [module.training for module in model.modules()]
    names = [sorted(vars(module)) for module in model.modules()]
    random = torch.get_rng_state()
    assert not attention_maps(model, tokens)[0].requires_grad
    assert [module.training for module in model.modules()] == modes
    assert [sorted(vars(module)) for module in model.modules()] == names
    assert torch.equal(torch.get_rng_state(), random)
    assert all(parameter.grad is None for parameter in model.parameters())
    model(tokens)
    layer = model.encoder.layers[0].self_attn
    assert layer.recorded is None
    with pytest.raises(IndexError):
        attention_maps(model, tokens + 100)
    assert not layer.recording


# All of them learn


TASKS = {
    "transformer_classifier": ({"vocabulary": 12, "classes": 3, "length": 7}, classify),
    "transformer": (
        {"source_vocabulary": 12, "target_vocabulary": 12, "length": 7, "output_length": 7},
        teacher_forced(),
    ),
    "tiny_gpt": ({"vocabulary": 12, "context": 7}, next_token),
}


@pytest.mark.parametrize("norm_first", [False, True])
@pytest.mark.parametrize("name", attention_models.names)
def test_a_step_against_the_gradient_lowers_the_loss(name: str, norm_first: bool) -> None:
    keywords, loss = TASKS[name]
    torch.manual_seed(0)
    model = attention_models.make(name, norm_first=norm_first, **keywords)
    targets = torch.tensor([0, 1, 2, 0]) if loss is classify else some_tokens(seed=1)
    batch = Batch(some_tokens(), targets)
    before = loss(model, batch)
    before.backward()
    with torch.no_grad():
        for weight in model.parameters():
            assert weight.grad is not None
            weight.sub_(0.02 * weight.grad)
    assert loss(model, batch) < before


def test_the_taught_transformer_sees_no_target_too_early() -> None:
    torch.manual_seed(0)
    model = Transformer(12, 9, length=20, output_length=6).double()
    source, target = some_tokens(), torch.randint(3, 9, (4, 6))
    changed = target.clone()
    changed[:, 3] = changed[:, 3] % 8 + 1
    before, after = model(source, target), model(source, changed)
    torch.testing.assert_close(before[:, :4], after[:, :4], **EXACT)
    assert not torch.isclose(before[:, 4:], after[:, 4:]).all()
    torch.testing.assert_close(model(F.pad(source, (0, 13)), target), before, **EXACT)
    assert torch.equal(model(source, target, 0.0), model(source, changed, 0.0))
