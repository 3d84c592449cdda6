"""With a 1 behind the input, a layer is one matrix, and a row of layers is their product."""

import torch

Layer = tuple[torch.Tensor, torch.Tensor]


def matrix(weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    below = torch.zeros(1, weight.shape[1] + 1)
    below[0, -1] = 1.0
    return torch.cat([torch.column_stack([weight, bias]), below])


def collapse(layers: list[Layer]) -> Layer:
    whole = torch.eye(layers[0][0].shape[1] + 1)
    for layer in layers:
        whole = matrix(*layer) @ whole
    return whole[:-1, :-1], whole[:-1, -1]
