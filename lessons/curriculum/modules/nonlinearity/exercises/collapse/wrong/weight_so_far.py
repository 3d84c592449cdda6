"""The weight is changed first, and the bias goes through all of it instead of the last layer."""

import torch

Layer = tuple[torch.Tensor, torch.Tensor]


def collapse(layers: list[Layer]) -> Layer:
    weight, bias = layers[0]
    for following, shift in layers[1:]:
        weight = following @ weight
        bias = weight @ bias + shift
    return weight, bias
