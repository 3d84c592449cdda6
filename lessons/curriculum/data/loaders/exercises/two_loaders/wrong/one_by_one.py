"""The second loader is told no size, so that it hands out one sample at a time."""

from torch.utils.data import DataLoader


def loaders(train, validation, batch_size):
    return DataLoader(train, batch_size, shuffle=True), DataLoader(validation)
