"""The storage is filled by hand, and the change cuts behind the last word."""

import torch
from answers.build_vocab import build_vocab
from answers.own_dataset import Pictures
from answers.padded_batch import padded_batch
from answers.rare_sampler import balanced
from torch.utils.data import DataLoader


def without_padding(row):
    return row[: int(row.count_nonzero())]


def batches(texts, labels, batch_size):
    vocabulary = build_vocab(texts, 2)
    unknown = vocabulary["<unk>"]
    stored = torch.zeros(len(texts), max(map(len, texts)), dtype=torch.int64)
    for place, text in enumerate(texts):
        for column, word in enumerate(text):
            stored[place, column] = vocabulary.get(word, unknown)
    return vocabulary, DataLoader(
        Pictures(stored, labels, change=without_padding),
        batch_size=batch_size,
        collate_fn=padded_batch,
        sampler=balanced(labels),
    )
