"""forgets-the-two: "The slope of a square is what is squared." It is twice that."""


def fit(x, y, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        error = w * x + b - y
        w, b = w - lr * (error * x).mean(), b - lr * error.mean()
    return w, b
