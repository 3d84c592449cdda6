"""Let autograd derive the power once more, on the record."""

import torch


class Power(torch.autograd.Function):
    """xⁿ, number by number, for a tensor x and a whole number n ≥ 1."""

    @staticmethod
    def forward(ctx, x, n):
        ctx.save_for_backward(x)
        ctx.n = n
        return x**n

    @staticmethod
    def backward(ctx, after):
        (x,) = ctx.saved_tensors
        with torch.enable_grad():
            again = x.detach().requires_grad_()
            (slope,) = torch.autograd.grad((again**ctx.n).sum(), again)
        gradients = [slope.mul(after)]
        gradients.append(None)
        return tuple(gradients)
