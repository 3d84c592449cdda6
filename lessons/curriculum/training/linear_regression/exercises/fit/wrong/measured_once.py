"""slopes-stay-the-same: "The error is known, now step." After every step it is another one."""


def fit(x, y, lr, steps):
    w = b = 0.0
    error = w * x + b - y
    for _ in range(steps):
        w, b = w - lr * 2 * (error * x).mean(), b - lr * 2 * error.mean()
    return w, b
