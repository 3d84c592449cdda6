"""How much of the gradient reaches each token of a sequence."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from engine.errors import ConfigurationError
from engine.eval_mode import evaluating


def gradient_by_time(
    model: nn.Module, tokens: Tensor, targets: Tensor, loss: Callable[[Tensor, Tensor], Tensor]
) -> Tensor:
    """‖∂L/∂xₜ‖ for every place t: (length,), with xₜ what the embedding made of the tokens there.

    `tokens` (n, length) are what the model is called with; the norm is taken over all n examples.
    Where a memory fades, what stands far from the answer has a norm near 0; where it explodes,
    the norm grows with the distance. In eval mode, and no trace is left: no gradient, no random
    number, no buffer. To be drawn while a model trains:
    `MatrixMap(lambda model: gradient_by_time(model, tokens, targets, loss))`. Source: Pascanu,
    Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013.

    Raises ConfigurationError for a model that has no `torch.nn.Embedding`.
    """
    embedding = next((part for part in model.modules() if isinstance(part, nn.Embedding)), None)
    if embedding is None:
        raise ConfigurationError(
            "model", type(model).__name__, "Give a model whose first layer is an embedding."
        )
    heard: list[Tensor] = []

    def listen(_: nn.Module, __: object, output: Tensor) -> Tensor:
        heard.append(output.detach().requires_grad_())
        return heard[-1]

    handle = embedding.register_forward_hook(listen)
    try:
        # cuDNN's recurrent layers keep nothing for a backward pass in eval mode.
        with (
            evaluating(model, tokens.device),
            torch.enable_grad(),
            torch.backends.cudnn.flags(enabled=False),
        ):
            (gradient,) = torch.autograd.grad(loss(model(tokens), targets), heard[0])
    finally:
        handle.remove()
    return gradient.square().sum(dim=(0, 2)).sqrt()
