"""The learner's pipeline with a shift and a scale that can be recognised."""

import torch


def prepared(module, images, training):
    """Shifted by one column to the right, black from the left; scaled by fixed figures."""

    def shift(batch):
        return torch.cat([torch.zeros_like(batch[..., :1]), batch[..., :-1]], dim=-1)

    def scale(batch):
        return (batch - 0.3) / 0.4

    return module.prepare(images.clone(), shift, scale, training)
