"""The whole way: a data set of sentences, a sampler, a collate function, a bag of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import Dataset

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

Sample = tuple[Tensor, Tensor]
"""Numbers of words (length,), and whether the sentence is positive ()."""


class Sentences(Dataset[Sample]):
    """Sentences as long as they are: the stored zeros are taken off."""

    def __init__(self, stored: data.Examples) -> None:
        self.rows, self.labels = stored.inputs, stored.targets  # (n, 13), (n,)

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> Sample:
        row = self.rows[index]
        return row[row != 0], self.labels[index]


def collate(samples: list[Sample]) -> Sample:
    """One batch: tokens (B, longest of these), 0 behind the shorter ones, and labels (B,)."""
    rows, labels = zip(*samples, strict=True)
    return pad_sequence(list(rows), batch_first=True), torch.stack(labels)


class BagOfWords(nn.Module):
    """Two scores from the mean of the words' vectors, padding left out."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.vectors = nn.EmbeddingBag(words, 8, mode="mean", padding_idx=0)
        self.scores = nn.Linear(8, 2)

    def forward(self, tokens: Tensor) -> Tensor:
        """(B, T) to (B, 2)."""
        scores: Tensor = self.scores(self.vectors(tokens))
        return scores


def judge(order: str, negatives: int, epochs: int) -> Experiment:
    """Learn from opinions that are stored class by class, negative ones first."""
    opinions = stored(negatives)
    orders: dict[str, data.Order] = {
        "shuffled": data.Shuffled(),
        "stored": data.Sequential(),
        "balanced": data.Weighted(),
    }
    return Experiment(
        data=opinions,
        order=orders[order],
        loader=data.Loader(dataset=Sentences(opinions.train), collate_fn=collate),
        model=lambda: BagOfWords(len(opinions.tokens)),
        loss=cross_entropy,
        optimizer=optim.Adam(lr=0.02),
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.BatchLabels(), probes.PerClass(), probes.Embeddings("vectors")),
    )


def stored(negatives: int) -> data.Dataset:
    """About 300 positive training sentences, and as many negative ones as asked for."""
    made = data.sorted_by_class(data.sentiment(negated=0.0, n=800))
    labels = made.train.targets
    kept = torch.cat([(labels == 0).nonzero()[:negatives, 0], (labels == 1).nonzero()[:, 0]])
    train = data.Examples(made.train.inputs[kept], labels[kept])
    return data.Dataset(made.name, train, made.validation, classes=made.classes, tokens=made.tokens)


def loss_and_answers(runs: Runs) -> str:
    """Which of the two has the lower training loss, and whether it also judges better."""
    few, balanced = runs["few"], runs["balanced"]
    dearer = last_loss(balanced) - last_loss(few)
    better = share_right(balanced) - share_right(few)
    if abs(dearer) < 0.05 or abs(better) < 0.05:
        return "same"
    lower = "shuffled" if dearer > 0 else "balanced"
    judge_of_new = "shuffled" if better < 0 else "balanced"
    return f"{lower}_both" if lower == judge_of_new else f"{lower}_loss"


def last_loss(run: FinishedRun) -> float:
    """The mean training loss of the last ten steps."""
    return float(run.loss[-10:].mean())


def share_right(run: FinishedRun) -> float:
    """Share of new sentences that are judged rightly at the end."""
    return run.curve("accuracy").last
