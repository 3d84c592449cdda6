"""step-is-sample: "Go through the points, and correct at each." That is a step for every point."""


def fit(x, y, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        for one_x, one_y in zip(x, y, strict=True):
            error = w * one_x + b - one_y
            w, b = w - lr * 2 * error * one_x, b - lr * 2 * error
    return w, b
