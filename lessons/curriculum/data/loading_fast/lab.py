"""Loading fast: worker processes, ranks that share an epoch, and caches."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, pad
from torch.utils.data import Dataset, DistributedSampler

from engine import Experiment, data, metrics, optim, probes
from engine.data import Examples

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

Sample = tuple[Tensor, Tensor]
"""An image (64,) and its label ()."""
Source = Dataset[Sample]
WAIT = 0.01
"""Seconds that a slow sample takes, as a photograph on a distant disc may."""
RANKS = 2
"""Processes that share an epoch."""
RARE = 8
"""Images of the rare class."""


def load(  # noqa: PLR0917
    problem: str, workers: int, stay: bool, set_epoch: bool, cache: str, size: int
) -> Experiment:
    """One of three problems of loading; the network is a small reader of digits each time."""
    if problem == "ranks":
        return shared(set_epoch)
    if problem == "rare":
        return kept(cache, size)
    if problem == "shifts":
        return shifts(cache)
    return timed(slow=problem == "slow", workers=workers, stay=stay)


# Workers.


class Slow(Dataset[Sample]):
    """Samples for which one has to wait: reading, decoding, downloading."""

    def __init__(self, source: Examples) -> None:
        self.source = source

    def __len__(self) -> int:
        return len(self.source)

    def __getitem__(self, index: int) -> Sample:
        time.sleep(WAIT)
        return self.source[index]


class Stopwatch:
    """A "metric" that has nothing to do with answers: seconds in which an epoch is handed out.

    It has an epoch of its own handed out, for a run that one watches waits between its steps.
    """

    def __init__(self, loader: data.Loader, samples: int, batch_size: int) -> None:
        self.loader, self.order, self.batch_size = loader, torch.arange(samples), batch_size

    def __call__(self, answers: Tensor, targets: Tensor) -> float:  # noqa: ARG002
        opened = self.loader.open()
        if self.loader.persistent_workers:  # they are there before the clock starts
            list(opened.batches(self.order, self.batch_size))
        started = time.perf_counter()
        for _ in opened.batches(self.order, self.batch_size):
            pass
        return time.perf_counter() - started


def timed(*, slow: bool, workers: int, stay: bool) -> Experiment:
    """256 samples from memory, or 48 slow ones; at the end an epoch of them is timed.

    `stay`: workers live on from one epoch to the next when it is timed. In the run they always do.
    """
    samples, batch_size = (48, 6) if slow else (256, 32)
    digits = data.subset(data.digits(), samples)
    source = Slow(digits.train) if slow else digits.train
    loader = data.Loader(
        dataset=source,  # type: ignore[arg-type]
        workers=workers,
        persistent_workers=workers > 0,
    )
    timed_loader = replace(loader, persistent_workers=stay and workers > 0)
    stopwatch = Stopwatch(timed_loader, samples, batch_size)
    return Experiment(
        data=digits,
        loader=loader,
        model=reader,
        loss=cross_entropy,
        optimizer=optim.SGD(lr=0.1),
        batch_size=batch_size,
        epochs=3,
        evaluate_every=24,  # once, at the end
        metrics=(("seconds", stopwatch), ("accuracy", metrics.accuracy)),
        probes=(probes.BatchLabels(),),
    )


def reader() -> nn.Module:
    """64 pixels in, 10 scores out."""
    return nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))


def seconds(run: FinishedRun) -> float:
    """How long an epoch took to be handed out."""
    return run.curve("seconds").last


def what_workers_do(runs: Runs) -> str:
    """What four workers make of the time of an epoch whose samples lie in memory."""
    ratio = seconds(runs["memory_four"]) / seconds(runs["memory"])
    if ratio < 0.4:
        return "quarter"
    if ratio < 0.75:
        return "shorter"
    return "same" if ratio < 1.33 else "longer"


# Ranks.


class Dealt:
    """The order in which ranks meet an epoch: one number for each of them, then the next."""

    def __init__(self, *, set_epoch: bool) -> None:
        self.set_epoch = set_epoch

    def lists(self, samples: int, seed: int, epoch: int) -> Tensor:
        """What PyTorch's sampler gives each rank: (ranks, samples / ranks)."""
        rows = []
        for rank in range(RANKS):
            sampler: DistributedSampler[int] = DistributedSampler(
                range(samples),  # type: ignore[arg-type]
                num_replicas=RANKS,
                rank=rank,
                seed=seed,
            )
            if self.set_epoch:
                sampler.set_epoch(epoch)
            rows.append(list(sampler))
        return torch.tensor(rows)

    def indices(self, examples: Examples, seed: int, epoch: int) -> Tensor:
        """(samples,): a batch of the run is made of the batches of all ranks."""
        return self.lists(len(examples), seed, epoch).T.flatten()


def shared(set_epoch: bool) -> Experiment:
    """64 digits, dealt to two ranks for four epochs; the view shows who got which."""
    digits = data.subset(data.digits(), 64)
    order = Dealt(set_epoch=set_epoch)
    dealt = torch.cat([order.lists(64, 0, epoch) for epoch in range(4)])  # (8, 32)
    return Experiment(
        data=digits,
        order=order,
        model=reader,
        loss=cross_entropy,
        optimizer=optim.SGD(lr=0.1),
        batch_size=16,
        epochs=4,
        probes=(probes.MatrixMap(lambda _: dealt), probes.BatchLabels()),
    )


# Caches.


class Files(Dataset[Sample]):
    """Images that have to be read; `reads` counts how often each of them was."""

    def __init__(self, source: Examples) -> None:
        self.source = source
        self.reads = torch.zeros(len(source), dtype=torch.int64)

    def __len__(self) -> int:
        return len(self.source)

    def __getitem__(self, index: int) -> Sample:
        self.reads[index] += 1
        return self.source[index]


class Cached(Dataset[Sample]):
    """Keeps up to `size` samples of another data set. A dictionary remembers its order."""

    def __init__(self, source: Source, size: int, *, renew: bool) -> None:
        self.source, self.size, self.renew = source, size, renew
        self.kept: dict[int, Sample] = {}

    def __len__(self) -> int:
        return len(self.source)  # type: ignore[arg-type]

    def __getitem__(self, index: int) -> Sample:
        if index in self.kept:
            if self.renew:
                self.kept[index] = self.kept.pop(index)
            return self.kept[index]
        if len(self.kept) == self.size:
            self.kept.pop(next(iter(self.kept)))
        self.kept[index] = self.source[index]
        return self.kept[index]


class Shifted(Dataset[Sample]):
    """Each image moved by up to a pixel, drawn whenever it is asked for."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def __len__(self) -> int:
        return len(self.source)  # type: ignore[arg-type]

    def __getitem__(self, index: int) -> Sample:
        image, label = self.source[index]
        framed = pad(image.reshape(8, 8), (1, 1, 1, 1))  # (10, 10), black around it
        down, across = torch.randint(3, (2,)).tolist()
        return framed[down : down + 8, across : across + 8].flatten(), label


def kept(cache: str, size: int) -> Experiment:
    """Common and rare images drawn equally often, through a cache of `size` of them.

    Measured beside the loss: how often the rare images had to be read so far.
    """
    known = two_classes()
    files = Files(known.train)
    cached = Cached(files, size, renew=cache == "renewed")
    rare = known.train.targets == 1
    return Experiment(
        data=known,
        loader=data.Loader(dataset=cached),
        order=data.Weighted(samples=400),
        model=lambda: nn.Linear(64, 2),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=0.1),
        batch_size=20,
        epochs=3,
        metrics=(("rare_reads", lambda *_: float(files.reads[rare].sum())),),
        probes=(probes.BatchLabels(),),
    )


def two_classes() -> data.Dataset:
    """Ones and eights: all the ones of the training split, and a few eights."""
    known = data.only_classes(data.digits(), ("1", "8"))
    labels = known.train.targets
    chosen = torch.cat([(labels == 0).nonzero()[:, 0], (labels == 1).nonzero()[:RARE, 0]])
    train = Examples(known.train.inputs[chosen], labels[chosen])
    return data.Dataset("ones and few eights", train, known.validation, classes=known.classes)


def shifts(cache: str) -> Experiment:
    """200 digits, shifted at random, with a cache in front of the shift or behind it."""
    digits = data.subset(data.digits(), 200)
    files = Files(digits.train)
    source: Source = (
        Cached(Shifted(files), 200, renew=True)
        if cache == "behind"
        else Shifted(Cached(files, 200, renew=True))
    )
    moved = data.shifted(data.as_images(digits), least=1, most=1, splits=("validation",))
    return Experiment(
        data=data.flattened(moved),
        loader=data.Loader(dataset=source),
        model=reader,
        loss=cross_entropy,
        optimizer=optim.Adam(lr=0.01),
        batch_size=50,
        epochs=40,
        evaluate_every=20,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.Samples(lambda _, count: asked_twice(source, count)),),
    )


def asked_twice(source: Source, count: int) -> Tensor:
    """The first few images (count, 1, 8, 8), each of them asked for twice in a row."""
    images = [source[index // 2][0] for index in range(count)]
    return torch.stack(images).reshape(-1, 1, 8, 8)


def rare_reads(run: FinishedRun) -> float:
    """How often the rare images were read in the whole run."""
    return run.curve("rare_reads").last


def reads_fewer(runs: Runs) -> str:
    """Which cache reads the rare images clearly less often."""
    plain, renewed = rare_reads(runs["stored"]), rare_reads(runs["renewed"])
    if min(plain, renewed) > 0.75 * max(plain, renewed):
        return "same"
    return "stored" if plain < renewed else "renewed"


def loss_and_reading(runs: Runs) -> str:
    """Who has the lower training loss at the end, and who reads more validation images."""
    behind, front = runs["behind"], runs["front"]
    lower = last_epoch(behind) < last_epoch(front)
    better = share_read(behind) > share_read(front)
    if abs(share_read(behind) - share_read(front)) < 0.02:
        return "same"
    return {
        (True, True): "behind",
        (True, False): "behind_front",
        (False, True): "front_behind",
        (False, False): "front",
    }[lower, better]


def last_epoch(run: FinishedRun) -> float:
    """Mean training loss over the four batches of the last epoch."""
    return float(run.loss[-4:].mean())


def share_read(run: FinishedRun) -> float:
    """Share of the validation images that were read correctly at the end."""
    return run.curve("accuracy").last
