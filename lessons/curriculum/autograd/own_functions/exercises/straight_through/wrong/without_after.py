"""backward-is-own-slope: "The gradient is 1 where it passes." It is what comes after."""

import torch


class Sign(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sign()

    @staticmethod
    def backward(ctx, after):
        (x,) = ctx.saved_tensors
        return (x.abs() <= 1).to(after.dtype)
