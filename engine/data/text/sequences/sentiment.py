"""Made-up opinions in which "not" turns the meaning round: where a bag of words must fail."""

from __future__ import annotations

from engine.data.base import Dataset
from engine.data.building import MOST_OF_TWO, drawn_without_test
from engine.data.splits import generator
from engine.data.text.padding import padded
from engine.data.text.sequences.base import distinct
from engine.data.text.vocabulary import Vocabulary
from engine.errors import share

OPENINGS = ("", "i think", "honestly", "they say", "in short", "to be fair")
SUBJECTS = ("film", "plot", "acting", "music", "ending", "cast", "script", "story", "humour")
VERBS = ("was", "is", "seemed", "felt")
NEGATIONS = ("not", "never", "hardly")
DEGREES = ("", "very", "really", "quite")
GOOD = ("good", "great", "funny", "clever", "moving", "lovely", "fresh", "charming")
BAD = ("bad", "awful", "dull", "silly", "flat", "boring", "stale", "annoying")
ENDINGS = ("", "on the whole", "for a sequel", "this time", "from start to end", "at times")
LONGEST = 13
"""Words of the longest sentence that can be made."""


def sentiment(*, n: int = 2000, negated: float = 0.5, min_freq: int = 1, seed: int = 0) -> Dataset:
    """`n` different sentences such as `i think the plot was not very good`: positive or not?

    A share `negated` of them has a word that turns the adjective round. Good and bad adjectives
    are equally frequent, so that with 0.5 no word alone tells anything: a model that is linear in
    the counts of words gets three quarters right at most, one that knows the order all of them.
    Inputs (n, 13), int64, 0 is padding; targets (n,), 0 or 1. Three quarters train; the vocabulary
    is made of those alone, from words that occur `min_freq` times, and 1 is any other word.
    """
    import torch

    share("negated", negated, one=True)
    random = generator(seed)

    def draw(count: int) -> list[tuple[str, bool]]:
        chosen = torch.randint(2**30, (count, 8), generator=random).tolist()
        turned = (torch.rand(count, generator=random) < negated).tolist()
        return [_sentence(row, turn) for row, turn in zip(chosen, turned, strict=True)]

    drawn = distinct(n, draw)
    texts = [sentence.split() for sentence, _ in drawn]
    vocabulary = Vocabulary.build(texts[: round(n * MOST_OF_TWO)], min_freq=min_freq)
    inputs = padded([vocabulary.encode(text) for text in texts], LONGEST)
    targets = torch.tensor([int(positive) for _, positive in drawn])
    return drawn_without_test(
        "synthetic sentiment",
        inputs,
        targets,
        tokens=vocabulary.tokens,
        classes=("negative", "positive"),
    )


def _sentence(chosen: list[int], negated: bool) -> tuple[str, bool]:
    """A sentence made of eight random numbers, and whether it is positive."""
    opening, subject, verb, negation, degree, kind, adjective, ending = chosen
    good = kind % 2 == 0
    adjectives = GOOD if good else BAD
    parts = (
        OPENINGS[opening % len(OPENINGS)],
        "the",
        SUBJECTS[subject % len(SUBJECTS)],
        VERBS[verb % len(VERBS)],
        NEGATIONS[negation % len(NEGATIONS)] if negated else "",
        DEGREES[degree % len(DEGREES)],
        adjectives[adjective % len(adjectives)],
        ENDINGS[ending % len(ENDINGS)],
    )
    return " ".join(part for part in parts if part), good != negated
