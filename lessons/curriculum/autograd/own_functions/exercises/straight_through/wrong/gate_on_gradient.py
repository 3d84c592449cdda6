"""gate-on-the-gradient: "Small ones pass." It is x that has to be small, not the gradient."""

import torch


class Sign(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sign()

    @staticmethod
    def backward(ctx, after):
        return after * (after.abs() <= 1)
