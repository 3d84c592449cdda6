"""What a sampler is made of, and what it draws."""

import torch
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler


def made(module, labels):
    """Its weights, how much it draws, whether it draws again, and an epoch through a loader."""
    sampler = module.balanced(labels.clone())
    if not isinstance(sampler, WeightedRandomSampler):
        return type(sampler).__name__
    loader = DataLoader(TensorDataset(labels), batch_size=16, sampler=sampler)
    return {
        "weights": torch.as_tensor(sampler.weights).float(),
        "samples": sampler.num_samples,
        "again": bool(sampler.replacement),
        "drawn": torch.cat([batch for (batch,) in loader]),
    }
