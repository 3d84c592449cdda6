"""The learner's model on some device."""

import torch


def scored(module, weight, x):
    """What the model says on the CPU, with this weight."""
    model = module.WithOnes(x.shape[1], weight.shape[0])
    with torch.no_grad():
        model.score.weight.copy_(weight)
        return model(x)


def moved(module, device, n, inputs, outputs):
    """Where the scores are and which shape they have, or the error, after a move to a device."""
    model = module.WithOnes(inputs, outputs).to(device)
    try:
        scores = model(torch.zeros(n, inputs, device=device))
    except (RuntimeError, AssertionError) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {"error": "", "device": str(scores.device), "shape": list(scores.shape)}
