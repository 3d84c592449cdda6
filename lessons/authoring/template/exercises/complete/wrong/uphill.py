"""gradient-sign: The gradient is taken for the direction to walk in."""


def sgd_step(weights, gradient, lr):
    return weights + lr * gradient
