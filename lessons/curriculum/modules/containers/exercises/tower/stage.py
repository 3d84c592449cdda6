"""A tower of the learner's: what it knows of, and what it computes."""

import torch


def known(module, width, depth):
    """Numbers and tensors that it lists, and whether two calls agree."""
    tower = module.Tower(width, depth)
    x = torch.randn(3, width)
    return {
        "numbers": sum(one.numel() for one in tower.parameters()),
        "agrees": bool(torch.equal(tower(x), tower(x))),
    }


def climbed(module, x, weights, biases):
    """What comes out after these weights and biases were put in, the lowest layer first."""
    tower = module.Tower(x.shape[1], len(weights))
    own = list(tower.parameters())
    matrices = [one for one in own if one.ndim == 2]
    vectors = [one for one in own if one.ndim == 1]
    with torch.no_grad():
        for place, value in zip([*matrices, *vectors], [*weights, *biases], strict=True):
            place.copy_(value)
        return tower(x)
