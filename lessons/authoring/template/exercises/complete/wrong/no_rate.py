"""ignores-the-rate: The gradient is taken for the step."""


def sgd_step(weights, gradient, lr):
    return weights - gradient
