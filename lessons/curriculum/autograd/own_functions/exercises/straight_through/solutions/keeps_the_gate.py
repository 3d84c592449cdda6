"""Decide in forward already who may pass."""

import torch


class Sign(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward((x >= -1) & (x <= 1))
        return torch.where(x > 0, 1.0, torch.where(x < 0, -1.0, 0.0))

    @staticmethod
    def backward(ctx, after):
        (passes,) = ctx.saved_tensors
        return torch.where(passes, after, torch.zeros_like(after))
