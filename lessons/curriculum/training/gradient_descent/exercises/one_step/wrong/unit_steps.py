"""step-ignores-slope: "The rate is how far a step goes." It is multiplied with the slope."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    with torch.no_grad():
        for weight in weights:
            if weight.grad is not None:
                weight -= lr * weight.grad.sign()
