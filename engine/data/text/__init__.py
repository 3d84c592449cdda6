"""Texts and sequences, real and generated: token numbers with 0 as padding.

Importing this loads no torch; calling one of the functions does.
"""

from engine.data.text.collate import BucketBatches, PaddedBatch, VariableLength, pad_batch
from engine.data.text.padding import padded
from engine.data.text.python_reference import python_reference, python_reference_documents
from engine.data.text.reviews import review_sentences, reviews
from engine.data.text.sequences import (
    END,
    START,
    addition,
    dates,
    delayed_copy,
    echo,
    marker,
    parity,
    recall,
    reversal,
    sentiment,
    which_first,
)
from engine.data.text.vocabulary import PAD, UNK, Vocabulary
from engine.data.text.words import characters, words

__all__ = [
    "END",
    "PAD",
    "START",
    "UNK",
    "BucketBatches",
    "PaddedBatch",
    "VariableLength",
    "Vocabulary",
    "addition",
    "characters",
    "dates",
    "delayed_copy",
    "echo",
    "marker",
    "pad_batch",
    "padded",
    "parity",
    "python_reference",
    "python_reference_documents",
    "recall",
    "reversal",
    "review_sentences",
    "reviews",
    "sentiment",
    "which_first",
    "words",
]
