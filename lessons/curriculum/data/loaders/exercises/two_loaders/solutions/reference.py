"""One word apart."""

from torch.utils.data import DataLoader


def loaders(train, validation, batch_size):
    return (
        DataLoader(train, batch_size=batch_size, shuffle=True),
        DataLoader(validation, batch_size=batch_size),
    )
