"""straight-through-is-the-slope: "The gradient of a sign is its slope." That is 0, and nothing in front of it learns."""

import torch


class Sign(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sign()

    @staticmethod
    def backward(ctx, after):
        return torch.zeros_like(after)
