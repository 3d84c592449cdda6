"""M04 Data pipeline: what the engine does for each topic."""

from __future__ import annotations

import math
from statistics import fmean

import pytest
import torch
from m00_m08 import CPU, on_digits, on_line, trained

from engine import data, optim, train
from engine import nn as models
from engine.data import Dataset, Examples
from engine.data.loader import Loader
from engine.data.order import Sequential
from engine.data.text import VariableLength, pad_batch
from engine.errors import ConfigurationError
from engine.evaluate import evaluate
from engine.events import StepEnded
from engine.travel.keeping import InMemory


def test_04_2_a_loader_gives_the_same_run_as_direct_indexing() -> None:
    """04.2 TensorDataset: loader against direct indexing."""
    settings = {"epochs": 2, "batch_size": 32}
    direct, loaded = trained(on_digits(**settings)), trained(on_digits(loader=Loader(), **settings))
    assert direct.losses == loaded.losses


def test_04_3_statistics_of_other_data_do_not_centre_these() -> None:
    """04.3 Built-in datasets and offline stand-ins."""
    digits = data.as_images(data.digits())
    own = data.standardised(digits, over="channel").train.inputs
    foreign = data.normalised(digits, (0.1307,), (0.3081,)).train.inputs
    assert own.mean().item() == pytest.approx(0, abs=1e-5)
    assert own.std().item() == pytest.approx(1, abs=1e-3)
    assert foreign.mean().item() > 0.3
    red = torch.full((4, 3, 2, 2), 0.4914)
    colour = Dataset("colour", Examples(red, torch.zeros(4)), Examples(red, torch.zeros(4)))
    mnist = data.normalised(colour, (0.1307,) * 3, (0.3081,) * 3).train.inputs
    assert mnist.mean().item() == pytest.approx(1.17, abs=0.005)
    with pytest.raises(ConfigurationError, match="3 numbers"):
        data.normalised(colour, (0.1307,), (0.3081,))


def test_04_4_a_batch_size_cuts_an_epoch_into_batches() -> None:
    """04.4 DataLoader arguments."""
    hundred = Examples(torch.zeros(100, 2), torch.zeros(100, dtype=torch.int64))
    batches = list(Loader().batches(torch.arange(100), 32, examples=hundred))
    assert [len(batch.inputs) for batch in batches] == [32, 32, 32, 4]
    dropped = Loader().batches(torch.arange(100), 32, examples=hundred, drop_last=True)
    assert [len(batch.inputs) for batch in dropped] == [32, 32, 32]
    per_epoch = [on_digits(batch_size=b, epochs=1).batches_per_epoch for b in (16, 64, 256)]
    assert per_epoch == [math.ceil(1078 / b) for b in (16, 64, 256)]
    for size in (16, 256):
        run = trained(on_digits(batch_size=size, epochs=1))
        assert run.started.steps_per_epoch == math.ceil(1078 / size)


def test_04_4_a_run_can_go_on_from_any_step_with_another_batch_size() -> None:
    """04.4 The batch size changed on the way: a fork."""
    keeper = InMemory(every=5)
    list(train(on_digits(steps=20), device="cpu", keeper=keeper))
    fork = on_digits(steps=30, batch_size=16)
    events = list(train(fork, device="cpu", start=keeper.at(10)))
    steps = [event for event in events if isinstance(event, StepEnded)]
    assert [step.step for step in steps] == list(range(11, 31))
    assert steps[-1].loss < 2


def test_04_6_a_mean_of_batch_means_weighs_a_short_last_batch_too_much() -> None:
    """04.6 Last batch, drop_last, averaging losses."""
    line = on_line().data
    assert line is not None
    inputs, targets = line.train.inputs[:100], line.train.targets[:100].clone()
    targets[96:] += 30
    hard = Dataset("hard end", Examples(inputs, targets), Examples(inputs, targets))
    still = on_line(
        data=hard, order=Sequential(), batch_size=32, epochs=1, steps=None, optimizer=optim.SGD(0.0)
    )
    run = trained(still)
    assert len(run.losses) == 4
    by_batches = fmean(run.losses)
    by_samples = sum(n * loss for n, loss in zip((32, 32, 32, 4), run.losses, strict=True)) / 100
    assert by_batches > 3 * by_samples
    measured = evaluate(still, run.model, hard, CPU, step=0, chunk=32)
    assert measured.loss == pytest.approx(by_samples, rel=1e-5)
    thousand = Examples(torch.zeros(1000, 1), torch.zeros(1000, 1))
    plan = on_line(data=Dataset("thousand", thousand, thousand), batch_size=32)
    assert plan.batches_per_epoch / (1000 // 32) == pytest.approx(1.032, abs=1e-3)


def test_04_8_sequences_are_trained_on_as_long_as_they_are() -> None:
    """04.8 Variable lengths through a loader."""
    plain = data.sentiment(negated=0.0, n=800)
    loader = Loader(dataset=VariableLength.of(plain.train), collate_fn=pad_batch)
    model = lambda: models.BagOfWords(len(plain.tokens), 2)  # noqa: E731
    run = trained(on_digits(model, data=plain, loader=loader, optimizer=optim.Adam(0.02), steps=60))
    assert run.validation() > 0.9


def test_04_13_order_counts_in_sentences_with_a_negation() -> None:
    """04.13 Text preprocessing: bag of words against an LSTM."""
    told = data.sentiment(n=1200)
    size = len(told.tokens)
    more = {"data": told, "optimizer": optim.Adam(0.01), "steps": 150}
    bag = trained(on_digits(lambda: models.BagOfWords(size, 2), **more))
    lstm = trained(
        on_digits(lambda: models.RecurrentClassifier(size, 2, width=16, hidden=24), **more)
    )
    assert lstm.validation() > 0.9
    assert lstm.validation() > bag.validation() + 0.1
