"""Keep x, and let the gradient through where it is small."""

import torch


class Sign(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sign()

    @staticmethod
    def backward(ctx, after):
        (x,) = ctx.saved_tensors
        return after * (x.abs() <= 1)
