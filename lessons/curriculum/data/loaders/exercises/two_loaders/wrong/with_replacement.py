"""Drawing at random is not shuffling: some samples come twice, others not at all."""

from torch.utils.data import DataLoader, RandomSampler


def loaders(train, validation, batch_size):
    sampler = RandomSampler(train, replacement=True)
    return (
        DataLoader(train, batch_size=batch_size, sampler=sampler),
        DataLoader(validation, batch_size=batch_size),
    )
