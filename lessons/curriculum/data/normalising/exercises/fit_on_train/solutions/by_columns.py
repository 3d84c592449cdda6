"""Column by column, with a branch for those that never change."""

import torch


def normalise(train, new):
    columns = []
    for known, fresh in zip(train.T, new.T, strict=True):
        centred = fresh - known.mean()
        columns.append(centred if known.min() == known.max() else centred / known.std())
    return torch.stack(columns, dim=1)
