"""shuffles-by-itself: "A loader mixes." Only if it is told to."""

from torch.utils.data import DataLoader


def loaders(train, validation, batch_size):
    return DataLoader(train, batch_size=batch_size), DataLoader(validation, batch_size=batch_size)
