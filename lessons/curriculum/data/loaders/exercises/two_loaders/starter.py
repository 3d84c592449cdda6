"""One loader to train with, one to measure with."""

from torch.utils.data import DataLoader, Dataset


def loaders(train: Dataset, validation: Dataset, batch_size: int) -> tuple[DataLoader, DataLoader]:
    """(for training, for measuring), both in batches of `batch_size`.

    For training: every sample once an epoch, in an order that is new in each. For measuring:
    every sample in the stored order.
    """
    raise NotImplementedError
