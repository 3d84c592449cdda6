"""Places of the window, whole windows of the pooling, and a map for each channel."""


def flat_size(side: int, channels: int, kernel: int, padding: int, pool: int) -> int:
    places = side + 2 * padding - kernel + 1
    return channels * (places // pool) ** 2
