"""Take the pairs apart, measure, pad, stack."""

import torch
from torch.nn.utils.rnn import pad_sequence


def padded_batch(samples):
    rows, labels = zip(*samples, strict=True)
    lengths = torch.tensor([len(row) for row in rows])
    return pad_sequence(rows, batch_first=True), lengths, torch.stack(labels)
