"""Zeros first, then each sentence is written into its row."""

import torch


def padded_batch(samples):
    lengths = torch.tensor([len(row) for row, _ in samples])
    tokens = torch.zeros(len(samples), int(lengths.max()), dtype=torch.int64)
    for place, (row, _) in enumerate(samples):
        tokens[place, : len(row)] = row
    return tokens, lengths, torch.tensor([int(label) for _, label in samples])
