"""Without a `batch_size` every batch holds a single text: it is 1 unless one says otherwise."""

import torch
from answers.build_vocab import build_vocab
from answers.own_dataset import Pictures
from answers.padded_batch import padded_batch
from answers.rare_sampler import balanced
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader


def batches(texts, labels, batch_size):
    vocabulary = build_vocab(texts, min_freq=2)
    rows = [torch.tensor([vocabulary.get(word, 1) for word in text]) for text in texts]
    stored = pad_sequence(rows, batch_first=True)
    sentences = Pictures(stored, labels, lambda row: row[row != 0])
    return vocabulary, DataLoader(sentences, sampler=balanced(labels), collate_fn=padded_batch)
