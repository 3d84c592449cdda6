"""Recurrent nets are PyTorch's to the last digit, and what is built of them keeps its promises."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from token_samples import classify, next_token, some_tokens
from torch import Tensor, nn

from engine.data import Batch
from engine.data.text import delayed_copy, reversal
from engine.errors import ConfigurationError
from engine.experiment import Experiment
from engine.nn.attention import AdditiveAttention, DotAttention, Transformer, attention_maps
from engine.nn.sequence import (
    GRU,
    LSTM,
    RNN,
    BagOfWords,
    GRUCell,
    LSTMCell,
    RecurrentClassifier,
    RecurrentTagger,
    RNNCell,
    Seq2Seq,
    bilstm_classifier,
    gradient_by_time,
    greedy,
    init_recurrent,
    lengths_of,
    recurrent,
    sequence_accuracy,
    teacher_forced,
    token_accuracy,
    token_cross_entropy,
)
from engine.nn.sequence.catalog import sequence_models
from engine.training import train

EXACT = {"rtol": 1e-10, "atol": 1e-11}
SIZES = st.integers(1, 6)


def flat(value: Tensor | tuple[Tensor, ...]) -> list[Tensor]:
    return list(value) if isinstance(value, tuple) else [value]


def scalar(outputs: list[Tensor]) -> Tensor:
    """Some number to which every output contributes differently."""
    weighted = [(out * torch.arange(1.0, out.numel() + 1).view_as(out)).sum() for out in outputs]
    return torch.stack(weighted).sin().sum()


def assert_same_gradients(ours: nn.Module, theirs: nn.Module, x: Tensor, y: Tensor) -> None:
    """Of the inputs, and of all weights together: names differ, the order does not."""
    torch.testing.assert_close(x.grad, y.grad, **EXACT)
    mine, other = (
        torch.cat([p.grad.flatten() for p in module.parameters()]) for module in (ours, theirs)
    )
    torch.testing.assert_close(mine, other, **EXACT)


CELLS: list[tuple[Callable[..., nn.Module], Callable[..., nn.Module]]] = [
    (RNNCell, nn.RNNCell),
    (lambda i, h: RNNCell(i, h, "relu"), lambda i, h: nn.RNNCell(i, h, nonlinearity="relu")),
    (LSTMCell, nn.LSTMCell),
    (GRUCell, nn.GRUCell),
]
LAYERS: list[tuple[Callable[..., nn.Module], Callable[..., nn.Module]]] = [
    (RNN, nn.RNN),
    (
        lambda i, h, n: RNN(i, h, n, "relu"),
        lambda i, h, n, **rest: nn.RNN(i, h, n, nonlinearity="relu", **rest),
    ),
    (LSTM, nn.LSTM),
    (GRU, nn.GRU),
]


@pytest.mark.parametrize(("own", "torchs"), CELLS)
@given(n=SIZES, inputs=SIZES, hidden=SIZES, given_state=st.booleans(), seed=st.integers(0, 99))
@settings(max_examples=10)
def test_cells_are_pytorchs(
    *,
    own: Callable[..., nn.Module],
    torchs: Callable[..., nn.Module],
    n: int,
    inputs: int,
    hidden: int,
    given_state: bool,
    seed: int,
) -> None:
    torch.manual_seed(seed)
    theirs = torchs(inputs, hidden).double()
    ours = own(inputs, hidden).double()
    ours.load_state_dict(theirs.state_dict())
    x = torch.randn(n, inputs, dtype=torch.float64, requires_grad=True)
    y = x.detach().clone().requires_grad_()
    h = torch.randn(2, n, hidden, dtype=torch.float64)
    state = None if not given_state else tuple(h) if isinstance(theirs, nn.LSTMCell) else h[0]

    mine, other = flat(ours(x, state)), flat(theirs(y, state))
    torch.testing.assert_close(mine, other, **EXACT)
    scalar(mine).backward()
    scalar(other).backward()
    assert_same_gradients(ours, theirs, x, y)


@pytest.mark.parametrize(("own", "torchs"), LAYERS)
@given(n=SIZES, length=SIZES, hidden=SIZES, layers=st.integers(1, 3), given_state=st.booleans())
@settings(max_examples=10)
def test_layers_are_pytorchs(
    *,
    own: Callable[..., nn.Module],
    torchs: Callable[..., nn.Module],
    n: int,
    length: int,
    hidden: int,
    layers: int,
    given_state: bool,
) -> None:
    torch.manual_seed(n + 10 * length)
    theirs = torchs(3, hidden, layers, batch_first=True).double()
    ours = own(3, hidden, layers).double()
    ours.load_state_dict(theirs.state_dict())
    x = torch.randn(n, length, 3, dtype=torch.float64, requires_grad=True)
    y = x.detach().clone().requires_grad_()
    h = torch.randn(2, layers, n, hidden, dtype=torch.float64)
    state = None if not given_state else tuple(h) if isinstance(theirs, nn.LSTM) else h[0]

    outputs, end = ours(x, state)
    their_outputs, their_end = theirs(y, state)
    mine, other = [outputs, *flat(end)], [their_outputs, *flat(their_end)]
    torch.testing.assert_close(mine, other, **EXACT)
    scalar(mine).backward()
    scalar(other).backward()
    assert_same_gradients(ours, theirs, x, y)


def test_a_long_sequence_in_float32_stays_within_rounding() -> None:
    torch.manual_seed(0)
    theirs = nn.LSTM(4, 8, batch_first=True)
    ours = LSTM(4, 8)
    ours.load_state_dict(theirs.state_dict())
    x = torch.randn(2, 300, 4)
    torch.testing.assert_close(ours(x)[0], theirs(x)[0], rtol=1e-5, atol=1e-6)


def test_weights_of_a_wrong_shape_are_refused() -> None:
    with pytest.raises(RuntimeError, match=r"cells\.0\.weight_ih"):
        LSTM(4, 8).load_state_dict(nn.LSTM(5, 8).state_dict())
    with pytest.raises(RuntimeError, match="weight_ih_l1"):
        LSTM(4, 8).load_state_dict(nn.LSTM(4, 8, 2).state_dict())


def test_the_parameters_of_the_curriculum() -> None:
    assert sum(p.numel() for p in LSTM(10, 20, 2).parameters()) == 5920


@pytest.mark.parametrize("own", [RNNCell, LSTMCell, GRUCell])
def test_cells_start_as_pytorch_starts_them(own: Callable[[int, int], nn.Module]) -> None:
    torch.manual_seed(0)
    for weight in own(50, 100).parameters():
        assert weight.abs().max() <= 0.1
        assert weight.std().item() == pytest.approx(0.1 / 3**0.5, rel=0.1)


def test_what_layers_refuse() -> None:
    with pytest.raises(ConfigurationError, match="tanh"):
        RNNCell(3, 3, "tahn")  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="hidden_size"):
        LSTM(3, 0)
    with pytest.raises(ConfigurationError, match="num_layers"):
        GRU(3, 3, 0)
    with pytest.raises(ConfigurationError, match="'lstm'"):
        recurrent("lsmt", 3, 3)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="one way"):
        recurrent("gru", 3, 3, bidirectional=True, from_scratch=True)
    with pytest.raises(ConfigurationError, match="recurrent_init"):
        recurrent("gru", 3, 3, recurrent_init="orthonormal")  # type: ignore[arg-type]


# Recurrent weights


def gates(module: nn.Module) -> list[Tensor]:
    """Every recurrent matrix (hidden, hidden)."""
    return [
        gate.detach()
        for name, weight in module.named_parameters()
        if "weight_hh" in name
        for gate in weight.split(weight.shape[1])
    ]


@pytest.mark.parametrize("from_scratch", [False, True])
@pytest.mark.parametrize(("kind", "count"), [("rnn", 2), ("lstm", 8), ("gru", 6)])
def test_every_gate_of_every_layer_can_be_orthogonal(
    kind: str, count: int, from_scratch: bool
) -> None:
    torch.manual_seed(0)
    layer = recurrent(kind, 3, 20, layers=2, recurrent_init="orthogonal", from_scratch=from_scratch)
    assert len(gates(layer)) == count
    for gate in gates(layer):
        torch.testing.assert_close(gate.T @ gate, torch.eye(20), atol=1e-5, rtol=0)
        assert torch.linalg.matrix_norm(gate, 2).item() == pytest.approx(1.0, abs=1e-5)


def test_the_other_recurrent_weights() -> None:
    torch.manual_seed(0)
    layer = nn.RNN(3, 200)
    before = gates(layer)[0].clone()
    init_recurrent(layer, "default")
    assert torch.equal(gates(layer)[0], before)
    radius = torch.linalg.eigvals(before).abs().max().item()
    assert radius == pytest.approx(3**-0.5, rel=0.15)
    init_recurrent(layer, "identity", gain=0.5)
    assert torch.equal(gates(layer)[0], 0.5 * torch.eye(200))
    init_recurrent(layer, "normal")
    assert torch.linalg.eigvals(gates(layer)[0]).abs().max().item() == pytest.approx(1, rel=0.15)
    assert torch.linalg.matrix_norm(gates(layer)[0], 2).item() == pytest.approx(2, rel=0.15)


# Classifiers and taggers


def more_padding(tokens: Tensor, extra: int) -> Tensor:
    return F.pad(tokens, (0, extra))


def test_lengths() -> None:
    tokens = torch.tensor([[3, 4, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1], [5, 0, 6, 0]])
    assert lengths_of(tokens).tolist() == [2, 1, 4, 3]


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
@given(extra=st.integers(1, 30), seed=st.integers(0, 99), bidirectional=st.booleans())
@settings(max_examples=8)
def test_padding_changes_nothing_where_sequences_are_packed(
    kind: str, extra: int, seed: int, bidirectional: bool
) -> None:
    torch.manual_seed(seed)
    model = RecurrentClassifier(12, 3, kind=kind, bidirectional=bidirectional, hidden=8, layers=2)
    tokens = some_tokens(seed=seed)
    torch.testing.assert_close(model(more_padding(tokens, extra)), model(tokens), rtol=0, atol=1e-7)


def test_padding_changes_much_where_they_are_not() -> None:
    torch.manual_seed(0)
    model = bilstm_classifier(12, 3, packed=False, hidden=8)
    tokens = some_tokens()
    assert (model(more_padding(tokens, 30)) - model(tokens)).abs().max() > 0.01


def test_a_packed_net_says_what_it_says_of_each_sequence_alone() -> None:
    torch.manual_seed(0)
    model, tokens = bilstm_classifier(12, 3, hidden=8), some_tokens()
    alone = torch.cat(
        [
            model(row[None, :length])
            for row, length in zip(tokens, lengths_of(tokens).tolist(), strict=True)
        ]
    )
    torch.testing.assert_close(model(tokens), alone)


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_what_is_classified_is_the_end_of_each_direction(kind: str) -> None:
    """The backward pass ends at the first token: its last state is in the first output."""
    torch.manual_seed(0)
    model = RecurrentClassifier(12, 3, kind=kind, hidden=8, layers=2, bidirectional=True)
    tokens = torch.randint(1, 12, (4, 6))
    outputs, _ = model.recurrent(model.embedding(tokens))  # of the last layer: (4, 6, 16)
    ends = torch.cat([outputs[:, -1, :8], outputs[:, 0, 8:]], dim=1)
    torch.testing.assert_close(model(tokens), model.head(ends))


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_our_own_layers_fit_into_the_models(kind: str) -> None:
    torch.manual_seed(0)
    tokens = some_tokens()
    theirs = RecurrentClassifier(12, 3, kind=kind, packed=False, layers=2, hidden=8).double()
    ours = RecurrentClassifier(
        12, 3, kind=kind, packed=False, layers=2, hidden=8, from_scratch=True
    ).double()
    ours.load_state_dict(theirs.state_dict())
    torch.testing.assert_close(ours(tokens), theirs(tokens), **EXACT)
    with pytest.raises(ConfigurationError, match="packed"):
        RecurrentClassifier(12, 3, kind=kind, from_scratch=True)


def test_the_padding_row_learns_nothing() -> None:
    model = RecurrentClassifier(12, 3, packed=False, hidden=8)
    model(some_tokens()).sum().backward()
    gradient = model.embedding.weight.grad
    assert gradient is not None
    assert not gradient[0].any()
    assert gradient[1:].any()


@given(length=st.integers(2, 9), cut=st.data(), seed=st.integers(0, 99))
@settings(max_examples=15)
def test_a_tagger_knows_only_what_came_before(length: int, cut: st.DataObject, seed: int) -> None:
    torch.manual_seed(seed)
    model = RecurrentTagger(12, 5, kind="gru", hidden=8)
    both_ways = RecurrentTagger(12, 5, kind="gru", hidden=8, bidirectional=True)
    at = cut.draw(st.integers(1, length - 1))
    tokens = torch.randint(1, 12, (2, length))
    changed = tokens.clone()
    changed[:, at:] = tokens[:, at:] % 11 + 1
    assert torch.equal(model(tokens)[:, :at], model(changed)[:, :at])
    assert not torch.equal(model(tokens)[:, at:], model(changed)[:, at:])
    assert not torch.equal(both_ways(tokens)[:, :at], both_ways(changed)[:, :at])


def test_a_bag_of_words_sees_words_and_no_order() -> None:
    torch.manual_seed(0)
    model, tokens = BagOfWords(12, 3), some_tokens()
    torch.testing.assert_close(model(tokens.flip(1)), model(tokens))
    torch.testing.assert_close(model(more_padding(tokens, 20)), model(tokens))
    unmasked = BagOfWords(12, 3, masked=False)
    unmasked.load_state_dict(model.state_dict())
    assert (unmasked(more_padding(tokens, 20)) - unmasked(tokens)).abs().max() > 0.01
    words = tokens[0][tokens[0] != 0]
    mean = model.bag.weight[words].mean(dim=0)
    torch.testing.assert_close(model(tokens)[0], model.head(mean))
    assert torch.isfinite(model(torch.zeros(2, 4, dtype=torch.int64))).all()


# Losses


def test_the_loss_is_the_mean_over_tokens_that_are_not_padding() -> None:
    logits = torch.randn(3, 4, 6, generator=torch.Generator().manual_seed(0))
    targets = torch.tensor([[1, 2, 0, 0], [5, 0, 0, 0], [3, 3, 4, 1]])
    shares = logits.log_softmax(dim=-1)
    wanted = [-shares[i, t, targets[i, t]] for i in range(3) for t in range(4) if targets[i, t]]
    torch.testing.assert_close(token_cross_entropy(logits, targets), torch.stack(wanted).mean())
    padded_more = token_cross_entropy(F.pad(logits, (0, 0, 0, 5)), F.pad(targets, (0, 5)))
    torch.testing.assert_close(padded_more, token_cross_entropy(logits, targets))
    torch.testing.assert_close(token_cross_entropy(logits[1:2], targets[1:2]), wanted[2])


def test_nothing_but_padding_costs_nothing() -> None:
    logits = torch.randn(2, 3, 4, requires_grad=True)
    loss = token_cross_entropy(logits, torch.zeros(2, 3, dtype=torch.int64))
    loss.backward()
    assert loss.item() == 0
    assert logits.grad is not None
    assert not logits.grad.any()


def test_scores_do_not_count_padding() -> None:
    targets = torch.tensor([[1, 2, 0], [3, 1, 2]])
    said = torch.tensor([[1, 2, 3], [3, 1, 1]])
    logits = F.one_hot(said, 4).float()
    assert token_accuracy(logits, targets) == pytest.approx(4 / 5)
    assert sequence_accuracy(logits, targets) == 0.5
    with pytest.raises(ConfigurationError, match=r"\(2, 3, 4\).*\(2, 2\)"):
        token_accuracy(logits, targets[:, :2])
    with pytest.raises(ConfigurationError, match="logits"):
        token_cross_entropy(logits[:, 0], targets[:, 0])


# Encoder and decoder


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("attention", ["none", "additive", "dot"])
def test_seq2seq_writes(kind: str, attention: str) -> None:
    torch.manual_seed(0)
    model = Seq2Seq(12, 9, output_length=5, kind=kind, attention=attention, hidden=8)
    source, target = some_tokens(), some_tokens(length=6, vocabulary=9)
    assert model(source).shape == (4, 5, 9)
    taught = model(source, target)
    assert taught.shape == (4, 6, 9)
    assert taught[:, 0].any()  # no empty first step
    torch.testing.assert_close(model(more_padding(source, 9), target), taught)


def test_taught_logits_depend_on_earlier_targets_only() -> None:
    torch.manual_seed(0)
    model = Seq2Seq(12, 9, output_length=5, attention="additive", hidden=8)
    source, target = some_tokens(), torch.randint(3, 9, (4, 6))
    changed = target.clone()
    changed[:, 3] = changed[:, 3] % 8 + 1
    before, after = model(source, target), model(source, changed)
    assert torch.equal(before[:, :4], after[:, :4])
    assert not torch.equal(before[:, 4:], after[:, 4:])
    assert torch.equal(model(source, target, 0.0), model(source, changed, 0.0))


def test_on_its_own_it_is_fed_what_it_wrote() -> None:
    torch.manual_seed(0)
    for model in (
        Seq2Seq(12, 9, output_length=5, attention="dot", hidden=8),
        Transformer(12, 9, length=7, output_length=5),
    ):
        source = some_tokens()
        alone = model(source)
        torch.testing.assert_close(model(source, alone.argmax(dim=-1), 1.0), alone)


def test_forcing_is_a_coin_of_the_global_generator() -> None:
    torch.manual_seed(0)
    model = Seq2Seq(12, 9, output_length=5, hidden=8)
    source, target = some_tokens(), torch.randint(3, 9, (4, 6))

    def at(seed: int) -> Tensor:
        torch.manual_seed(seed)
        return model(source, target, 0.5)

    assert torch.equal(at(1), at(1))
    assert len({at(seed).sum().item() for seed in range(8)}) > 3
    with pytest.raises(ConfigurationError, match="forcing"):
        model(source, target, 1.5)
    with pytest.raises(ConfigurationError, match="forcing"):
        teacher_forced(-0.1)


def test_in_eval_mode_nothing_of_the_target_is_shown() -> None:
    """The trap: teacher forcing left on makes validation random, and too good."""
    torch.manual_seed(0)
    model = Seq2Seq(12, 9, output_length=6, hidden=8)
    batch = Batch(some_tokens(), torch.randint(3, 9, (4, 6)))
    step_loss = teacher_forced(0.5)
    assert len({step_loss(model, batch).item() for _ in range(8)}) > 1
    model.eval()
    expected = token_cross_entropy(model(batch.inputs), batch.targets).item()
    assert {step_loss(model, batch).item() for _ in range(4)} == {expected}


def test_greedy_ends_at_the_end() -> None:
    class Says(nn.Module):
        def forward(self, source: Tensor) -> Tensor:
            return F.one_hot(source, 6).float()

    source = torch.tensor([[3, 2, 4, 2], [2, 2, 3, 3], [3, 4, 5, 5]])
    written = greedy(Says(), source)
    assert written.tolist() == [[3, 2, 0, 0], [2, 0, 0, 0], [3, 4, 5, 5]]


def test_first_attentions_by_hand() -> None:
    torch.manual_seed(0)
    s, h = torch.randn(2, 4), torch.randn(2, 3, 4)
    mask = torch.tensor([[True, True, False], [True, True, True]])
    context, alpha = DotAttention()(s, h, mask)
    e = torch.tensor([s[0] @ h[0, 0], s[0] @ h[0, 1]])
    torch.testing.assert_close(alpha[0], torch.cat([e.softmax(0), torch.zeros(1)]))
    torch.testing.assert_close(context[1], alpha[1] @ h[1])

    additive = AdditiveAttention(4)
    context, alpha = additive(s, h, mask)
    with torch.no_grad():
        e = torch.stack(
            [
                additive.v.weight[0]
                @ torch.tanh(additive.W.weight @ s[1] + additive.U.weight @ state)
                for state in h[1]
            ]
        )
    torch.testing.assert_close(alpha[1], e.softmax(0))
    torch.testing.assert_close(context[0], alpha[0, 0] * h[0, 0] + alpha[0, 1] * h[0, 1])
    assert alpha[0, 2] == 0


def test_the_map_of_a_recurrent_decoder() -> None:
    torch.manual_seed(0)
    source = some_tokens()
    (look,) = attention_maps(Seq2Seq(12, 9, output_length=5, attention="additive"), source)
    assert look.shape == (4, 1, 5, 7)
    torch.testing.assert_close(look.sum(dim=-1), torch.ones(4, 1, 5))
    assert not look[(source == 0)[:, None, None, :].expand_as(look)].any()
    assert attention_maps(Seq2Seq(12, 9, output_length=5), source) == []


# All of them learn


TASKS = {
    "bag_of_words": ({"vocabulary": 12, "classes": 3}, classify),
    "recurrent_classifier": ({"vocabulary": 12, "classes": 3, "kind": "rnn"}, classify),
    "bilstm_classifier": ({"vocabulary": 12, "classes": 3}, classify),
    "recurrent_tagger": ({"vocabulary": 12, "classes": 12}, next_token),
    "seq2seq": (
        {
            "source_vocabulary": 12,
            "target_vocabulary": 12,
            "output_length": 7,
            "attention": "additive",
        },
        teacher_forced(),
    ),
}


@pytest.mark.parametrize("name", sequence_models.names)
def test_a_step_against_the_gradient_lowers_the_loss(name: str) -> None:
    keywords, loss = TASKS[name]
    torch.manual_seed(0)
    model = sequence_models.make(name, **keywords)
    targets = torch.tensor([0, 1, 2, 0]) if loss is classify else some_tokens(seed=1)
    batch = Batch(some_tokens(), targets)
    before = loss(model, batch)
    before.backward()
    with torch.no_grad():
        for weight in model.parameters():
            assert weight.grad is not None
            weight.sub_(0.05 * weight.grad)
    assert loss(model, batch) < before


def test_the_engine_trains_them() -> None:
    """A recurrent tagger on a delayed copy, and seq2seq with forcing: the same each time."""
    copy, words = delayed_copy(n=64, delay=2), reversal(n=64)
    tokens, letters = len(copy.tokens), len(words.tokens)
    experiments = [
        Experiment(
            model=lambda: RecurrentTagger(tokens, tokens, hidden=16),
            data=copy,
            loss=token_cross_entropy,
            metrics=(("accuracy", token_accuracy),),
            optimizer=lambda parameters: torch.optim.Adam(parameters, lr=0.01),
            batch_size=16,
            epochs=4,
        ),
        Experiment(
            model=lambda: Seq2Seq(letters, letters, output_length=9, hidden=16),
            data=words,
            step_loss=teacher_forced(0.5),
            optimizer=lambda parameters: torch.optim.Adam(parameters, lr=0.01),
            batch_size=16,
            epochs=4,
        ),
    ]
    for experiment in experiments:
        first, again = (
            [event.loss for event in train(experiment) if hasattr(event, "loss")] for _ in range(2)
        )
        assert first == again
        assert first[-1] < first[0]


def test_a_plain_net_that_bends_by_relu() -> None:
    """`rnn_relu` is PyTorch's net with ReLU, and our own."""
    theirs = recurrent("rnn_relu", 3, 5).double()
    ours = recurrent("rnn_relu", 3, 5, from_scratch=True).double()
    ours.load_state_dict(theirs.state_dict())
    x = torch.randn(4, 7, 3, dtype=torch.float64)
    torch.testing.assert_close(ours(x)[0], theirs(x)[0], **EXACT)
    assert (theirs(x)[0] >= 0).all()


@pytest.mark.parametrize("packed", [True, False])
def test_the_gradient_by_time_is_that_of_the_embedded_tokens(packed: bool) -> None:
    """Compared with autograd's own, without a hook; no trace is left in the model."""
    torch.manual_seed(0)
    net = RecurrentClassifier(6, 3, width=4, hidden=5, packed=packed, dropout=0.5)
    tokens = torch.tensor([[1, 2, 3, 4], [5, 4, 3, 0]])
    targets = torch.tensor([0, 2])
    before = torch.get_rng_state()
    found = gradient_by_time(net, tokens, targets, F.cross_entropy)
    assert net.training
    assert all(parameter.grad is None for parameter in net.parameters())
    assert torch.equal(torch.get_rng_state(), before)

    net.eval()
    everyone = torch.arange(6).repeat(2, 1)  # a row of the table for every example
    table = net.embedding(everyone).detach().requires_grad_()
    embedded = torch.stack([table[example, row] for example, row in enumerate(tokens)])
    net.embedding = nn.Identity()  # type: ignore[assignment]
    if packed:
        outputs, _ = net.recurrent(
            nn.utils.rnn.pack_padded_sequence(embedded, torch.tensor([4, 3]), batch_first=True)
        )
        last = nn.utils.rnn.pad_packed_sequence(outputs, batch_first=True)[0][[0, 1], [3, 2]]
    else:
        last = net.recurrent(embedded)[0][:, -1]
    (expected,) = torch.autograd.grad(F.cross_entropy(net.head(last), targets), embedded)
    torch.testing.assert_close(found, expected.norm(dim=(0, 2)))


def test_the_gradient_by_time_needs_an_embedding() -> None:
    """A net of numbers has none."""
    with pytest.raises(ConfigurationError, match="embedding"):
        gradient_by_time(nn.Linear(2, 2), torch.zeros(1, 2), torch.zeros(1, 2), F.mse_loss)
