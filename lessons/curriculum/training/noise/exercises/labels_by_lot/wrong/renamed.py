"""relabelling-is-noise: "Give the classes other names." Then all images of one kind still agree."""

import torch


def by_lot(labels):
    names = torch.randperm(int(labels.max()) + 1)
    return names[labels]
