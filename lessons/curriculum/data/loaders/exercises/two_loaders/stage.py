"""Two epochs of both loaders."""

import torch
from torch.utils.data import TensorDataset


def epochs(module, train, validation, batch_size):
    """Numbers of the samples in each epoch, batch by batch."""
    sets = [TensorDataset(torch.arange(count)) for count in (train, validation)]
    first, second = module.loaders(*sets, batch_size)
    return {
        "train": [_numbers(first) for _ in range(2)],
        "validation": [_numbers(second) for _ in range(2)],
    }


def _numbers(loader):
    return [batch[0].tolist() for batch in loader]
