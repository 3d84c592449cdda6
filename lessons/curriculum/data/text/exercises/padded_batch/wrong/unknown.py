"""unknown-is-padding: "An unknown word stands for nothing." It is a word, and a mask keeps it."""

import torch
from torch.nn.utils.rnn import pad_sequence


def padded_batch(samples):
    rows, labels = zip(*samples, strict=True)
    lengths = torch.tensor([len(row) for row in rows])
    tokens = pad_sequence(rows, batch_first=True, padding_value=1)
    return tokens, lengths, torch.stack(labels)
