"""forgets-the-inner-slope: "The error is the slope." For w it is the error times x."""


def fit(x, y, lr, steps):
    w = b = 0.0
    for _ in range(steps):
        error = w * x + b - y
        w, b = w - lr * 2 * error.mean(), b - lr * 2 * error.mean()
    return w, b
