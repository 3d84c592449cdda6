"""No network at all: the known image that is nearest says which digit it is."""

import torch
from torch.nn.functional import one_hot


def train(images, digits, seed):
    torch.manual_seed(seed)  # nothing is drawn

    def nearest(others):
        known = torch.cdist(others, images).argmin(dim=1)
        return one_hot(digits[known], 10).float()

    return nearest
