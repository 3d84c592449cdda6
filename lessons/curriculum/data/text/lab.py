"""Sentences as numbers: a vocabulary, padding, a mask, and a bag of words on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, pad

from engine import Experiment, data, metrics, optim, probes

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

PAD = 0
"""The number of no word: it fills a row up to its length."""


class BagOfWords(nn.Module):
    """The mean of the words' vectors, then two scores. Which word came first is forgotten."""

    def __init__(self, words: int, width: int = 8, *, masked: bool = True) -> None:
        super().__init__()
        self.vectors = nn.Embedding(words, width)
        self.scores = nn.Linear(width, 2)
        self.masked = masked

    def forward(self, tokens: Tensor) -> Tensor:
        """Numbers of words (B, T) to scores (B, 2)."""
        vectors = self.vectors(tokens)  # (B, T, width)
        real = tokens != PAD  # (B, T)
        if not self.masked:
            real = torch.ones_like(real)  # padding is a word like any other
        counts = real.sum(dim=1, keepdim=True).clamp(min=1)  # (B, 1)
        mean = (vectors * real[..., None]).sum(dim=1) / counts  # (B, width)
        scores: Tensor = self.scores(mean)
        return scores


def judge(texts: str, min_freq: int, length: int, masked: bool, epochs: int) -> Experiment:
    """Learn to tell whether a sentence is positive; each has `length` places."""
    sentences = opinions(min_freq, length) if texts == "opinions" else reviews(min_freq, length)
    shown = sentences.validation.inputs
    return Experiment(
        data=sentences,
        model=lambda: BagOfWords(len(sentences.tokens), masked=masked),
        loss=cross_entropy,
        optimizer=optim.Adam(lr=0.02),
        batch_size=32 if texts == "opinions" else 64,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(
            probes.Samples(lambda _, count: as_read(shown[:count], sentences.tokens), count=8),
            probes.MatrixMap(lambda _: shown[:24].float()),
            probes.Embeddings("vectors"),
        ),
    )


def opinions(min_freq: int, length: int) -> data.Dataset:
    """800 made-up sentences of up to 12 words; inputs (n, length): zeros fill up the rest."""
    made = data.sentiment(negated=0.0, n=800, min_freq=min_freq)

    def wider(part: data.Examples) -> data.Examples:
        return data.Examples(pad(part.inputs, (0, length - part.inputs.shape[1])), part.targets)

    train, validation = wider(made.train), wider(made.validation)
    return data.Dataset(made.name, train, validation, classes=made.classes, tokens=made.tokens)


def reviews(min_freq: int, length: int) -> data.Dataset:
    """4000 real sentences from film reviews, cut where they are longer than `length`.

    The vocabulary holds what occurs `min_freq` times in the training split; the rest is `<unk>`.
    """
    return data.reviews(sentences=4000, min_freq=min_freq, length=length)


def as_read(tokens: Tensor, vocabulary: tuple[str, ...]) -> list[str]:
    """Sentences (n, T) in words again, as the model gets them, without the padding."""
    rows: list[list[int]] = tokens.tolist()
    return [" ".join(vocabulary[number] for number in row if number != PAD) for row in rows]


def reads_more(runs: Runs) -> str:
    """The run that judges more new sentences rightly; "same" within one in ten."""
    return runs.highest(share_right, tie="same", margin=0.1)


def without_rare_words(runs: Runs) -> str:
    """What leaving rare words out did to the share of right judgements."""
    gain = share_right(runs["frequent"]) - share_right(runs["all_words"])
    if abs(gain) < 0.06:
        return "same"
    return "better" if gain > 0 else "worse"


def share_right(run: FinishedRun) -> float:
    """Share of new sentences that are judged rightly at the end."""
    return run.curve("accuracy").last
