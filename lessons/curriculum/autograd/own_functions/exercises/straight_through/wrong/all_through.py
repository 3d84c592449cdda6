"""gate-forgotten: "Straight through means straight through." Also where x is far from the jump."""

import torch


class Sign(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.sign()

    @staticmethod
    def backward(ctx, after):
        return after
