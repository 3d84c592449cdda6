"""M15: recurrent nets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

import pytest
import torch
from m09_m15 import ACCURACY, Trained, trained
from torch import nn
from trained import SEEDS

from engine import Experiment, data, losses, optim, probes
from engine import nn as models
from engine.clipping import ByNorm
from engine.data import Dataset
from engine.nn.sequence.layers import Kind
from engine.observations import Embedded, Matrix

TOKENS = (("accuracy", models.token_accuracy),)


def tagging(
    task: Dataset, *, kind: Kind = "rnn", hidden: int = 32, lr: float = 0.01, **more: Any
) -> Experiment:
    """An answer at every place that is not padding."""
    count = len(task.tokens)
    settings: dict[str, Any] = {
        "model": lambda: models.RecurrentTagger(count, count, kind=kind, width=8, hidden=hidden),
        "steps": 120,
    }
    return Experiment(
        data=task,
        loss=models.token_cross_entropy,
        optimizer=optim.Adam(lr),
        batch_size=50,
        metrics=TOKENS,
        **{**settings, **more},
    )


def classifying(task: Dataset, model: Callable[[], nn.Module], lr: float = 0.01) -> Experiment:
    """One answer for a whole sequence."""
    return Experiment(
        model=model,
        data=task,
        loss=losses.CrossEntropy(),
        optimizer=optim.Adam(lr),
        batch_size=50,
        steps=70,
        metrics=ACCURACY,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_15_1_the_longer_ago_the_harder(seed: int) -> None:
    """15.1: repeat the symbol of one place before, and of eight: easy, and hardly possible."""
    near, far = (
        trained(
            tagging(data.echo(n=400, length=16, delay=delay, symbols=4), hidden=16, steps=100), seed
        ).validation()
        for delay in (1, 8)
    )
    assert near > 0.95
    assert far < 0.6


@pytest.mark.parametrize("layer", [nn.RNN, models.RNN])
def test_15_1_shapes(layer: Callable[..., nn.Module]) -> None:
    """15.1 exercise: 32 sequences of 50, two layers of 20: (32, 50, 20) and (2, 32, 20)."""
    more = {"batch_first": True} if layer is nn.RNN else {}
    outputs, state = layer(10, 20, 2, **more)(torch.zeros(32, 50, 10))
    assert outputs.shape == (32, 50, 20)
    assert state.shape == (2, 32, 20)


def forget_less(task: Dataset) -> Callable[[], nn.Module]:
    """An LSTM whose forget gates begin with a bias of 2."""

    def model() -> nn.Module:
        net = models.RecurrentTagger(len(task.tokens), len(task.tokens), width=8, hidden=32)
        with torch.no_grad():
            net.recurrent.bias_ih_l0[32:64] = 2.0  # gates: input, forget, cell, output
            net.recurrent.bias_hh_l0[32:64] = 0.0
        return net

    return model


@pytest.mark.parametrize("seed", SEEDS)
def test_15_2_accuracy_by_delay(seed: int) -> None:
    """15.2: after 2 blanks all remember; after 10 the GRU does, and the plain net guesses.

    So does an LSTM as PyTorch makes it: its forget gates begin at one half, and half of a memory is
    lost at every step. With a positive bias (Jozefowicz, Zaremba and Sutskever 2015) it remembers.
    """
    short, long = (data.delayed_copy(n=600, items=1, delay=delay, symbols=4) for delay in (2, 10))
    kinds: tuple[Kind, ...] = ("rnn", "gru", "lstm")
    for kind in kinds:
        assert trained(tagging(short, kind=kind, steps=60), seed).validation() > 0.9
    assert trained(tagging(long, kind="rnn"), seed).validation() < 0.5
    assert trained(tagging(long, kind="gru"), seed).validation() > 0.9
    assert trained(tagging(long, kind="lstm"), seed).validation() < 0.5
    assert trained(tagging(long, model=forget_less(long)), seed).validation() > 0.9


@pytest.mark.parametrize("layer", [nn.LSTM, models.LSTM])
def test_15_2_parameters(layer: Callable[..., nn.Module]) -> None:
    """15.2 exercise: LSTM(10, 20, 2) has 5,920."""
    assert sum(p.numel() for p in layer(10, 20, 2).parameters()) == 5_920


@pytest.mark.parametrize("seed", SEEDS)
def test_15_3_order_counts_in_a_text(seed: int) -> None:
    """15.3: "not good" is not "good": a bag of words guesses, a recurrent net reads.

    The embedding as a plane: a point for each token, padding among them, whose vector stays 0.
    """
    opinions = data.sentiment(n=1200)
    count = len(opinions.tokens)
    bag = trained(
        classifying(opinions, lambda: models.BagOfWords(count, 2, width=16), lr=0.02), seed
    )
    experiment = classifying(
        opinions, lambda: models.RecurrentClassifier(count, 2, kind="gru", width=16, hidden=24)
    )
    read = trained(replace(experiment, steps=150, probes=(probes.Embeddings(),)), seed)
    assert bag.validation() < 0.8
    assert read.validation() > 0.9
    seen = read.seen(Embedded)[-1]
    assert seen.labels == opinions.tokens
    assert seen.points.shape == (count, 2)
    assert read.model.embedding.weight[0].abs().max() == 0


def test_15_3_padding_gets_no_gradient() -> None:
    """15.3 exercise: the gradient of the padding's row is 0."""
    net = models.RecurrentClassifier(5, 2, width=4, hidden=4, packed=False)
    net(torch.tensor([[1, 2, 0, 0]])).sum().backward()
    gradient = net.embedding.weight.grad
    assert gradient[0].abs().max() == 0
    assert gradient[1].abs().max() > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_15_4_packing_ends_a_sequence_where_it_ends(seed: int) -> None:
    """15.4: lengths 3 to 10 in a tensor of 60: unpacked it guesses, packed it reads them all."""
    task = data.recall(n=600, which="last", length=60)
    unpacked, packed = (
        trained(
            classifying(
                task,
                lambda packed=packed: models.RecurrentClassifier(
                    len(task.tokens), 3, width=8, hidden=16, packed=packed
                ),
                lr=0.02,
            ),
            seed,
        )
        for packed in (False, True)
    )
    assert unpacked.validation() < 0.45
    assert packed.validation() > 0.95


def test_15_4_more_padding_changes_nothing() -> None:
    """15.4 exercise: change of packed logits by extra padding → 0; of others it is not."""
    tokens = torch.tensor([[1, 2, 3, 0, 0], [3, 1, 0, 0, 0]])
    longer = torch.cat([tokens, torch.zeros(2, 40, dtype=torch.int64)], dim=1)
    torch.manual_seed(0)
    net = models.RecurrentClassifier(4, 3, width=4, hidden=8).eval()
    torch.testing.assert_close(net(longer), net(tokens), atol=0, rtol=0)
    net.packed = False
    assert not torch.allclose(net(longer), net(tokens), atol=1e-3)


@pytest.mark.parametrize("which", ["first", "last"])
def test_15_5_reading_in_both_directions(which: Literal["first", "last"]) -> None:
    """15.5: about 28 symbols: one way a plain net knows the last; both ways the first as well."""
    task = data.recall(n=600, which=which, shortest=25, longest=30)
    one_way, both_ways = (
        trained(
            classifying(
                task,
                lambda both=both: models.RecurrentClassifier(
                    len(task.tokens), 3, kind="rnn", width=8, hidden=16, bidirectional=both
                ),
            )
        ).validation()
        for both in (False, True)
    )
    assert both_ways > 0.95
    assert one_way < 0.6 if which == "first" else one_way > 0.95


def test_15_5_where_the_last_state_stands() -> None:
    """15.5 exercise: hn[-1] is the second half of `output` at the first step."""
    lstm = nn.LSTM(3, 5, batch_first=True, bidirectional=True)
    output, (hn, _) = lstm(torch.randn(2, 7, 3))
    torch.testing.assert_close(hn[-1], output[:, 0, 5:])
    torch.testing.assert_close(hn[-2], output[:, -1, :5])


def reversing(forcing: float) -> Experiment:
    """Words of four to six letters, backwards."""
    task = data.reversal(n=800, shortest=4, longest=6, symbols=6)
    count = len(task.tokens)
    return Experiment(
        model=lambda: models.Seq2Seq(count, count, output_length=7, width=16, hidden=32),
        data=task,
        step_loss=models.teacher_forced(forcing),
        predict=lambda model, batch: model(batch.inputs),
        optimizer=optim.Adam(0.01),
        batch_size=50,
        steps=110,
        metrics=TOKENS,
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_15_6_teacher_forcing_is_quicker(seed: int) -> None:
    """15.6: after the same steps, on its own in evaluation, the forced model is ahead."""
    forced, alone = (trained(reversing(forcing), seed) for forcing in (1.0, 0.0))
    assert forced.validation() > alone.validation()
    assert forced.loss < 0.8 * alone.loss
    assert forced.validation() > 0.65


def test_15_6_there_is_no_empty_first_step() -> None:
    """15.6 exercise: the usual outputs[:, 0] stays zeros; here place 0 is the first answer.

    In eval mode nothing of the target is shown, and two evaluations agree.
    """
    experiment = reversing(0.5)
    assert experiment.model is not None
    assert experiment.data is not None
    torch.manual_seed(0)
    net = experiment.model()
    source, target = experiment.data.train.inputs[:4], experiment.data.train.targets[:4]
    logits = net(source, target)
    assert logits.shape[:2] == target.shape
    assert logits[:, 0].abs().max() > 0
    net.eval()
    step = models.teacher_forced(0.5)
    batch = data.Batch(source, target)
    assert step(net, batch) == step(net, batch) == models.token_cross_entropy(net(source), target)


def long_memory(init: Literal["default", "orthogonal"]) -> Trained:
    """Ten blanks between a symbol and its repetition, and the gradient by time step."""
    task = data.delayed_copy(n=600, items=1, delay=10, symbols=4)
    count, some = len(task.tokens), task.train.inputs[:50]
    answers = task.train.targets[:50]

    def by_time(model: nn.Module) -> torch.Tensor:
        return models.gradient_by_time(model, some, answers, models.token_cross_entropy)

    return trained(
        tagging(
            task,
            model=lambda: models.RecurrentTagger(
                count, count, kind="rnn", width=8, hidden=64, recurrent_init=init
            ),
            lr=0.003,
            clip=ByNorm(1.0),
            probes=(probes.MatrixMap(by_time),),
            steps=100,
        )
    )


def test_15_7_an_orthogonal_start_and_what_it_keeps() -> None:
    """15.7: default: the gradient fades with every step back, nothing is remembered."""
    runs = {init: long_memory(init) for init in ("default", "orthogonal")}
    first, last = {}, {}
    for init, run in runs.items():
        (norms,) = run.seen(Matrix)[0].values.numpy()
        first[init], last[init] = norms[0], norms[-1]
    assert first["default"] < 0.05 * last["default"]
    assert first["orthogonal"] > 0.1 * last["orthogonal"]
    assert runs["default"].validation() < 0.5
    assert runs["orthogonal"].validation() > 0.9

    recurrent = dict(models.RecurrentTagger(4, 4, recurrent_init="orthogonal").named_parameters())
    for gate in recurrent["recurrent.weight_hh_l0"].split(64):
        assert torch.linalg.matrix_norm(gate, 2).item() == pytest.approx(1, abs=1e-4)
