"""`shuffle=True` stands for a random sampler, which can be given as well."""

from torch.utils.data import DataLoader, RandomSampler, SequentialSampler


def loaders(train, validation, batch_size):
    pairs = ((train, RandomSampler(train)), (validation, SequentialSampler(validation)))
    first, second = (
        DataLoader(data, batch_size=batch_size, sampler=sampler) for data, sampler in pairs
    )
    return first, second
