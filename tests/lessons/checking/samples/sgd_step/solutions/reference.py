"""As it is written in the lesson."""


def sgd_step(weights, gradient, lr):
    return weights - lr * gradient
