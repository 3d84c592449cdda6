"""Put layer after layer behind what there is already."""

import torch

Layer = tuple[torch.Tensor, torch.Tensor]


def collapse(layers: list[Layer]) -> Layer:
    weight, bias = layers[0]
    for following, shift in layers[1:]:
        weight = following @ weight
        bias = following @ bias + shift
    return weight, bias
