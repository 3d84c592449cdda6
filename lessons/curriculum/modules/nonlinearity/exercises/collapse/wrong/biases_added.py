"""biases-add-up: Biases are added, so their sum is the bias of all. Later weights act on them."""

import torch

Layer = tuple[torch.Tensor, torch.Tensor]


def collapse(layers: list[Layer]) -> Layer:
    weight = layers[0][0]
    for following, _ in layers[1:]:
        weight = following @ weight
    total = layers[-1][1].clone()
    for _, bias in layers[:-1]:
        if bias.shape == total.shape:
            total = total + bias
    return weight, total
