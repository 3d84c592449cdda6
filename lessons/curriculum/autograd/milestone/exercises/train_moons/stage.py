"""Some steps of the learner's net, and where its weights are then."""


def stepped(module, start, lr, steps):
    """Losses of these steps, and all weights after them."""
    units, bias, points, targets = start
    net = module.Net(units, bias)
    losses = [module.step(net, points, targets, lr) for _ in range(steps)]
    if isinstance(losses[0], type(net.bias)):
        return {"returns": "Value"}
    answers = zip(points, targets, strict=True)
    right = sum((net.score(x, y).data > 0) == (t > 0) for (x, y), t in answers)
    return {
        "returns": "float",
        "losses": [float(loss) for loss in losses],
        "units": [[float(value.data) for value in unit] for unit in net.units],
        "bias": float(net.bias.data),
        "right": right,
    }
