"""step-ignores-slope: "The gradient is a direction, the rate is how far." Slopes lose their size."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    with torch.no_grad():
        for weight in weights:
            if weight.grad is not None:
                weight -= lr * weight.grad / weight.grad.norm()
