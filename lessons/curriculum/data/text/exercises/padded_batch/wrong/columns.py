"""batch-comes-first: "The batch comes first everywhere." `pad_sequence` wants to be told."""

import torch
from torch.nn.utils.rnn import pad_sequence


def padded_batch(samples):
    rows, labels = zip(*samples, strict=True)
    lengths = torch.tensor([len(row) for row in rows])
    return pad_sequence(rows), lengths, torch.stack(labels)
