"""drop-last-is-harmless: "Small batches are left out." Some samples are never measured."""

from torch.utils.data import DataLoader


def loaders(train, validation, batch_size):
    return (
        DataLoader(train, batch_size=batch_size, shuffle=True, drop_last=True),
        DataLoader(validation, batch_size=batch_size, drop_last=True),
    )
