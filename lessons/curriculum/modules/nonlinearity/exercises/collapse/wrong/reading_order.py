"""product-in-reading-order: W1 W2 W3, as the layers come. What acts first stands last."""

import torch

Layer = tuple[torch.Tensor, torch.Tensor]


def collapse(layers: list[Layer]) -> Layer:
    weight, bias = layers[0]
    for following, shift in layers[1:]:
        weight = weight @ following
        bias = following @ bias + shift
    return weight, bias
