"""A reader of the learner's: built, trained, saved and revived."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy


def built(module, x, width, depth):
    """What it lists, and what it answers in both modes."""
    mean, deviation = x.mean(dim=0), x.std(dim=0)
    torch.manual_seed(0)
    reader = module.Reader(mean, deviation, width, depth)
    torch.manual_seed(0)
    stretched = module.Reader(2 * mean + 3, 2 * deviation, width, depth)
    with torch.no_grad():
        awake = [reader.train()(x) for _ in range(2)]
        asleep = [reader.eval()(x) for _ in range(2)]
        return {
            "numbers": sum(one.numel() for one in reader.parameters() if one.requires_grad),
            "random": not torch.equal(*awake),
            "steady": bool(torch.equal(*asleep)),
            "scores": asleep[0],
            "cut": bool((asleep[0] >= 0).all()),
            "late": bool((awake[0] == 0).any() and (asleep[0] != 0).all()),
            "shares": bool(((asleep[0].sum(dim=1) - 1).abs() < 1e-4).all()),
            "of_stretched": stretched.eval()(2 * x + 3),
            "bounded": bounded(reader.eval(), width, 100 * x),
        }


def bounded(reader, width, x):
    """Whether all layers that take `width` numbers are given numbers between −1 and 1."""
    given = []
    for layer in reader.modules():
        if isinstance(layer, nn.Linear) and layer.in_features == width:
            layer.register_forward_pre_hook(lambda _, inputs: given.append(inputs[0].abs().max()))
    reader(x)
    return all(bool(largest <= 1) for largest in given)


def revived(module, x, width, depth):
    """Scores of a reader, twice those of one revived from it, and those of one loaded by hand."""
    reader = module.Reader(x.mean(dim=0), x.std(dim=0), width, depth).eval()
    other = module.revive(reader.state_dict(), x.shape[1], width, depth)
    loaded = module.Reader(torch.zeros(x.shape[1]), torch.ones(x.shape[1]), width, depth).eval()
    loaded.load_state_dict(reader.state_dict())
    with torch.no_grad():
        answers = [other(x) for _ in range(2)]
        return {"scores": reader(x), "answers": answers, "loaded": loaded(x)}


def trained(module, images, digits, unseen):
    """The digits that a reader names after some epochs, and after it was saved and revived."""
    torch.manual_seed(0)
    deviation = images.std(dim=0).clamp(min=1.0)
    reader = module.Reader(images.mean(dim=0), deviation, 32, 2)
    optimizer = torch.optim.SGD(reader.parameters(), lr=0.3)
    for _ in range(5):
        for chosen in torch.randperm(len(images)).split(64):
            optimizer.zero_grad()
            cross_entropy(reader(images[chosen]), digits[chosen]).backward()
            optimizer.step()
    copy = module.revive(reader.state_dict(), images.shape[1], 32, 2)
    with torch.no_grad():
        return copy(unseen).argmax(dim=1)
