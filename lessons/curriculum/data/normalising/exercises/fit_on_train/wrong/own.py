"""each-split-its-own-figures: "Everything is scaled by its own mean." New rows lose what they are."""

import torch


def normalise(train, new):
    spread = new.std(dim=0)
    return (new - new.mean(dim=0)) / torch.where(spread > 0, spread, 1.0)
