"""sign-of-descent: it climbs."""


def sgd_step(weights, gradient, lr):
    return weights + lr * gradient
