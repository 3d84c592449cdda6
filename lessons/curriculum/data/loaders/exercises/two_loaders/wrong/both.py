"""shuffles-everything: "Shuffling is good." Predictions no longer lie beside their data."""

from torch.utils.data import DataLoader


def loaders(train, validation, batch_size):
    return tuple(
        DataLoader(data, batch_size=batch_size, shuffle=True) for data in (train, validation)
    )
