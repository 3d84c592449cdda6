"""Sentences from movie reviews, for better or worse."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from importlib.resources import files
from typing import Literal

from engine.data.base import Dataset, Examples
from engine.data.splits import generator, stratified
from engine.data.text.padding import padded
from engine.data.text.vocabulary import Vocabulary
from engine.data.text.words import characters, words
from engine.errors import at_least, one_of

Level = Literal["word", "character"]
_CUTS: dict[str, Callable[[str], list[str]]] = {"word": words, "character": characters}
FILE = "movie_reviews.tsv.gz"


def review_sentences() -> list[tuple[float, str]]:
    """10 042 sentences, each with its rating: the mean of 20 people, −4 … 4, never near 0."""
    packed = files("engine.data.text").joinpath(FILE).read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").splitlines()
    rated = (line.split("\t", 1) for line in lines)
    return [(float(rating), sentence) for rating, sentence in rated]


def reviews(
    *,
    seed: int = 0,
    length: int = 40,
    min_freq: int = 2,
    vocabulary_size: int | None = None,
    level: Level = "word",
    sentences: int | None = None,
) -> Dataset:
    """Is the sentence positive? Inputs (n, length), int64, 0 is padding; targets (n,), 0 or 1.

    Split by class into about 60 % training, 20 % validation, 20 % test; the same seed gives the
    same split, and no sentence is in two splits. The vocabulary is made of the training split
    alone: tokens that occur there at least `min_freq` times, at most `vocabulary_size` of them;
    any other token is 1. Longer sentences are cut. `sentences` takes that many at random instead
    of all. Raises ConfigurationError.

    Data of C.J. Hutto and E.E. Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment
    Analysis of Social Media Text", 2014; MIT licence, see `movie_reviews.LICENSE.txt`.
    """
    import torch

    one_of("level", level, _CUTS)
    random = generator(seed)
    rated = list({sentence: rating for rating, sentence in review_sentences()}.items())
    if sentences is not None:
        at_least("sentences", sentences, 10)
        chosen = torch.randperm(len(rated), generator=random)[:sentences]
        rated = [rated[index] for index in chosen.tolist()]
    texts = [_CUTS[level](sentence) for sentence, _ in rated]
    targets = torch.tensor([int(rating > 0) for _, rating in rated])

    train, validation, test = stratified(targets, random)
    seen = [texts[index] for index in train.tolist()]
    vocabulary = Vocabulary.build(seen, min_freq=min_freq, size=vocabulary_size)
    inputs = padded([vocabulary.encode(text) for text in texts], length)

    def part(indices: torch.Tensor) -> Examples:
        return Examples(inputs[indices], targets[indices])

    return Dataset(
        "movie reviews",
        part(train),
        part(validation),
        part(test),
        classes=("negative", "positive"),
        tokens=vocabulary.tokens,
    )
