"""Forgets after the step, ready for the next one; softmax and logarithm by hand."""

import torch


@torch.no_grad()
def share_right(model, images, digits):
    model.eval()
    return (model(images).argmax(1) == digits).double().mean().item()


def train(model, optimizer, batches, others, epochs):
    shares = []
    for _ in range(epochs):
        model.train(True)
        for images, digits in batches:
            log_p = model(images).log_softmax(dim=1)
            loss = -log_p[torch.arange(len(digits)), digits].mean()
            loss.backward()
            optimizer.step()
            for weight in model.parameters():
                weight.grad = None
        shares.append(share_right(model, *others))
    return shares
