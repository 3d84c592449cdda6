"""What is handed in, before the step and after it."""


def handed_in(module, theta, velocity, gradient):
    """Copies from before, and the same tensors afterwards."""
    handed = (theta, velocity, gradient)
    before = tuple(tensor.clone() for tensor in handed)
    module.heavy_ball(*handed, 0.1, 0.9)
    return before, handed
