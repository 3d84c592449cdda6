"""Text from a language model, one token after the other."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.errors import at_least
from engine.eval_mode import evaluating


def generate(
    model: nn.Module,
    prompt: Tensor,
    n: int,
    *,
    context: int | None = None,
    temperature: float = 1.0,
    top_k: int | None = None,
    generator: torch.Generator | None = None,
) -> Tensor:
    """The prompt (batch, t ≥ 1), int64, and `n` tokens more: (batch, t + n).

    `model` takes tokens (batch, length) to logits (batch, length, vocabulary); it is asked for the
    last `context` tokens only (None: all). Each token is drawn from softmax(logits / temperature),
    among the `top_k` likeliest only where that is given (Fan, Lewis and Dauphin, "Hierarchical
    Neural Story Generation", 2018). Temperature 0 takes the likeliest.

    Random numbers come from `generator`; None is one seeded with 0, so that the same call gives
    the same text. Runs in eval mode without gradients and leaves no trace in the model. Raises
    ConfigurationError for a negative temperature, `n` or an empty prompt, or a `top_k` below 1.
    """
    at_least("temperature", temperature, 0)
    at_least("n", n, 0)
    at_least("length of the prompt", prompt.shape[1], 1)
    if top_k is not None:
        at_least("top_k", top_k, 1)
    random = generator if generator is not None else torch.Generator().manual_seed(0)

    tokens = prompt
    with evaluating(model, prompt.device):
        for _ in range(n):
            seen = tokens if context is None else tokens[:, -context:]
            logits = model(seen)[:, -1]  # (batch, vocabulary)
            tokens = torch.cat([tokens, _drawn(logits, temperature, top_k, random)], dim=1)
    return tokens


def _drawn(
    logits: Tensor, temperature: float, top_k: int | None, random: torch.Generator
) -> Tensor:
    """One token for each row of logits (batch, vocabulary): (batch, 1)."""
    if temperature == 0:
        return logits.argmax(dim=-1, keepdim=True)
    count = min(top_k or logits.shape[-1], logits.shape[-1])
    likeliest, tokens = logits.topk(count, dim=-1)
    shares = (likeliest / temperature).softmax(dim=-1)
    chosen = torch.multinomial(shares.to(random.device), 1, generator=random)
    return tokens.gather(-1, chosen.to(tokens.device))
