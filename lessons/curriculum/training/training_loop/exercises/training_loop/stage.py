"""A model that keeps a diary, and a training of it."""

import torch


class Diary(torch.nn.Module):
    """One layer, and dropout; writes down how it was called."""

    def __init__(self, weight, drop, others):
        super().__init__()
        self.others = others
        self.layer = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False)
        self.drop = torch.nn.Dropout(drop)
        self.calls = []
        with torch.no_grad():
            self.layer.weight.copy_(weight)

    def forward(self, images):
        other = bool((self.others == images[0]).all(dim=1).any())
        self.calls.append((other, len(images), self.training, torch.is_grad_enabled()))
        return self.layer(self.drop(images))


def trained(module, weight, batches, others, *, epochs, lr, drop):
    """What the loop gave back, the weights at the end, and the diary."""
    model = Diary(weight, drop, others[0])
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    shares = module.train(model, optimizer, batches, others, epochs)
    if hasattr(shares, "__len__") and not isinstance(shares, dict) and len(shares) == epochs:
        shares = [float(share) for share in shares]
    return {"shares": shares, "weight": model.layer.weight.detach(), "calls": model.calls}
