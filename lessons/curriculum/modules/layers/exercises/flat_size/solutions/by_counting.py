"""Step by step: where a window of the pooling begins, there is a number."""


def flat_size(side: int, channels: int, kernel: int, padding: int, pool: int) -> int:
    padded = side + 2 * padding
    places = len(range(padded - kernel + 1))
    pooled = len(range(0, places - pool + 1, pool))
    return sum(pooled * pooled for _ in range(channels))
