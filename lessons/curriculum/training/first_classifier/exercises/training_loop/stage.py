"""A model that keeps a diary, and a training of it."""

import torch


class Diary(torch.nn.Module):
    """One layer, and dropout; writes down how it was called."""

    def __init__(self, weight, drop):
        super().__init__()
        self.layer = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False)
        self.drop = torch.nn.Dropout(drop)
        self.calls = []
        with torch.no_grad():
            self.layer.weight.copy_(weight)

    def forward(self, images):
        self.calls.append((len(images), self.training, torch.is_grad_enabled()))
        return self.layer(self.drop(images))


def trained(module, weight, batches, others, epochs, lr, drop=0.0):
    """What the loop gave back, the weights at the end, and the diary."""
    model = Diary(weight, drop)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    shares = module.train(model, optimizer, batches, others, epochs)
    shares = [float(share) for share in shares] if isinstance(shares, (list, tuple)) else shares
    return {"shares": shares, "weight": model.layer.weight.detach(), "calls": model.calls}
