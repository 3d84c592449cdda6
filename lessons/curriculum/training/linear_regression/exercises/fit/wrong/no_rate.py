"""ignores-the-rate: "A step goes down the slope." It goes down the slope times the rate."""


def fit(x, y, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        error = w * x + b - y
        w, b = w - 2 * (error * x).mean(), b - 2 * error.mean()
    return w, b
