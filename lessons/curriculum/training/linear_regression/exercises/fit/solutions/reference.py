"""Writes the two slopes down, and computes both before it moves."""


def fit(x, y, lr, steps):
    """Slope and intercept after so many steps on all points, from 0 and 0."""
    w = b = 0.0
    for _ in range(steps):
        error = w * x + b - y
        w_slope = 2 * (error * x).mean()
        b_slope = 2 * error.mean()
        w = w - lr * w_slope
        b = b - lr * b_slope
    return w, b
