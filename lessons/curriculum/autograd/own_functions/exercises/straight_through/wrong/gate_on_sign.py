"""gate-forgotten: "Keep what came out." A sign is never larger than 1, so that everything passes."""

import torch


class Sign(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        signs = x.sign()
        ctx.save_for_backward(signs)
        return signs

    @staticmethod
    def backward(ctx, after):
        (signs,) = ctx.saved_tensors
        return after * (signs.abs() <= 1)
