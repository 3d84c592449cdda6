"""sum-for-mean: "Add the errors up." Then the step grows with the number of points."""


def fit(x, y, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        error = w * x + b - y
        w, b = w - lr * 2 * (error * x).sum(), b - lr * 2 * error.sum()
    return w, b
