"""biases-add-up: Biases are added. Two layers of other widths have biases of other lengths."""

import torch

Layer = tuple[torch.Tensor, torch.Tensor]


def collapse(layers: list[Layer]) -> Layer:
    weight, bias = layers[0]
    for following, shift in layers[1:]:
        weight = following @ weight
        bias = bias + shift
    return weight, bias
