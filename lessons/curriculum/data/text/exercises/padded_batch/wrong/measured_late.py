"""padding-is-length: measured after padding, all rows are equally long."""

import torch
from torch.nn.utils.rnn import pad_sequence


def padded_batch(samples):
    rows, labels = zip(*samples, strict=True)
    tokens = pad_sequence(rows, batch_first=True)
    lengths = torch.tensor([len(row) for row in tokens])
    return tokens, lengths, torch.stack(labels)
