"""Checks of `batches`."""

import random
from collections import Counter

import torch
from torch import Tensor

from engine import data
from lessons.checking import Learner, check, expect

NEGATIVES = 60
SIZE = 16


def opinions() -> tuple[list[list[str]], Tensor, list[list[str]], Tensor]:
    """Training texts with few negative ones, and new texts; each with its labels."""
    made = data.sentiment(negated=0.0, n=800, seed=random.randrange(1000))

    def words(part: data.Examples) -> list[list[str]]:
        return [[made.tokens[n] for n in row if n] for row in part.inputs.tolist()]

    labels = made.train.targets
    negative, positive = (labels == 0).nonzero()[:NEGATIVES, 0], (labels == 1).nonzero()[:, 0]
    kept = torch.cat([negative, positive])
    texts = words(made.train)
    few = [texts[place] for place in kept.tolist()]
    return few, labels[kept], words(made.validation), made.validation.targets


@check(
    "Each row is one of the texts, in numbers, with its length and its label.",
    why="A model can only be as right as what it is handed.",
)
def rows_are_texts(learner: Learner) -> None:
    texts, labels, *_ = opinions()
    texts[0] = [*texts[0], "unheard"]  # a word that occurs once
    vocabulary, batches = learner.stage("epoch", texts, labels, SIZE)
    if vocabulary == "parts":
        expect.fail("Give back two things: the vocabulary, and the loader behind it.")
    counts = Counter(word for text in texts for word in text)
    frequent = {word for word, count in counts.items() if count >= 2}
    expect.equal(
        set(vocabulary) - {"<pad>", "<unk>"},
        frequent,
        known=(expect.Known(set(counts), "Words that occur a single time are in the vocabulary."),),
        message="The vocabulary is to hold the words that occur at least twice.",
    )
    known, dropped = set(), set()
    for text, label in zip(texts, labels.tolist(), strict=True):
        numbers = [vocabulary.get(word, 1) for word in text]
        known.add((*numbers, -label))
        dropped.add((*(n for n in numbers if n != 1), -label))
    expect.equal({len(batch) for batch in batches}, {3}, message="A batch has three parts.")
    expect.equal(
        max(len(batch[2]) for batch in batches),
        SIZE,
        known=(
            expect.Known(1, "Each batch holds a single text: a loader has to be told its size."),
        ),
        message="The batches have another size than they were asked for.",
    )
    for tokens, lengths, _ in batches:
        if bool((tokens[torch.arange(len(lengths)), lengths - 1] == 0).any()):
            expect.fail(
                "A row ends in zeros before it has as many words as its length says: the padding "
                "of the stored tensor was taken for words. Let `change` take it off.",
                tag="padding-is-length",
            )
    for tokens, lengths, targets in batches:
        if int(lengths.max()) < tokens.shape[1] or bool((tokens[:, -1] == 0).all()):
            expect.fail("A batch is wider than its longest text.", tag="pads-to-the-longest-of-all")
        for row, length, label in zip(
            tokens.tolist(), lengths.tolist(), targets.tolist(), strict=True
        ):
            found = (*row[:length], -label)
            if found not in known and found in dropped:
                expect.fail(
                    "A word that is not in the vocabulary is missing from its row. It is 1, "
                    "`<unk>`; 0 is padding.",
                    tag="unknown-is-padding",
                )
            expect.true(found in known, f"No text with the label {label} has the row {row}.")


@check(
    "Both classes are drawn alike, and mixed.",
    why="There are five positive texts for each negative one.",
)
def drawn_alike(learner: Learner) -> None:
    texts, labels, *_ = opinions()
    _, batches = learner.stage("epoch", texts, labels, SIZE)
    drawn = torch.cat([batch[2] for batch in batches])
    if torch.equal(drawn, labels):
        expect.fail(
            "The texts come as they are stored: first all negative ones, then the others.",
            tag="shuffles-by-itself",
        )
    if len(drawn.unique()) == 1:
        expect.fail(
            "All texts of the epoch are of one class. Has the sampler got a weight for each text, "
            "or one for each class?",
            tag="weight-of-a-class",
        )
    negative = (drawn == 0).float().mean()
    expect.above(negative, 0.35, what="the share of negative texts in an epoch")
    expect.below(negative, 0.65, what="the share of negative texts in an epoch")


@check(
    "A bag of words that learns from them finds both kinds of opinions in new texts.",
    why="That is what the whole way was for.",
)
def learns(learner: Learner) -> None:
    texts, labels, new_texts, new_labels = opinions()
    said = learner.stage("trained", texts, labels, new_texts)
    right = (said == new_labels).float()
    for kind, name in enumerate(("negative", "positive")):
        share = right[new_labels == kind].mean()
        expect.above(share, 0.85, what=f"the share of {name} new texts that are found")
