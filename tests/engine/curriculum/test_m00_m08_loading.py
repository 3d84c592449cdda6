"""M04 Data pipeline: what the engine does for each topic."""

from __future__ import annotations

import math
from statistics import fmean

import pytest
import torch
from m00_m08 import CPU, changed, on_digits, on_line, trained
from torch import nn

from engine import data, losses, optim, probes, train
from engine import nn as models
from engine.data import Dataset, Examples
from engine.data.loader import Loader
from engine.data.order import Balanced, Sequential, Weighted
from engine.data.text import VariableLength, Vocabulary, pad_batch, words
from engine.errors import ConfigurationError
from engine.evaluate import evaluate
from engine.events import StepEnded
from engine.observations import ClassScores
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


def test_04_8_a_collate_function_returns_lengths_too() -> None:
    """04.8 collate_fn, padding variable length."""
    rows = VariableLength([[3, 4], [5, 6, 7, 8], [9]], [0, 1, 0])
    batch = pad_batch([rows[i] for i in range(3)])
    assert batch.tokens.tolist() == [[3, 4, 0, 0], [5, 6, 7, 8], [9, 0, 0, 0]]
    assert batch.lengths.tolist() == [2, 4, 1]


@pytest.mark.parametrize("seed", [0, 1])
def test_04_8_an_average_that_counts_padding_is_drowned_by_it(seed: int) -> None:
    """04.8 Masked against unmasked mean over padded sequences."""
    plain = data.sentiment(negated=0.0, n=800)
    vocabulary = len(plain.tokens)

    def wide(part: Examples) -> Examples:
        return Examples(nn.functional.pad(part.inputs, (0, 150)), part.targets)

    def fit(masked: bool) -> float:
        model = lambda: models.BagOfWords(vocabulary, 2, width=16, masked=masked)  # noqa: E731
        far = changed(plain, wide, "train", "validation")
        return trained(on_digits(model, data=far, optimizer=optim.Adam(0.02), steps=40), seed).loss

    assert fit(True) < 0.5 * fit(False)


def test_04_8_sequences_are_trained_on_as_long_as_they_are() -> None:
    """04.8 Variable lengths through a loader."""
    plain = data.sentiment(negated=0.0, n=800)
    loader = Loader(dataset=VariableLength.of(plain.train), collate_fn=pad_batch)
    model = lambda: models.BagOfWords(len(plain.tokens), 2)  # noqa: E731
    run = trained(on_digits(model, data=plain, loader=loader, optimizer=optim.Adam(0.02), steps=60))
    assert run.validation() > 0.9


@pytest.mark.parametrize("seed", [0, 1])
def test_04_9_weights_and_sampling_find_the_rare_class(seed: int) -> None:
    """04.9 Class imbalance."""

    def recall(**more: object) -> tuple[float, float]:
        run = trained(
            on_digits(
                lambda: models.logistic_regression(2, 2),
                data=data.imbalanced_classes(),
                probes=(probes.PerClass(),),
                **more,
            ),
            seed,
        )
        common, rare = run.seen(ClassScores)[-1].recall.numpy()
        return float(common), float(rare)

    plain = recall()
    weighted = recall(loss=losses.CrossEntropy(weight=(1.0, 20.0)))
    sampled = recall(order=Weighted())
    assert plain[1] < 0.5
    assert plain[0] > 0.95
    for helped in (weighted, sampled):
        assert helped[1] > 0.65
        assert helped[1] > plain[1] + 0.25
        assert helped[0] < plain[0]


def test_04_9_weights_of_one_over_the_count_draw_every_class_equally_often() -> None:
    """04.9 Sampling share per class for counts 100, 50 and 25."""
    labels = torch.arange(3).repeat_interleave(torch.tensor([100, 50, 25]))
    examples = Examples(torch.zeros(175, 1), labels)
    drawn = labels[Weighted(samples=6000).indices(examples, 0, 0)]
    assert (drawn.bincount() / 6000).tolist() == pytest.approx([1 / 3] * 3, abs=0.03)
    balanced = labels[Balanced().indices(examples, 0, 0)]
    assert balanced[:30].bincount().tolist() == [10, 10, 10]


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


def test_04_13_a_vocabulary_keeps_what_is_frequent_enough() -> None:
    """04.13 Tokenise, vocabulary, UNK, min_freq, truncate."""
    corpus = [words(text) for text in ("good film", "good, good plot", "bad film")]
    sizes = [len(Vocabulary.build(corpus, min_freq=least)) for least in (1, 2, 3, 4)]
    assert sizes == [2 + 5, 2 + 2, 2 + 1, 2]
    known = Vocabulary.build(corpus, min_freq=2)
    assert known.encode(words("good bad film")) == [2, 1, 3]
    growing = [len(data.reviews(min_freq=least, sentences=2000).tokens) for least in (1, 2, 5)]
    assert growing[0] > growing[1] > growing[2]
