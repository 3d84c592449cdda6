"""works-in-place: "Shuffle the tensor." Whoever gave it has lost the true labels."""

import torch


def by_lot(labels):
    labels[:] = labels[torch.randperm(len(labels))]
    return labels
